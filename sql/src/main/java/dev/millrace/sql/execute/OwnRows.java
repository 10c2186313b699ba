package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.history.KeyedChanges;
import dev.millrace.dataflow.history.Overlay;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a transaction has written, as its own reads see it: laid over the tables and over the
/// indexes on them. What else is kept up to date from these tables is computed from them anew.
/// Immutable, as far as the write buffer is left alone.
final class OwnRows {

  private final CatalogState state;
  private final Map<CollectionId, Overlay> overlays;
  private final Map<CollectionId, KeyedChanges> keys;

  private OwnRows(
      CatalogState state,
      Map<CollectionId, Overlay> overlays,
      Map<CollectionId, KeyedChanges> keys) {
    this.state = state;
    this.overlays = overlays;
    this.keys = keys;
  }

  /// What is in the buffer now.
  static OwnRows of(WriteBuffer writes, CatalogState state) {
    Map<CollectionId, Overlay> overlays = new HashMap<>();
    Map<CollectionId, KeyedChanges> keys = new HashMap<>();
    for (CollectionId table : writes.tables()) {
      Overlay overlay = writes.overlay(table);
      if (overlay != null) {
        overlays.put(table, overlay);
        for (Item index : state.indexesOn(table.number())) {
          overlays.put(index.collection(), overlay);
          keys.put(
              index.collection(),
              writes.keys(table, index.collection(), ((ItemBody.Index) index.body()).key()));
        }
      }
    }
    return new OwnRows(state, Map.copyOf(overlays), Map.copyOf(keys));
  }

  /// The plan with everything that depends on the tables written replaced by its definition.
  Plan visible(Plan plan, FunctionRegistry functions) {
    if (overlays.isEmpty()) {
      return plan;
    }
    return PlanTrees.rewrite(
        plan, node -> node instanceof Plan.Get get ? definition(get, functions) : node);
  }

  private Plan definition(Plan.Get get, FunctionRegistry functions) {
    Item item = state.item(get.id().number());
    if (item == null || overlays.containsKey(get.id()) || !dependsOnWritten(item)) {
      return get;
    }
    return switch (item.body()) {
      case ItemBody.Index i -> visible(PlanCodec.decode(i.plan().toBytes(), functions), functions);
      case ItemBody.MaterializedView v ->
          visible(PlanCodec.decode(v.plan().toBytes(), functions), functions);
      case ItemBody.Table _,
          ItemBody.Source _,
          ItemBody.View _,
          ItemBody.Sequence _,
          ItemBody.Secret _,
          ItemBody.Connection _ ->
          get;
    };
  }

  private boolean dependsOnWritten(Item item) {
    Set<Long> seen = new HashSet<>();
    Deque<Item> left = new ArrayDeque<>(List.of(item));
    boolean isWritten = false;
    Item passing = null;
    while (!left.isEmpty()) {
      Item next = left.pop();
      isWritten |= overlays.containsKey(next.collection());
      if (next.body() instanceof ItemBody.Source s && s.keeping() == Action.Keeping.NONE) {
        passing = next;
      }
      for (long used : next.uses()) {
        Item below = state.item(used);
        if (below != null && seen.add(used)) {
          left.push(below);
        }
      }
    }
    if (isWritten && passing != null) {
      throw DatabaseException.notSupported(
          "reading \""
              + item.name()
              + "\" in a transaction that has written to a table it depends on, because source \""
              + passing.name()
              + "\" keeps no rows,",
          0);
    }
    return isWritten;
  }

  /// Reads through the rows written.
  CollectionReader over(CollectionReader below) {
    if (overlays.isEmpty()) {
      return below;
    }
    return new CollectionReader() {
      @Override
      public void scan(CollectionId collection, Consumer<Chunk> rows) {
        Overlay overlay = overlays.get(collection);
        if (overlay == null) {
          below.scan(collection, rows);
        } else {
          overlay.read(out -> below.scan(collection, out), rows);
        }
      }

      @Override
      public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
        Overlay overlay = withKey(index, key);
        if (overlay == null) {
          below.lookup(index, key, rows);
        } else {
          overlay.read(out -> below.lookup(index, key, out), rows);
        }
      }

      @Override
      public long[] keyWeights(CollectionId index, Chunk values) {
        long[] weights = below.keyWeights(index, values);
        KeyedChanges own = keys.get(index);
        if (own != null) {
          own.addWeights(values, weights);
        }
        return weights;
      }
    };
  }

  private @Nullable Overlay withKey(CollectionId index, List<Object> key) {
    KeyedChanges own = keys.get(index);
    return own == null ? null : own.find(key);
  }
}

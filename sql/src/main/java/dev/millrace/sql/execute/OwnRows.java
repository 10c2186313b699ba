package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.history.KeyProbe;
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
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a transaction has written, as its own reads see it: laid over the tables and over the
/// indexes on them. What else is kept up to date from these tables is computed from them anew, and
/// so is what the transaction has created, which the engine does not know yet. Immutable, as far as
/// the write buffer is left alone.
final class OwnRows {

  private final CatalogState state;

  /// What the engine has: the catalog before the transaction's own changes.
  private final CatalogState base;

  private final Map<CollectionId, Overlay> overlays;
  private final Map<CollectionId, KeyedChanges> keys;

  /// Indexes that the engine does not have.
  private final Map<CollectionId, Item> ownIndexes;

  private OwnRows(CatalogState state, CatalogState base, WriteBuffer writes) {
    this.state = state;
    this.base = base;
    Map<CollectionId, Overlay> laid = new HashMap<>();
    Map<CollectionId, KeyedChanges> keyed = new HashMap<>();
    Map<CollectionId, Item> created = new HashMap<>();
    Set<CatalogState> states = new HashSet<>(Set.of(base));
    states.add(state);
    writes.definitions().forEach(d -> states.add(d.draft().after()));
    for (CollectionId table : writes.tables()) {
      Overlay overlay = writes.overlay(table);
      if (overlay != null) {
        laid.put(table, overlay);
        for (Item index : indexes(states, table.number())) {
          CollectionId id = index.collection();
          laid.put(id, overlay);
          keyed.put(id, writes.keys(table, id, ((ItemBody.Index) index.body()).key()));
        }
      }
    }
    if (state.isDraft()) {
      for (CatalogState each : states) {
        for (Item item : each.items()) {
          if (item.body() instanceof ItemBody.Index && base.item(item.id()) == null) {
            created.put(item.collection(), item);
          }
        }
      }
    }
    this.overlays = Map.copyOf(laid);
    this.keys = Map.copyOf(keyed);
    this.ownIndexes = Map.copyOf(created);
  }

  /// The indexes that a table has or had.
  private static Collection<Item> indexes(Set<CatalogState> states, long table) {
    Map<Long, Item> indexes = new HashMap<>();
    states.forEach(s -> s.indexesOn(table).forEach(i -> indexes.put(i.id(), i)));
    return indexes.values();
  }

  /// What is in the buffer now.
  ///
  /// @param state as the transaction sees the catalog
  /// @param base as the engine has it where the transaction reads
  static OwnRows of(WriteBuffer writes, CatalogState state, CatalogState base) {
    return new OwnRows(state, base, writes);
  }

  /// The plan with everything that depends on the tables written replaced by its definition.
  Plan visible(Plan plan, FunctionRegistry functions) {
    if (overlays.isEmpty() && !state.isDraft()) {
      return plan;
    }
    return PlanTrees.rewrite(
        plan, node -> node instanceof Plan.Get get ? definition(get, functions) : node);
  }

  private Plan definition(Plan.Get get, FunctionRegistry functions) {
    Item item = state.item(get.id().number());
    if (item == null
        || overlays.containsKey(get.id())
        || (isKnown(get.id()) && !dependsOnWritten(item))) {
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

  /// True if the engine has the collection.
  private boolean isKnown(CollectionId collection) {
    return !state.isDraft() || base.item(collection.number()) != null;
  }

  /// Reads through the rows written.
  CollectionReader over(CollectionReader engine) {
    CollectionReader below = under(engine);
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

  /// What the engine has, in the shape that the transaction has given it: a table that it has made
  /// is empty, rows of one that got columns have them, and an index that it has made finds rows by
  /// another or by looking at all.
  CollectionReader under(CollectionReader engine) {
    if (!state.isDraft()) {
      return engine;
    }
    return new CollectionReader() {
      @Override
      public void scan(CollectionId collection, Consumer<Chunk> rows) {
        if (base.item(collection.number()) != null) {
          engine.scan(collection, shaped(collection, rows));
        } else if (ownIndexes.get(collection) instanceof Item index) {
          scan(new CollectionId(((ItemBody.Index) index.body()).onId()), rows);
        }
      }

      @Override
      public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
        Item own = ownIndexes.get(index);
        if (own == null) {
          engine.lookup(index, key, shaped(index, rows));
          return;
        }
        ItemBody.Index body = (ItemBody.Index) own.body();
        Item like = alike(body);
        if (like != null) {
          engine.lookup(like.collection(), key, shaped(like.collection(), rows));
        } else if (base.item(body.onId()) != null) {
          KeyProbe probe = new KeyProbe(types(own), columns(body), key);
          scan(new CollectionId(body.onId()), chunk -> rows.accept(probe.select(chunk)));
        }
      }

      @Override
      public long[] keyWeights(CollectionId index, Chunk values) {
        Item own = ownIndexes.get(index);
        if (own == null) {
          return engine.keyWeights(index, values);
        }
        ItemBody.Index body = (ItemBody.Index) own.body();
        Item like = alike(body);
        if (like != null) {
          return engine.keyWeights(like.collection(), values);
        }
        long[] weights = new long[values.size()];
        if (base.item(body.onId()) != null) {
          KeyedChanges all = new KeyedChanges(types(own), columns(body), 1);
          scan(new CollectionId(body.onId()), all::add);
          all.addWeights(values, weights);
        }
        return weights;
      }
    };
  }

  private static int[] columns(ItemBody.Index index) {
    return index.key().stream().mapToInt(Integer::intValue).toArray();
  }

  private List<SqlType> types(Item index) {
    long table = ((ItemBody.Index) index.body()).onId();
    Item on = state.item(table) == null ? base.item(table) : state.item(table);
    return on == null ? List.of() : on.columns().stream().map(ColumnDefinition::type).toList();
  }

  /// An index of the engine's that is as good as one of the transaction's own.
  private @Nullable Item alike(ItemBody.Index own) {
    for (Item index : base.indexesOn(own.onId())) {
      if (((ItemBody.Index) index.body()).key().equals(own.key())) {
        return index;
      }
    }
    return null;
  }

  /// Takes rows of a table, or of an index on one, with the columns that the table has now.
  private Consumer<Chunk> shaped(CollectionId collection, Consumer<Chunk> rows) {
    Item item = base.item(collection.number());
    long table =
        item != null && item.body() instanceof ItemBody.Index index
            ? index.onId()
            : collection.number();
    Item now = state.item(table);
    return now == null || (now.kind() != ItemKind.TABLE && now.kind() != ItemKind.SOURCE)
        ? rows
        : chunk -> rows.accept(Padding.padded(chunk, now.columns()));
  }
}

package dev.millrace.sql.catalog;

import dev.millrace.dataflow.port.Action;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What goes when some items go: parts of theirs (indexes, sub-sources, dead letters) silently, and
/// whatever else depends on them only with CASCADE.
///
/// @param items everything to remove, dependants first
/// @param cascaded what was not asked for and is no part of it
public record Removal(List<Item> items, List<Cascaded> cascaded) {

  /// A dependant and what it depends on.
  public record Cascaded(Item item, Item dependsOn) {}

  public Removal {
    items = List.copyOf(items);
    cascaded = List.copyOf(cascaded);
  }

  /// The removal of `asked` and of all that hangs on them.
  public static Removal of(CatalogState state, Collection<Item> asked) {
    Set<Long> gone = new TreeSet<>();
    asked.forEach(i -> gone.add(i.id()));
    List<Cascaded> cascaded = new ArrayList<>();
    for (Item item : state.items()) {
      if (gone.contains(item.id())) {
        continue;
      }
      if (gone.contains(ownerOf(item))) {
        gone.add(item.id());
        continue;
      }
      item.uses().stream()
          .filter(gone::contains)
          .min(Comparator.naturalOrder())
          .ifPresent(used -> {
            gone.add(item.id());
            cascaded.add(new Cascaded(item, state.requireItem(used)));
          });
    }
    List<Item> items = new ArrayList<>();
    gone.forEach(id -> items.add(state.requireItem(id)));
    return new Removal(items.reversed(), cascaded);
  }

  /// The item an index or sub-source is a part of, or 0.
  private static long ownerOf(Item item) {
    return switch (item.body()) {
      case ItemBody.Index index -> index.onId();
      case ItemBody.Source source -> source.parentId();
      case ItemBody.Sequence sequence -> sequence.owner() == null ? 0 : sequence.owner().tableId();
      case ItemBody.Table _,
          ItemBody.View _,
          ItemBody.MaterializedView _,
          ItemBody.Secret _,
          ItemBody.Connection _ ->
          0;
    };
  }

  /// Fails with 2BP01 if more than what was asked for would go.
  public void restrict(Names names, String what) {
    if (cascaded.isEmpty()) {
      return;
    }
    throw new DatabaseException(
        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
        "cannot drop " + what + " because other objects depend on it",
        String.join(
            "\n",
            cascaded.stream()
                .map(c ->
                    describe(c.item(), names) + " depends on " + describe(c.dependsOn(), names))
                .toList()),
        "Use DROP ... CASCADE to drop the dependent objects too.",
        0);
  }

  /// Takes the items that are still there out of the catalog, and their collections out of the
  /// engine.
  public void apply(CatalogEdit edit) {
    for (Item item : items) {
      if (!edit.contains(item)) {
        continue;
      }
      edit.remove(item);
      if (item.body() instanceof ItemBody.Index index && index.isUnique()) {
        forget(index.onId(), item.id(), edit);
      }
      switch (item.body()) {
        case ItemBody.Table _, ItemBody.MaterializedView _, ItemBody.Index _ ->
            edit.act(new Action.Drop(item.collection()));
        case ItemBody.Source source -> {
          if (source.hasRows()) {
            edit.act(new Action.Drop(item.collection()));
          }
        }
        case ItemBody.View _, ItemBody.Sequence _, ItemBody.Secret _, ItemBody.Connection _ -> {}
      }
    }
  }

  private static void forget(long tableId, long indexId, CatalogEdit edit) {
    Item table = edit.itemOrNull(tableId);
    if (table != null && table.body() instanceof ItemBody.Table body) {
      edit.put(table.with(body.withoutUniqueIndex(indexId)));
    }
  }

  /// `view v`, as DETAIL lines name it.
  public static String describe(Item item, Names names) {
    return item.kind().words() + " " + names.displayName(item);
  }
}

package dev.millrace.sql.execute.define.table;

import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState.CommentTarget;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives a table another collection: under a new id everything about it stays, but rows in the
/// shape that they had. Its indexes have to be installed anew.
public final class TableMove {

  private TableMove() {}

  /// Returns the table under its new id.
  ///
  /// @param table as it will be, under its old id
  /// @param id the new one, older than those of its indexes
  public static Item move(Item table, long id, CatalogEdit edit) {
    Item moved =
        new Item(
            id,
            table.oid(),
            table.schemaId(),
            table.name(),
            table.ownerId(),
            table.createSql(),
            table.uses(),
            table.body());
    edit.remove(table);
    edit.put(moved);
    edit.before()
        .comments()
        .forEach((target, text) -> {
          if (target.id() == table.id() && target.kind().equals(table.kind().catalogName())) {
            edit.comment(new CommentTarget(target.kind(), id, target.subId()), text);
          }
        });
    for (Item item : List.copyOf(edit.items())) {
      Item following = following(item, table.id(), moved);
      if (following != item) {
        edit.put(following);
      }
    }
    return moved;
  }

  private static Item following(Item item, long before, Item table) {
    return switch (item.body()) {
      case ItemBody.Index index when index.onId() == before -> {
        Set<Long> uses = new HashSet<>(item.uses());
        uses.remove(before);
        uses.add(table.id());
        yield new Item(
            item.id(),
            item.oid(),
            item.schemaId(),
            item.name(),
            item.ownerId(),
            item.createSql(),
            uses,
            new ItemBody.Index(
                table.id(),
                index.clusterId(),
                index.key(),
                index.isUnique(),
                Slice.of(PlanCodec.encode(TableDraft.rows(table.id(), table.columns())))));
      }
      case ItemBody.Sequence sequence when isOwner(sequence, before) -> {
        SequenceDefinition.Owner owner = java.util.Objects.requireNonNull(sequence.owner());
        yield item.with(
            new ItemBody.Sequence(
                sequence.definition(),
                new SequenceDefinition.Owner(table.id(), owner.column(), owner.isIdentity())));
      }
      default -> item;
    };
  }

  private static boolean isOwner(ItemBody.Sequence sequence, long table) {
    SequenceDefinition.Owner owner = sequence.owner();
    return owner != null && owner.tableId() == table;
  }
}

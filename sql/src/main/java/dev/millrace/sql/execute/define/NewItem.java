package dev.millrace.sql.execute.define;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.ObjectName;
import java.util.Set;

/// A name that a statement wants to give to something new, checked against the catalog's version at
/// hand.
record NewItem(CatalogEdit edit, Frame frame, Schema schema, String name) {

  /// The place for a new object of a name; 3F000 where there is no such schema.
  static NewItem of(CatalogEdit edit, Frame frame, ObjectName name) {
    Schema schema = frame.names(edit.before()).schemaForNew(name.parts(), name.position());
    return new NewItem(edit, frame, schema, name.last());
  }

  /// True if the name is taken and that is only worth a notice; 42P07 or 42710 if it is taken.
  boolean isTaken(ItemKind kind, boolean isIfNotExists, int position) {
    Item there = edit.before().itemByName(schema.id(), name);
    if (there == null) {
      return false;
    }
    boolean isRelation = kind.isRelation() || kind == ItemKind.INDEX || kind == ItemKind.SEQUENCE;
    SqlState state = isRelation ? SqlState.DUPLICATE_TABLE : SqlState.DUPLICATE_OBJECT;
    String message = (isRelation ? "relation" : kind.words()) + " \"" + name + "\" already exists";
    if (!isIfNotExists) {
      // As in PostgreSQL, no position where the name is a relation's.
      throw DatabaseException.at(isRelation ? 0 : position, state, message);
    }
    frame.notice(Notice.of(state, message + ", skipping"));
    return true;
  }

  /// Creates the item.
  Item create(String createSql, Set<Long> uses, ItemBody body) {
    return create(edit.newId(), createSql, uses, body);
  }

  /// Creates the item under an id that was taken before.
  Item create(long id, String createSql, Set<Long> uses, ItemBody body) {
    Item item =
        new Item(
            id,
            edit.newOid(),
            schema.id(),
            name,
            frame.ownerId(edit.before()),
            createSql,
            uses,
            body);
    edit.put(item);
    return item;
  }
}

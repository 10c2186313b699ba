package dev.millrace.sql.execute.define;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.execute.define.place.TemporaryObjects;
import dev.millrace.sql.execute.define.table.StoredShapes;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.statement.CreateStatement.CreateTable;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.table.ColumnDefinition.Constraint;
import dev.millrace.sql.statement.table.TableConstraint;
import java.util.List;
import java.util.Set;

/// CREATE TABLE.
final class DefineTables {

  private DefineTables() {}

  static void create(CreateTable statement, String text, CatalogEdit edit, Frame frame) {
    ObjectName name = TemporaryObjects.placed(statement.name(), statement.isTemporary());
    new Options(statement.options()).refuseRest("CREATE TABLE");
    NewItem place = NewItem.of(edit, frame, name);
    if (place.isTaken(ItemKind.TABLE, statement.isIfNotExists(), name.position())) {
      return;
    }
    if (statement.columns().isEmpty()) {
      throw DatabaseException.notSupported("a table without columns", name.position());
    }
    DefineRelations.checkNames(statement.columns().stream().map(c -> c.column().name()).toList());
    TableDraft draft = new TableDraft(edit, frame, place.schema(), edit.newId(), name.last());
    ColumnDrafts columns = new ColumnDrafts(draft, edit, frame);
    statement.columns().forEach(columns::add);
    for (var column : statement.columns()) {
      columns.bindGenerated(column);
    }
    for (var column : statement.columns()) {
      for (Constraint constraint : column.constraints()) {
        columns.addConstraint(column, constraint);
      }
    }
    statement.constraints().forEach(c -> add(c, draft, columns));
    List<Item> indexes = draft.takeKeyIndexes();
    create(place, draft, text, indexes);
  }

  /// A constraint on the whole table.
  static void add(TableConstraint constraint, TableDraft draft, ColumnDrafts columns) {
    switch (constraint) {
      case TableConstraint.PrimaryKey(String name, List<ColumnName> key, int position) ->
          draft.addKey(name, true, key, position);
      case TableConstraint.Unique(String name, List<ColumnName> key, int position) ->
          draft.addKey(name, false, key, position);
      case TableConstraint.Check(String name, var condition, String text, int position) ->
          draft.addCheck(name, text, columns.check(condition));
      case TableConstraint.ForeignKey(_, _, int position) ->
          throw DatabaseException.notSupported("FOREIGN KEY", position);
    }
  }

  /// Puts the table and its indexes into catalog and engine.
  private static void create(NewItem place, TableDraft draft, String text, List<Item> indexes) {
    Item item =
        place.create(
            draft.tableId(),
            text,
            Set.of(),
            new ItemBody.Table(draft.columns, draft.constraints, Set.of()));
    place.edit().act(StoredShapes.stored(item));
    indexes.forEach(index -> place.edit().act(TableDraft.install(index, draft.columns)));
  }

  static DatabaseException syntaxError(int position, String message) {
    return DatabaseException.at(position, SqlState.SYNTAX_ERROR, message);
  }
}

package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change.Delta;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.catalog.table.Tenure;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.AddedColumn;
import dev.millrace.sql.execute.define.table.AlteredRows;
import dev.millrace.sql.execute.define.table.StoredRowCheck;
import dev.millrace.sql.execute.define.table.StoredShapes;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.execute.define.table.TableMove;
import dev.millrace.sql.execute.define.table.TextRename;
import dev.millrace.sql.execute.write.Defaults;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.AlterStatement.Change;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.table.TableConstraint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// ALTER TABLE: columns and constraints. Everything is planned first; what rows have to satisfy is
/// looked at in the step that makes the change.
final class TableAlterations {

  private final CatalogEdit edit;
  private final Frame frame;
  private final Item item;
  private final TableDraft draft;
  private final ColumnDrafts columns;
  private final ColumnTypes types;
  private final ColumnAlterations column;
  private final Set<Long> uniqueIndexes;
  private final int oldWidth;
  private final List<AddedColumn> added = new ArrayList<>();

  /// Rules over rows of the new width; made when all columns are known.
  private final List<Function<StoredRowCheck, Consumer<Chunk>>> rules = new ArrayList<>();

  private TableAlterations(Item item, CatalogEdit edit, Frame frame) {
    this.item = item;
    this.edit = edit;
    this.frame = frame;
    this.draft = TableDraft.of(edit, frame, item);
    this.columns = new ColumnDrafts(draft, edit, frame);
    this.types = new ColumnTypes(item, draft, columns, edit, frame);
    this.column = new ColumnAlterations(draft, columns, types, edit, frame, rules);
    this.uniqueIndexes = new HashSet<>(((ItemBody.Table) item.body()).uniqueIndexes());
    this.oldWidth = draft.columns.size();
  }

  /// Plans the changes; what is returned looks at the rows, and writes them anew if they must be.
  static Function<Snapshot, List<Delta>> alter(
      Item item, List<Change> changes, CatalogEdit edit, Frame frame) {
    TableAlterations alterations = new TableAlterations(item, edit, frame);
    changes.forEach(alterations::alter);
    return alterations.finish();
  }

  /// True for a change that is one of a table's columns or constraints.
  static boolean handles(Change change) {
    return switch (change) {
      case Change.AddColumn _,
          Change.DropColumn _,
          Change.RenameColumn _,
          Change.AddConstraint _,
          Change.DropConstraint _,
          Change.RenameConstraint _,
          Change.AlterColumn _ ->
          true;
      default -> false;
    };
  }

  private void alter(Change change) {
    switch (change) {
      case Change.AddColumn add -> addColumn(add);
      case Change.DropColumn drop -> dropColumn(drop);
      case Change.RenameColumn(ColumnName from, String to) -> renameColumn(from, to);
      case Change.AddConstraint(TableConstraint constraint) -> addConstraint(constraint);
      case Change.DropConstraint drop -> dropConstraint(drop);
      case Change.RenameConstraint(ColumnName from, String to) -> renameConstraint(from, to);
      case Change.AlterColumn(ColumnName name, var action) -> column.alter(name, action);
      default -> throw DatabaseException.notSupported("this change of a table with others", 0);
    }
  }

  private void addColumn(Change.AddColumn add) {
    String name = add.column().column().name();
    if (draft.find(name) >= 0) {
      String message =
          "column \"" + name + "\" of relation \"" + draft.table() + "\" already exists";
      if (!add.isIfNotExists()) {
        throw new DatabaseException(SqlState.DUPLICATE_COLUMN, message);
      }
      frame.notice(Notice.of(SqlState.DUPLICATE_COLUMN, message + ", skipping"));
      return;
    }
    columns.add(add.column());
    columns.bindGenerated(add.column());
    int position = draft.columns.size() - 1;
    AddedColumn value = value(position);
    ColumnDefinition definition = draft.columns.get(position);
    Object same = value instanceof AddedColumn.Same(Object v) ? v : null;
    draft.columns.set(
        position,
        definition.with(
            Tenure.added(same == null ? null : TextFormat.text(definition.type(), same))));
    added.add(value);
    if (definition.isNotNull()) {
      rules.add(check -> check.notNull(position));
    }
    int before = draft.constraints.size();
    for (var constraint : add.column().constraints()) {
      columns.addConstraint(add.column(), constraint);
    }
    checkNew(before);
  }

  /// What the rows that are there get.
  private AddedColumn value(int position) {
    ColumnDefinition definition = draft.columns.get(position);
    long sequence = definition.filling().sequence();
    if (sequence != 0) {
      Item drawn = edit.item(sequence);
      edit.atStep(() -> frame.instance().sequences().entry(drawn));
      return new AddedColumn.Drawn(drawn, frame.draws(), definition.type());
    }
    var functions = new dev.millrace.sql.catalog.relation.CatalogFunctions(frame.relationContext());
    if (definition.filling() instanceof Filling.Generated(String text)) {
      return new AddedColumn.Each(
          Interpreter.prepare(columns.generated(text, position), functions));
    }
    Scalar value = new Defaults(columns.binding()).of(definition);
    if (value == null) {
      return new AddedColumn.Same(null);
    }
    return ScalarTrees.isVolatile(value)
        ? new AddedColumn.Each(Interpreter.prepare(value, functions))
        : new AddedColumn.Same(Interpreter.evaluate(value, functions));
  }

  private void addConstraint(TableConstraint constraint) {
    int before = draft.constraints.size();
    List<Boolean> nullable = draft.columns.stream().map(c -> !c.isNotNull()).toList();
    DefineTables.add(constraint, draft, columns);
    for (int i = 0; i < nullable.size(); i++) {
      int position = i;
      if (nullable.get(i) && draft.columns.get(i).isNotNull()) {
        rules.add(check -> check.notNull(position));
      }
    }
    checkNew(before);
  }

  /// Rows are checked against CHECKs that were added.
  private void checkNew(int before) {
    for (Constraint constraint : draft.constraints.subList(before, draft.constraints.size())) {
      if (constraint instanceof Constraint.Check check) {
        Scalar condition =
            columns.check(dev.millrace.sql.parse.Parser.parseExpression(check.condition()));
        var functions =
            new dev.millrace.sql.catalog.relation.CatalogFunctions(frame.relationContext());
        rules.add(rows -> rows.check(check.name(), Interpreter.prepare(condition, functions)));
      }
    }
  }

  private void dropColumn(Change.DropColumn drop) {
    int position = draft.find(drop.column().name());
    if (position < 0) {
      if (!drop.isIfExists()) {
        draft.require(drop.column());
      }
      frame.notice(
          Notice.of(
              SqlState.UNDEFINED_COLUMN,
              "column \""
                  + drop.column().name()
                  + "\" of relation \""
                  + draft.table()
                  + "\" does not exist, skipping"));
      return;
    }
    long left = draft.columns.stream().filter(c -> !c.isDropped()).count();
    if (left == 1) {
      throw DatabaseException.notSupported("a table without columns", drop.column().position());
    }
    new ColumnDrop(item, draft, edit, frame).drop(position, drop.isCascade(), uniqueIndexes);
  }

  private void renameColumn(ColumnName from, String to) {
    int position = draft.find(from.name());
    if (position < 0) {
      throw new DatabaseException(
          SqlState.UNDEFINED_COLUMN, "column \"" + from.name() + "\" does not exist");
    }
    if (draft.find(to) >= 0) {
      throw new DatabaseException(
          SqlState.DUPLICATE_COLUMN,
          "column \"" + to + "\" of relation \"" + draft.table() + "\" already exists");
    }
    for (int i = 0; i < draft.columns.size(); i++) {
      if (draft.columns.get(i).filling() instanceof Filling.Generated(String text)) {
        String renamed = TextRename.rename(text, draft.table(), from.name(), to);
        draft.columns.set(i, draft.columns.get(i).with(new Filling.Generated(renamed)));
      }
    }
    for (int i = 0; i < draft.constraints.size(); i++) {
      if (draft.constraints.get(i) instanceof Constraint.Check c) {
        String renamed = TextRename.rename(c.condition(), draft.table(), from.name(), to);
        draft.constraints.set(i, new Constraint.Check(c.name(), c.oid(), renamed, c.columns()));
      }
    }
    draft.columns.set(position, draft.columns.get(position).renamed(to));
  }

  private @Nullable Constraint find(ColumnName name, boolean isIfExists) {
    Constraint constraint = draft.constraint(name.name());
    if (constraint == null) {
      String message =
          "constraint \"" + name.name() + "\" of relation \"" + draft.table() + "\" does not exist";
      if (!isIfExists) {
        throw new DatabaseException(SqlState.UNDEFINED_OBJECT, message);
      }
      frame.notice(Notice.of(SqlState.UNDEFINED_OBJECT, message + ", skipping"));
    }
    return constraint;
  }

  private void dropConstraint(Change.DropConstraint drop) {
    Constraint constraint = find(drop.constraint(), drop.isIfExists());
    if (constraint != null) {
      draft.drop(constraint);
    }
  }

  private void renameConstraint(ColumnName from, String to) {
    Constraint constraint = draft.constraint(from.name());
    if (constraint == null) {
      throw new DatabaseException(
          SqlState.UNDEFINED_OBJECT,
          "constraint \"" + from.name() + "\" for table \"" + draft.table() + "\" does not exist");
    }
    if (draft.constraint(to) != null) {
      throw new DatabaseException(
          SqlState.DUPLICATE_OBJECT,
          "constraint \"" + to + "\" for relation \"" + draft.table() + "\" already exists");
    }
    if (constraint instanceof Constraint.Key key) {
      draft.names().requireFreeRelation(to);
      Item index = edit.item(key.indexId());
      edit.put(index.renamed(to, index.createSql()));
    }
    draft.constraints.set(draft.constraints.indexOf(constraint), constraint.renamed(to));
  }

  private Function<Snapshot, List<Delta>> finish() {
    boolean isRetyped = !types.conversions().isEmpty();
    boolean isRenewed = isRetyped || draft.columns.size() > oldWidth;
    // Taken first: a restart creates things in the order of their ids.
    long moved = isRetyped ? edit.newId() : item.id();
    if (isRenewed) {
      renewIndexes();
    }
    List<Item> added = draft.takeKeyIndexes();
    added.forEach(this::checkKey);
    if (isRetyped) {
      recheck();
    }
    Item after =
        edit.item(item.id())
            .with(new ItemBody.Table(draft.columns, draft.constraints, uniqueIndexes));
    edit.put(after);
    if (isRetyped) {
      edit.act(new Action.Drop(after.collection()));
      after = TableMove.move(after, moved, edit);
      edit.act(StoredShapes.stored(after));
    } else if (isRenewed) {
      edit.act(new Action.Widen(after.collection(), StoredShapes.shape(after)));
    }
    List<Item> indexes = isRenewed ? indexes(after) : added;
    indexes.forEach(index -> edit.act(TableDraft.install(index, draft.columns)));
    return new AlteredRows(
            after, item, draft.schema(), types.conversions(), this.added, rules, frame)
        ::deltas;
  }

  private List<Item> indexes(Item table) {
    return edit.items().stream()
        .filter(i -> i.body() instanceof ItemBody.Index x && x.onId() == table.id())
        .toList();
  }

  private void checkKey(Item index) {
    rules.add(check -> check.unique(index.name(), ((ItemBody.Index) index.body()).key()));
  }

  /// Values of another type have to satisfy what those before did. They are all written anew, with
  /// every column.
  private void recheck() {
    for (int position : types.conversions().keySet()) {
      if (draft.columns.get(position).isNotNull()) {
        rules.add(check -> check.notNull(position));
      }
    }
    for (Item index : indexes(item)) {
      if (index.body() instanceof ItemBody.Index(_, _, var key, boolean isUnique, _)
          && isUnique
          && !Collections.disjoint(key, types.conversions().keySet())) {
        checkKey(index);
      }
    }
    checkNew(0);
    draft.columns.replaceAll(c -> c.with(new Tenure(false, null, c.isDropped())));
  }

  /// Indexes over the table's rows are made anew, for they hold rows of its width.
  private void renewIndexes() {
    for (Item index : List.copyOf(edit.items())) {
      if (index.body() instanceof ItemBody.Index body && body.onId() == item.id()) {
        edit.remove(index);
        edit.act(new Action.Drop(index.collection()));
        Item renewed = TableDraft.renewed(index, draft.columns, edit);
        edit.put(renewed);
        if (uniqueIndexes.remove(index.id())) {
          uniqueIndexes.add(renewed.id());
        }
        draft.constraints.replaceAll(c ->
            c instanceof Constraint.Key k && k.indexId() == index.id()
                ? new Constraint.Key(k.name(), k.oid(), k.isPrimary(), k.columns(), renewed.id())
                : c);
      }
    }
  }
}

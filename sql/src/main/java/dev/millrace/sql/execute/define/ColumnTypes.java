package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Binder;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.statement.AlterStatement.ColumnAction.SetType;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.table.SequenceOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// ALTER COLUMN TYPE: what the values of the columns become. Conversions see the columns as they
/// were when the statement began.
final class ColumnTypes {

  private final Item table;
  private final TableDraft draft;
  private final ColumnDrafts columns;
  private final CatalogEdit edit;
  private final Frame frame;

  /// By position, what the value of a row becomes.
  private final Map<Integer, Evaluator> conversions = new TreeMap<>();

  ColumnTypes(Item table, TableDraft draft, ColumnDrafts columns, CatalogEdit edit, Frame frame) {
    this.table = table;
    this.draft = draft;
    this.columns = columns;
    this.edit = edit;
    this.frame = frame;
  }

  Map<Integer, Evaluator> conversions() {
    return conversions;
  }

  void alter(ColumnName name, SetType change) {
    int position = draft.require(name);
    ColumnDefinition column = draft.columns.get(position);
    if (conversions.containsKey(position)) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "cannot alter type of column \"" + column.name() + "\" twice");
    }
    if (position >= table.columns().size()) {
      throw DatabaseException.notSupported("ALTER COLUMN TYPE of a column just added", 0);
    }
    if (column.filling().isGenerated()) {
      throw ofGenerated(column, name, change);
    }
    refuseDependants(column, position, name);
    SqlType type = type(change);
    Scalar value = value(column, type, change.using());
    checkDefault(column, type);
    if (column.filling() instanceof Filling.Identity(long sequence, _)) {
      retype(edit.item(sequence), type, change);
    }
    conversions.put(
        position, Interpreter.prepare(value, new CatalogFunctions(frame.relationContext())));
    draft.columns.set(
        position,
        new ColumnDefinition(
            column.name(), type, column.isNotNull(), column.filling(), column.tenure()));
  }

  /// PostgreSQL tells no position here.
  private SqlType type(SetType change) {
    try {
      return TypeBinder.bind(change.type(), columns.binding().relations());
    } catch (DatabaseException e) {
      throw e.state() == SqlState.UNDEFINED_OBJECT
          ? new DatabaseException(e.state(), e.message())
          : e;
    }
  }

  private static DatabaseException ofGenerated(
      ColumnDefinition column, ColumnName name, SetType change) {
    return change.using() == null
        ? DatabaseException.notSupported("ALTER COLUMN TYPE of a generated column", name.position())
        : new DatabaseException(
                SqlState.INVALID_COLUMN_DEFINITION,
                "cannot specify USING when altering type of generated column")
            .withDetail("Column \"" + column.name() + "\" is a generated column.");
  }

  private Scalar value(ColumnDefinition column, SqlType type, @Nullable SqlNode using) {
    SqlNode node = using == null ? new SqlIdentifier(column.name(), SqlParserPos.ZERO) : using;
    Scalar value = columns.transform(node, type, column.name(), table.columns());
    if (value != null) {
      return value;
    }
    String target = type.displayName();
    if (using == null) {
      throw mismatch("column \"" + column.name() + "\"", target)
          .withHint(
              "You might need to specify \"USING "
                  + Identifiers.quote(column.name())
                  + "::"
                  + target
                  + "\".");
    }
    throw mismatch("result of USING clause for column \"" + column.name() + "\"", target)
        .withHint("You might need to add an explicit cast.");
  }

  private static DatabaseException mismatch(String what, String type) {
    return new DatabaseException(
        SqlState.DATATYPE_MISMATCH, what + " cannot be cast automatically to type " + type);
  }

  private void checkDefault(ColumnDefinition column, SqlType type) {
    if (!(column.filling() instanceof Filling.Expression(String text))) {
      return;
    }
    SqlNode node = Parser.parseExpression(text);
    Binder binder = columns.binding().binder();
    Binder.Request request = columns.binding().request(BindMode.ONE_SHOT);
    try {
      if (node instanceof SqlCharStringLiteral) {
        // A literal without a type is one of the type that the column had.
        Scalar before = binder.defaultValue(node, column.type(), column.name(), request);
        var _ = binder.assigned(before, type, column.name(), request);
      }
      var _ = binder.defaultValue(node, type, column.name(), request);
    } catch (DatabaseException e) {
      if (e.state() != SqlState.DATATYPE_MISMATCH) {
        throw e;
      }
      throw mismatch("default for column \"" + column.name() + "\"", type.displayName());
    }
  }

  private void retype(Item sequence, SqlType type, SetType change) {
    boolean isInteger = type.is(TypeId.INT2) || type.is(TypeId.INT4) || type.is(TypeId.INT8);
    if (!isInteger) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "identity column type must be smallint, integer, or bigint");
    }
    DefineSequences.alter(sequence, List.of(new SequenceOption.As(change.type(), 0)), edit, frame);
  }

  /// What was made of the table's rows, or of the column, was made for the type that it had.
  private void refuseDependants(ColumnDefinition column, int position, ColumnName name) {
    for (int i = 0; i < draft.columns.size(); i++) {
      ColumnDefinition other = draft.columns.get(i);
      if (!other.isDropped()
          && other.filling() instanceof Filling.Generated(String text)
          && Scalars.columns(columns.generated(text, i)).contains(position)) {
        throw new DatabaseException(
                SqlState.FEATURE_NOT_SUPPORTED,
                "cannot alter type of a column used by a generated column")
            .withDetail(
                "Column \""
                    + column.name()
                    + "\" is used by generated column \""
                    + other.name()
                    + "\".");
      }
    }
    for (Item item : edit.items()) {
      if (item.uses().contains(table.id()) && !(item.body() instanceof ItemBody.Index)) {
        throw DatabaseException.notSupported(
                "ALTER COLUMN TYPE of a table that a view reads", name.position())
            .withDetail(
                item.kind().words() + " " + item.name() + " reads table " + table.name() + ".");
      }
    }
  }
}

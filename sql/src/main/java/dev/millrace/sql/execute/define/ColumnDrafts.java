package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.bind.RowShape;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import dev.millrace.sql.catalog.table.Tenure;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.execute.sequence.SequenceRules;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.TypeSpec;
import dev.millrace.sql.statement.table.ColumnDefinition.Constraint;
import dev.millrace.sql.statement.table.SequenceOption;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Columns of CREATE TABLE and ADD COLUMN on their way into a table: types, what fills them, and
/// the constraints written beside them. Used by one thread, once.
final class ColumnDrafts {

  private final TableDraft draft;
  private final CatalogEdit edit;
  private final Frame frame;
  private final Binding binding;

  ColumnDrafts(TableDraft draft, CatalogEdit edit, Frame frame) {
    this.draft = draft;
    this.edit = edit;
    this.frame = frame;
    this.binding = Binding.of(frame, CatalogRelations.of(frame.names(edit.before())));
  }

  Binding binding() {
    return binding;
  }

  /// Adds a column, with what fills it but without what is checked.
  void add(dev.millrace.sql.statement.table.ColumnDefinition column) {
    String name = column.column().name();
    TypeId serial = serial(column.column().type());
    SqlType type =
        serial != null
            ? ScalarType.of(serial)
            : TypeBinder.bind(column.column().type(), binding.relations());
    boolean isNotNull = serial != null;
    boolean isNullable = false;
    Filling filling = Filling.NOTHING;
    int position = draft.columns.size();
    if (serial != null) {
      filling = new Filling.NextValue(sequence(name, type, List.of(), position, false).id());
    }
    for (Constraint constraint : column.constraints()) {
      switch (constraint) {
        case Constraint.Nullable c -> isNullable = declared(name, isNotNull, c.position());
        case Constraint.NotNull c -> isNotNull = declared(name, isNullable, c.position());
        case Constraint.Default d -> {
          requireUnfilled(filling, "default", name, d.position());
          filling = filling(d.value(), d.text(), type, name);
        }
        case Constraint.Identity i -> {
          requireUnfilled(filling, "identity", name, i.position());
          filling = identity(i, type, name, position);
          isNotNull = true;
        }
        case Constraint.Generated g -> {
          requireUnfilled(filling, "generation expression", name, g.position());
          filling = new Filling.Generated(g.text());
        }
        case Constraint.Collation c ->
            throw DatabaseException.notSupported("COLLATE", c.position());
        case Constraint.References c ->
            throw DatabaseException.notSupported("REFERENCES", c.position());
        case Constraint.PrimaryKey _, Constraint.Unique _, Constraint.Check _ -> {}
      }
    }
    draft.columns.add(new ColumnDefinition(name, type, isNotNull, filling, Tenure.ORIGINAL));
  }

  private boolean declared(String column, boolean isContradicted, int position) {
    if (isContradicted) {
      throw DefineTables.syntaxError(
          position,
          "conflicting NULL/NOT NULL declarations for column \""
              + column
              + "\" of table \""
              + draft.table()
              + "\"");
    }
    return true;
  }

  private void requireUnfilled(Filling filling, String what, String column, int position) {
    String before =
        switch (filling) {
          case Filling.Nothing _ -> null;
          case Filling.Expression _, Filling.NextValue _ -> "default";
          case Filling.Identity _ -> "identity";
          case Filling.Generated _ -> "generation expression";
        };
    if (before == null) {
      return;
    }
    String of = " specified for column \"" + column + "\" of table \"" + draft.table() + "\"";
    String message;
    if (before.equals(what)) {
      message = "multiple " + (what.equals("default") ? "default values" : what + "s") + of;
      if (what.equals("identity")) {
        message = "multiple identity specifications" + of.substring(" specified".length());
      } else if (what.equals("generation expression")) {
        message = "multiple generation clauses" + of;
      }
    } else {
      boolean isDefaultFirst = before.equals("default") || what.equals("default");
      String other = what.equals("default") ? before : what;
      message =
          isDefaultFirst
              ? "both default and " + other + of
              : "both identity and generation expression" + of;
    }
    throw DefineTables.syntaxError(position, message);
  }

  /// What a DEFAULT fills with; the next value of a sequence is kept as such, so that the sequence
  /// may be renamed.
  Filling filling(SqlNode value, String text, SqlType type, String column) {
    Scalar bound =
        binding.binder().defaultValue(value, type, column, binding.request(BindMode.ONE_SHOT));
    if (bound instanceof Literal(Object v, _) && v == null) {
      return Filling.NOTHING;
    }
    Item sequence = sequenceOf(bound);
    return sequence == null ? new Filling.Expression(text) : new Filling.NextValue(sequence.id());
  }

  private @Nullable Item sequenceOf(Scalar bound) {
    if (!(bound instanceof Scalar.Call call) || call.arguments().size() != 1) {
      return null;
    }
    if (!call.function().name().equals("nextval")) {
      return sequenceOf(call.arguments().getFirst());
    }
    Object oid =
        dev.millrace.dataflow.expression.Interpreter.evaluate(
            call.arguments().getFirst(),
            new dev.millrace.sql.catalog.relation.CatalogFunctions(frame.relationContext()));
    Item item = oid instanceof Integer i ? edit.before().itemByOid(i) : null;
    return item != null && item.kind() == ItemKind.SEQUENCE ? item : null;
  }

  /// The integer type behind `serial` and its kin, or null.
  private static @Nullable TypeId serial(TypeSpec type) {
    if (!(type instanceof TypeSpec.Named named) || named.name().parts().size() != 1) {
      return null;
    }
    return switch (named.name().last()) {
      case "smallserial", "serial2" -> TypeId.INT2;
      case "serial", "serial4" -> TypeId.INT4;
      case "bigserial", "serial8" -> TypeId.INT8;
      default -> null;
    };
  }

  /// An identity with its sequence.
  Filling identity(Constraint.Identity identity, SqlType type, String column, int position) {
    boolean isInteger = type.is(TypeId.INT2) || type.is(TypeId.INT4) || type.is(TypeId.INT8);
    if (!isInteger) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "identity column type must be smallint, integer, or bigint");
    }
    Item sequence = sequence(column, type, identity.options(), position, true);
    return new Filling.Identity(sequence.id(), identity.isAlways());
  }

  private Item sequence(
      String column, SqlType type, List<SequenceOption> options, int position, boolean isIdentity) {
    Schema schema = edit.before().requireSchema(draft.schemaId());
    SqlType given = DefineSequences.type(options, edit, frame);
    return DefineSequences.ofColumn(
        edit,
        frame,
        schema,
        draft.names().relation(List.of(column), "seq"),
        SequenceRules.create(given == null ? type : given, options),
        new SequenceDefinition.Owner(draft.tableId(), position, isIdentity));
  }

  /// Binds what a generated column is computed by, to find its faults now.
  void bindGenerated(dev.millrace.sql.statement.table.ColumnDefinition column) {
    for (Constraint constraint : column.constraints()) {
      if (constraint instanceof Constraint.Generated generated) {
        int position = draft.find(column.column().name());
        generated(generated.value(), position);
      }
    }
  }

  private void generated(SqlNode value, int position) {
    ColumnDefinition column = draft.columns.get(position);
    Scalar bound =
        binding
            .binder()
            .generated(
                value, shape(), column.type(), column.name(), binding.request(BindMode.ONE_SHOT));
    for (int used : Scalars.columns(bound)) {
      ColumnDefinition other = draft.columns.get(used);
      if (other.filling().isGenerated()) {
        throw new DatabaseException(
                SqlState.INVALID_OBJECT_DEFINITION,
                "cannot use generated column \""
                    + other.name()
                    + "\" in column generation expression")
            .withDetail("A generated column cannot reference another generated column.");
      }
    }
  }

  /// What a generated column is computed by, over the columns so far.
  Scalar generated(String text, int position) {
    ColumnDefinition column = draft.columns.get(position);
    return binding
        .binder()
        .generated(
            dev.millrace.sql.parse.Parser.parseExpression(text),
            shape(),
            column.type(),
            column.name(),
            binding.request(BindMode.ONE_SHOT));
  }

  private RowShape shape() {
    return shape(draft.columns);
  }

  private RowShape shape(List<ColumnDefinition> visible) {
    return new RowShape(
        draft.schema(),
        draft.table(),
        visible.stream()
            .map(c -> new Relations.Column(c.name(), c.type(), !c.isNotNull(), c.isDropped()))
            .toList());
  }

  /// What a column's values become when it gets another type; null if a cast is missing.
  ///
  /// @param before the columns that the expression sees
  @Nullable Scalar transform(
      SqlNode value, SqlType type, String column, List<ColumnDefinition> before) {
    return binding
        .binder()
        .transform(value, shape(before), type, column, binding.request(BindMode.ONE_SHOT));
  }

  /// The condition of a CHECK over the columns so far.
  Scalar check(SqlNode condition) {
    return binding.binder().check(condition, shape(), binding.request(BindMode.ONE_SHOT));
  }

  /// A constraint written beside a column.
  void addConstraint(
      dev.millrace.sql.statement.table.ColumnDefinition column, Constraint constraint) {
    List<ColumnName> key = List.of(new ColumnName(column.column().name(), constraint.position()));
    switch (constraint) {
      case Constraint.PrimaryKey(String name, int position) ->
          draft.addKey(name, true, key, position);
      case Constraint.Unique(String name, int position) -> draft.addKey(name, false, key, position);
      case Constraint.Check(String name, SqlNode condition, String text, _) ->
          draft.addCheck(name, text, check(condition));
      case Constraint.Nullable _,
          Constraint.NotNull _,
          Constraint.Default _,
          Constraint.Identity _,
          Constraint.Generated _,
          Constraint.References _,
          Constraint.Collation _ -> {}
    }
  }
}

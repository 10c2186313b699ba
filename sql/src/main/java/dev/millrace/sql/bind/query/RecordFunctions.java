package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.TypeNode;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Resolver;
import dev.millrace.sql.statement.ColumnSpec;
import dev.millrace.sql.statement.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.jspecify.annotations.Nullable;

/// Functions in FROM that return records whose columns the query defines: a JSON object's fields
/// under the names and types of a column definition list, or of the columns of a relation, which
/// `jsonb_populate_record(NULL::relation, …)` names.
final class RecordFunctions {

  /// Whether the argument is an array of objects.
  private static final Map<String, Boolean> NAMES =
      Map.of(
          "json_to_record", false,
          "jsonb_to_record", false,
          "json_to_recordset", true,
          "jsonb_to_recordset", true);

  /// The same for functions whose first argument tells the columns.
  private static final Map<String, Boolean> POPULATING =
      Map.of(
          "json_populate_record", false,
          "jsonb_populate_record", false,
          "json_populate_recordset", true,
          "jsonb_populate_recordset", true);

  private static final ScalarFunction FIELD =
      Objects.requireNonNull(
          FunctionRegistry.standard().function("jsonb_populate_field(jsonb,text)"));

  private final BindContext context;
  private final @Nullable Scope scope;

  RecordFunctions(BindContext context, @Nullable Scope scope) {
    this.context = context;
    this.scope = scope;
  }

  static boolean isOne(String function) {
    return NAMES.containsKey(function) || POPULATING.containsKey(function);
  }

  /// A column of the records.
  private record Defined(String name, SqlType type) {}

  FromItem bind(FunctionCall call, List<ColumnSpec> definitions, String name) {
    int at = position(call);
    Boolean isPopulatingSet = POPULATING.get(call.name().names.getLast());
    if (isPopulatingSet != null) {
      if (!definitions.isEmpty() || call.arguments().size() != 2) {
        throw DatabaseException.notSupported(
            call.name().names.getLast() + " of anything but NULL::relation and jsonb", at);
      }
      List<Defined> columns = columns(call.arguments().getFirst());
      return bind(call, call.arguments().subList(1, 2), isPopulatingSet, columns, name);
    }
    Boolean isSet = NAMES.get(call.name().names.getLast());
    if (isSet == null || definitions.isEmpty()) {
      throw DatabaseException.at(
          isSet == null ? definitions.getFirst().position() : at,
          SqlState.SYNTAX_ERROR,
          "a column definition list is "
              + (isSet == null ? "only allowed" : "required")
              + " for functions returning \"record\"");
    }
    List<Defined> columns =
        definitions.stream()
            .map(d -> new Defined(d.name(), TypeBinder.bind(d.type(), context.relations())))
            .toList();
    return bind(call, call.arguments(), isSet, columns, name);
  }

  /// The columns of the relation whose row type a NULL is cast to.
  private List<Defined> columns(SqlNode base) {
    if (base instanceof SqlBasicCall cast
        && cast.getKind() == SqlKind.CAST
        && SqlUtil.isNullLiteral(cast.operand(0), false)
        && ((SqlNode) cast.operand(1)) instanceof TypeNode node
        && node.type() instanceof TypeSpec.Named named
        && TypeBinder.lookUp(named.name().parts(), context.relations()) == null) {
      FromItem row =
          new FromBinder(context, null).named(named.name().parts(), null, named.position());
      return row.columns().stream().map(c -> new Defined(c.name(), c.column().type())).toList();
    }
    throw DatabaseException.notSupported(
        "anything but NULL::relation as a row to be populated", position(base));
  }

  private FromItem bind(
      FunctionCall call,
      List<SqlNode> arguments,
      boolean isSet,
      List<Defined> defined,
      String name) {
    int at = position(call);
    Stage stage = Stage.rows("functions in FROM");
    ExpressionBinder binder =
        new ExpressionBinder(context, new Scope(scope, FromItem.none()), stage);
    List<Operand> operands = binder.operands(arguments);
    if (operands.size() != 1) {
      throw DatabaseException.at(
          at,
          SqlState.UNDEFINED_FUNCTION,
          "function " + call.name().names.getLast() + " takes one argument");
    }
    Scalar value = context.coercion().implicit(operands.getFirst(), ScalarType.JSONB);
    ColumnRef element = context.columns().fresh(ScalarType.JSONB);
    Rel input = stage.applyHoists(Rel.Rows.unit());
    Rel elements =
        isSet
            ? elements(input, value, element, at)
            : new Extend(input, List.of(new Binding(element, value)));
    List<Binding> fields = new ArrayList<>();
    List<NamedColumn> columns = new ArrayList<>();
    for (Defined definition : defined) {
      ColumnRef column = context.columns().fresh(definition.type());
      fields.add(new Binding(column, field(element, definition)));
      columns.add(new NamedColumn(definition.name(), column));
    }
    Rel rel = new Extend(elements, fields);
    return FromItem.of(rel, new Table(name, null, columns, Set.of()));
  }

  private Rel elements(Rel input, Scalar value, ColumnRef element, int at) {
    Resolver.Resolved<TableFunction> function =
        context
            .resolver()
            .tableFunction("jsonb_array_elements", List.of(new Operand(value, at)), at);
    return new FlatMap(input, function.function(), function.arguments(), List.of(element), null);
  }

  private static Scalar field(ColumnRef element, Defined definition) {
    Literal name = new Literal(Slice.utf8(definition.name()), ScalarType.TEXT);
    return new Call(FIELD, List.of(element, name), definition.type());
  }
}

package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.And;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.dataflow.plan.Scalar.Or;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.TableFunction.OutputColumn;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.RecordType.Field;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Stage.Expansion;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.resolve.Coercion;
import dev.millrace.sql.resolve.Operand;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/// Rows as values, comparisons of rows, and access to parts of values: `(r).f`, `a[1]`, `a[1:2]`.
final class RowBinder {

  private final ExpressionBinder binder;
  private final BindContext context;

  RowBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.context = binder.context();
  }

  /// A table's name used as a value: NULL where an outer join found no row.
  Scalar wholeRow(Table table, int at) {
    if (table.isScalar()) {
      return table.columns().getFirst().column();
    }
    List<String> names = table.columns().stream().map(NamedColumn::name).toList();
    List<Scalar> values = new ArrayList<>();
    table.columns().forEach(c -> values.add(c.column()));
    Scalar row = record(names, values, at);
    ColumnRef present = table.present();
    return present == null
        ? row
        : new Case(
            List.of(new Branch(new Not(new IsNull(present)), row)),
            new Literal(null, row.type()),
            row.type());
  }

  Scalar record(List<String> names, List<Scalar> values, int at) {
    List<Field> fields = new ArrayList<>();
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Scalar value = context.coercion().known(values.get(i));
      fields.add(new Field(names.get(i), value.type()));
      operands.add(new Operand(value, at));
    }
    Call call = (Call) context.resolver().function("record_construct", operands, at);
    return new Call(call.function(), call.arguments(), new RecordType(fields));
  }

  /// IS NULL: of a row that is written out, whether all of its fields are.
  static Scalar isNull(Scalar value) {
    return nullTest(value, true);
  }

  /// IS NOT NULL: of a row that is written out, whether none of its fields is NULL.
  static Scalar isNotNull(Scalar value) {
    return nullTest(value, false);
  }

  private static Scalar nullTest(Scalar value, boolean isNull) {
    if (value instanceof Call call && call.function().name().equals("record_construct")) {
      return Scalars.and(call.arguments().stream().map(a -> plainTest(a, isNull)).toList());
    }
    if (value instanceof Case choice && choice.type() instanceof RecordType) {
      List<Branch> branches =
          choice.branches().stream()
              .map(b -> new Branch(b.condition(), nullTest(b.value(), isNull)))
              .toList();
      return new Case(branches, nullTest(choice.otherwise(), isNull), ScalarType.BOOL);
    }
    return plainTest(value, isNull);
  }

  private static Scalar plainTest(Scalar value, boolean isNull) {
    Scalar test = new IsNull(value);
    return isNull ? test : new Not(test);
  }

  /// Compares two rows field by field.
  Scalar compare(String symbol, SqlNode left, SqlNode right, int at) {
    List<Operand> lefts = binder.operands(((SqlBasicCall) left).getOperandList());
    List<Operand> rights;
    if (Nodes.isRow(right)) {
      rights = binder.operands(((SqlBasicCall) right).getOperandList());
    } else if (right.getKind() == SqlKind.SCALAR_QUERY) {
      rights = new SubqueryBinder(binder).row((SqlBasicCall) right);
    } else {
      throw DatabaseException.notSupported("comparison of a row with something else", at);
    }
    if (lefts.size() != rights.size()) {
      throw DatabaseException.at(
          at, SqlState.SYNTAX_ERROR, "unequal number of entries in row expressions");
    }
    return switch (symbol) {
      case "=" -> new And(pairwise("=", lefts, rights, at));
      case "<>" -> new Or(pairwise("<>", lefts, rights, at));
      case "<", "<=", ">", ">=" -> lexicographic(symbol, lefts, rights, at);
      default -> throw DatabaseException.notSupported("operator " + symbol + " over rows", at);
    };
  }

  private List<Scalar> pairwise(String symbol, List<Operand> lefts, List<Operand> rights, int at) {
    List<Scalar> all = new ArrayList<>();
    for (int i = 0; i < lefts.size(); i++) {
      all.add(context.resolver().operator(symbol, List.of(lefts.get(i), rights.get(i)), at));
    }
    return all;
  }

  /// The first pair that differs decides.
  private Scalar lexicographic(String symbol, List<Operand> lefts, List<Operand> rights, int at) {
    int last = lefts.size() - 1;
    String strict = symbol.substring(0, 1);
    List<Operand> lastPair = List.of(lefts.get(last), rights.get(last));
    Scalar result = context.resolver().operator(symbol, lastPair, at);
    for (int i = last - 1; i >= 0; i--) {
      List<Operand> pair = List.of(lefts.get(i), rights.get(i));
      Scalar less = context.resolver().operator(strict, pair, at);
      Scalar equal = context.resolver().operator("=", pair, at);
      result = new Or(List.of(less, new And(List.of(equal, result))));
    }
    return result;
  }

  Scalar access(SqlBasicCall call) {
    if (call.getOperator() == Shapes.FIELD) {
      return field(call);
    }
    return call.getOperator() == Shapes.SLICE ? slice(call) : subscript(call);
  }

  private Scalar field(SqlBasicCall call) {
    SqlIdentifier identifier = call.operand(1);
    int at = position(identifier);
    if (identifier.isStar()) {
      throw DatabaseException.notSupported("(value).*", at);
    }
    String name = identifier.names.getLast();
    SqlNode owner = call.operand(0);
    if (owner instanceof FunctionCall function
        && context.resolver().hasTableFunction(function.name().names.getLast())) {
      Expansion expansion = new CallBinder(binder).expand(function, position(function));
      List<OutputColumn> columns = expansion.function().columns();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(name)) {
          return expansion.results().get(i);
        }
      }
    }
    Scalar value = binder.bind(owner);
    if (!(value.type() instanceof RecordType type)) {
      throw DatabaseException.at(
          at,
          SqlState.WRONG_OBJECT_TYPE,
          "column notation ."
              + name
              + " applied to type "
              + value.type().displayName()
              + ", which is not a composite type");
    }
    for (int i = 0; i < type.fields().size(); i++) {
      if (type.fields().get(i).name().equals(name)) {
        return field(value, i, type.fields().get(i).type(), at);
      }
    }
    throw DatabaseException.at(
        position(owner),
        SqlState.UNDEFINED_COLUMN,
        "could not identify column \"" + name + "\" in record data type");
  }

  private Scalar field(Scalar value, int index, SqlType type, int at) {
    Literal ordinal = new Literal(index + 1, ScalarType.INT4);
    List<Operand> operands = List.of(new Operand(value, at), new Operand(ordinal, at));
    Call call = (Call) context.resolver().function("record_field", operands, at);
    return new Call(call.function(), call.arguments(), type);
  }

  /// Chains of subscripts on an array are one access.
  private Scalar subscript(SqlBasicCall call) {
    List<SqlNode> subscripts = new ArrayList<>();
    SqlNode owner = call;
    while (owner instanceof SqlBasicCall access && access.getOperator() == Shapes.SUBSCRIPT) {
      subscripts.addFirst(access.operand(1));
      owner = access.operand(0);
    }
    Operand value = binder.operand(owner);
    if (value.type() instanceof ArrayType) {
      List<Operand> operands = new ArrayList<>(List.of(value));
      subscripts.forEach(s -> operands.add(index(s, ScalarType.INT4)));
      return context.resolver().function("array_subscript", operands, position(call));
    }
    for (SqlNode subscript : subscripts) {
      value = new Operand(element(value, subscript), position(subscript));
    }
    return value.scalar();
  }

  private Scalar element(Operand value, SqlNode subscript) {
    int at = position(subscript);
    if (Coercion.elementOf(value.type()) == null && !value.type().is(TypeId.JSONB)) {
      throw DatabaseException.at(
          value.position(),
          SqlState.DATATYPE_MISMATCH,
          "cannot subscript type "
              + value.type().displayName()
              + " because it does not support subscripting");
    }
    boolean isVector = value.type() instanceof ScalarType && !value.type().is(TypeId.JSONB);
    if (isVector) {
      List<Operand> operands = List.of(value, index(subscript, ScalarType.INT4));
      return context.resolver().function("vector_subscript", operands, at);
    }
    if (value.type() instanceof ListType) {
      List<Operand> operands = List.of(value, index(subscript, ScalarType.INT8));
      return context.resolver().function("list_subscript", operands, at);
    }
    List<Operand> operands = List.of(value, new Operand(binder.known(subscript), at));
    return context.resolver().operator("->", operands, at);
  }

  private Operand index(SqlNode node, SqlType type) {
    Operand operand = binder.operand(node);
    if (!context.coercion().isAssignable(operand.type(), type)) {
      throw DatabaseException.at(
          operand.position(), SqlState.DATATYPE_MISMATCH, "array subscript must have type integer");
    }
    return new Operand(context.coercion().explicit(operand, type), operand.position());
  }

  private Scalar slice(SqlBasicCall call) {
    Operand value = binder.operand(call.operand(0));
    SqlType type = value.type() instanceof ArrayType ? ScalarType.INT4 : ScalarType.INT8;
    List<Operand> operands =
        List.of(value, index(call.operand(1), type), index(call.operand(2), type));
    String name = value.type() instanceof ArrayType ? "array_slice" : "list_slice";
    return context.resolver().function(name, operands, position(call));
  }
}

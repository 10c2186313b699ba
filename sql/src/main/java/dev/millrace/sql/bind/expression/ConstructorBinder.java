package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.resolve.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Binds ARRAY[…], LIST[…], MAP[…] and ROW(…).
final class ConstructorBinder {

  private final ExpressionBinder binder;
  private final BindContext context;

  ConstructorBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.context = binder.context();
  }

  Scalar construct(SqlBasicCall call) {
    if (call.getOperator() == SqlStdOperatorTable.ROW) {
      return row(call);
    }
    if (call.getOperator() == SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR) {
      return map(call, null);
    }
    return collection(call, null);
  }

  /// The fields of a row; `t.*` stands for as many as the table has columns.
  private Scalar row(SqlBasicCall call) {
    List<Scalar> values = new ArrayList<>();
    for (SqlNode node : call.getOperandList()) {
      if (node instanceof SqlIdentifier name && name.isStar()) {
        binder.starred(name).columns().forEach(c -> values.add(c.column()));
      } else {
        values.add(binder.bind(node));
      }
    }
    List<String> names = IntStream.rangeClosed(1, values.size()).mapToObj(i -> "f" + i).toList();
    return new RowBinder(binder).record(names, values, position(call));
  }

  /// A constructor under a cast: the target says what the elements are.
  Scalar constructAs(SqlBasicCall call, SqlType target) {
    if (target instanceof ArrayType || target instanceof ListType) {
      return context
          .coercion()
          .explicit(new Operand(collection(call, target), position(call)), target);
    }
    return context.coercion().explicit(new Operand(collection(call, null), position(call)), target);
  }

  private Scalar collection(SqlBasicCall call, @Nullable SqlType target) {
    boolean isList = call.getOperator() == Shapes.LIST;
    String name = isList ? "LIST" : "ARRAY";
    int at = position(call);
    SqlType wanted = elementOf(target, isList);
    List<Operand> elements = new ArrayList<>();
    for (SqlNode node : call.getOperandList()) {
      elements.add(element(node, isNested(node, isList) ? inner(target, wanted) : null));
    }
    if (elements.isEmpty()) {
      if (target == null) {
        throw DatabaseException.at(
                at,
                SqlState.INDETERMINATE_DATATYPE,
                "cannot determine type of empty " + name.toLowerCase(Locale.ROOT))
            .withHint("Explicitly cast to the desired type, for example ARRAY[]::integer[].");
      }
      return new Literal(TextFormat.parse(target, "{}"), target);
    }
    boolean isNestedArray = elements.getFirst().type() instanceof ArrayType && !isList;
    SqlType type =
        wanted != null && !isNestedArray
            ? wanted
            : context.coercion().common(elements.stream().map(Operand::type).toList(), name, at);
    List<Operand> typed = new ArrayList<>();
    for (Operand element : elements) {
      Scalar scalar =
          wanted != null && !isNestedArray
              ? context.coercion().explicit(element, type)
              : context.coercion().implicit(element, type);
      typed.add(new Operand(scalar, element.position()));
    }
    String builder =
        isList ? "list_construct" : isNestedArray ? "array_construct_nested" : "array_construct";
    Call built = (Call) context.resolver().function(builder, typed, at);
    SqlType result = isList ? new ListType(type) : isNestedArray ? type : new ArrayType(type);
    return new Call(built.function(), built.arguments(), result);
  }

  /// A nested array constructor has the type of the whole, a nested list that of an element.
  private static @Nullable SqlType inner(@Nullable SqlType target, @Nullable SqlType wanted) {
    return target instanceof ArrayType ? target : wanted;
  }

  private static boolean isNested(SqlNode node, boolean isList) {
    return isList
        ? node instanceof SqlBasicCall call && call.getOperator() == Shapes.LIST
        : node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR;
  }

  private Operand element(SqlNode node, @Nullable SqlType target) {
    return target == null
        ? binder.operand(node)
        : new Operand(collection((SqlBasicCall) node, target), position(node));
  }

  private static @Nullable SqlType elementOf(@Nullable SqlType target, boolean isList) {
    return switch (target) {
      case ArrayType array when !isList -> array.element();
      case ListType list when isList -> list.element();
      case null, default -> null;
    };
  }

  private Scalar map(SqlBasicCall call, @Nullable SqlType target) {
    List<SqlNode> nodes = call.getOperandList();
    int at = position(call);
    List<Operand> values = new ArrayList<>();
    for (int i = 1; i < nodes.size(); i += 2) {
      values.add(binder.operand(nodes.get(i)));
    }
    if (values.isEmpty()) {
      throw DatabaseException.at(
          at, SqlState.INDETERMINATE_DATATYPE, "cannot determine type of empty map");
    }
    SqlType type =
        target instanceof MapType map
            ? map.value()
            : context.coercion().common(values.stream().map(Operand::type).toList(), "MAP", at);
    List<Operand> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Operand key = binder.operand(nodes.get(2 * i));
      all.add(new Operand(context.coercion().implicit(key, ScalarType.TEXT), key.position()));
      Scalar value = context.coercion().implicit(values.get(i), type);
      all.add(new Operand(value, values.get(i).position()));
    }
    Call built = (Call) context.resolver().function("map_construct", all, at);
    return new Call(built.function(), built.arguments(), new MapType(type));
  }
}

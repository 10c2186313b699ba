package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Expressions as text, in the manner of SQL with columns as `#0`.
public final class ScalarPrinter {

  private ScalarPrinter() {}

  /// The expression's text.
  public static String print(Scalar scalar) {
    return switch (scalar) {
      case Scalar.ColumnRef c -> "#" + c.index();
      case Scalar.Literal(Object value, SqlType type) -> literal(value, type);
      case Scalar.Parameter p -> "$" + (p.index() + 1);
      case Scalar.Call c -> call(c);
      case Scalar.And(var operands) -> joined(operands, " and ");
      case Scalar.Or(var operands) -> joined(operands, " or ");
      case Scalar.Not(Scalar operand) -> "not " + print(operand);
      case Scalar.IsNull(Scalar operand) -> "(" + print(operand) + " is null)";
      case Scalar.IsDistinct d ->
          "(" + print(d.left()) + " is distinct from " + print(d.right()) + ")";
      case Scalar.Coalesce(var operands, _) -> "coalesce" + arguments(operands);
      case Scalar.Case c -> branches(c);
      case Scalar.MzNow _ -> "mz_now()";
    };
  }

  private static String call(Scalar.Call call) {
    ScalarFunction function = call.function();
    List<Scalar> arguments = call.arguments();
    if (function.kind() == FunctionKind.CAST && !arguments.isEmpty()) {
      return print(arguments.getFirst()) + "::" + call.type().displayName();
    }
    if (function.kind() == FunctionKind.OPERATOR) {
      return arguments.size() == 1
          ? "(" + function.name() + " " + print(arguments.getFirst()) + ")"
          : joined(arguments, " " + function.name() + " ");
    }
    return function.name() + arguments(arguments);
  }

  private static String branches(Scalar.Case c) {
    StringBuilder text = new StringBuilder("case");
    for (Branch branch : c.branches()) {
      text.append(" when ").append(print(branch.condition()));
      text.append(" then ").append(print(branch.value()));
    }
    return text.append(" else ").append(print(c.otherwise())).append(" end").toString();
  }

  private static String joined(List<Scalar> operands, String between) {
    return operands.stream()
        .map(ScalarPrinter::print)
        .collect(Collectors.joining(between, "(", ")"));
  }

  private static String arguments(List<Scalar> arguments) {
    return joined(arguments, ", ");
  }

  private static String literal(@Nullable Object value, SqlType type) {
    if (value == null) {
      return "null";
    }
    boolean isText =
        type.category() == TypeCategory.STRING
            || type.is(TypeId.UNKNOWN)
            || type.is(TypeId.JSONB)
            || type.is(TypeId.JSON);
    if (value instanceof Slice s && isText) {
      return "'" + s.toUtf8().replace("'", "''") + "'";
    }
    boolean isPlain = type.carrier() != Carrier.SLICE && type.category() != TypeCategory.DATETIME;
    return isPlain ? value(value) : type.displayName() + " " + value(value);
  }

  /// A value whose type is not known, bytes in hexadecimal.
  public static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Slice s when isPrintable(s) -> "'" + s.toUtf8().replace("'", "''") + "'";
      case Slice s -> "x'" + HexFormat.of().formatHex(s.toBytes()) + "'";
      default -> value.toString();
    };
  }

  private static boolean isPrintable(Slice slice) {
    for (int i = 0; i < slice.length(); i++) {
      if (slice.at(i) >= 0 && slice.at(i) < ' ') {
        return false;
      }
    }
    return true;
  }
}

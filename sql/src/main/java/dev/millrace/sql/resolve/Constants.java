package dev.millrace.sql.resolve;

import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.MzNow;
import dev.millrace.dataflow.plan.Scalar.Parameter;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.Volatility;
import dev.millrace.sql.logical.Scalars;

/// Evaluates what needs no row.
public final class Constants {

  private Constants() {}

  /// The expression with constant parts evaluated; a part that fails stays, and fails when and if
  /// it is evaluated.
  public static Scalar fold(Scalar scalar) {
    return Scalars.rewrite(scalar, Constants::foldOne);
  }

  private static Scalar foldOne(Scalar scalar) {
    boolean isOperation =
        switch (scalar) {
          case ColumnRef _, Literal _, Parameter _, MzNow _ -> false;
          case Call call ->
              call.function().volatility() == Volatility.IMMUTABLE
                  && call.function().kind() != FunctionKind.CATALOG;
          default -> true;
        };
    if (!isOperation || !Scalars.operands(scalar).stream().allMatch(o -> o instanceof Literal)) {
      return scalar;
    }
    try {
      return new Literal(Interpreter.evaluate(scalar, null), scalar.type());
    } catch (RuntimeException e) {
      return scalar;
    }
  }
}

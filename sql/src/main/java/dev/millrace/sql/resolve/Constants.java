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
import java.util.List;

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
    if (isOperation && scalar instanceof Call call && isNullByArgument(call)) {
      return new Literal(null, scalar.type());
    }
    if (!isOperation || !Scalars.operands(scalar).stream().allMatch(o -> o instanceof Literal)) {
      return scalar;
    }
    try {
      return new Literal(Interpreter.evaluate(scalar, null), scalar.type());
    } catch (RuntimeException e) {
      return scalar;
    }
  }

  /// True for a strict function of a NULL constant, whatever its other arguments would give; unless
  /// one of them is a constant part that fails.
  private static boolean isNullByArgument(Call call) {
    return call.function().isStrict()
        && call.arguments().stream().anyMatch(a -> a instanceof Literal l && l.value() == null)
        && call.arguments().stream().allMatch(Constants::isSettled);
  }

  /// True for the reading of a text that PostgreSQL leaves to the run: it might depend on settings.
  private static boolean isReading(Scalar scalar) {
    return scalar instanceof Call call
        && call.function().kind() == FunctionKind.CAST
        && switch (call.type().category()) {
          case DATETIME, TIMESPAN, RANGE, ARRAY -> true;
          default -> false;
        };
  }

  private static boolean isSettled(Scalar scalar) {
    return switch (scalar) {
      case ColumnRef _, Literal _, Parameter _, MzNow _ -> true;
      default -> {
        List<Scalar> operands = Scalars.operands(scalar);
        boolean isConstant = operands.stream().allMatch(o -> o instanceof Literal);
        yield (!isConstant || isReading(scalar))
            && operands.stream().allMatch(Constants::isSettled);
      }
    };
  }
}

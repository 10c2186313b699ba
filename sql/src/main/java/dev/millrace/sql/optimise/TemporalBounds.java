package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.MzNow;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.logical.Scalars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What conditions on `mz_now()` become. In a maintained plan each must compare `mz_now()` itself
/// with an expression, and bounds the time during which a row is in the result; in a one-shot plan
/// `mz_now()` is a constant of the read and nothing is special.
///
/// @param step adds one millisecond to an mz_timestamp; null for one-shot plans
public record TemporalBounds(@Nullable ScalarFunction step) {

  private static final String UNSUPPORTED =
      "Unsupported temporal predicate. Note: `mz_now()` must be directly compared to a "
          + "mz_timestamp-castable expression.";

  /// Of one condition: from when on, and until when (exclusive) it holds.
  record Bounds(List<Scalar> lower, List<Scalar> upper) {}

  boolean isTemporal(Scalar condition) {
    return step != null && Scalars.contains(condition, MzNow.class);
  }

  Bounds of(Scalar condition) {
    if (!(condition instanceof Call call) || call.arguments().size() != 2) {
      throw unsupported(UNSUPPORTED);
    }
    Scalar left = call.arguments().get(0);
    Scalar right = call.arguments().get(1);
    boolean isNowLeft = left instanceof MzNow;
    Scalar other = isNowLeft ? right : left;
    if ((!isNowLeft && !(right instanceof MzNow)) || Scalars.contains(other, MzNow.class)) {
      throw unsupported(UNSUPPORTED);
    }
    String symbol = isNowLeft ? call.function().name() : mirrored(call.function().name());
    return switch (symbol) {
      case "=" -> new Bounds(List.of(other), List.of(after(other)));
      case "<" -> new Bounds(List.of(), List.of(other));
      case "<=" -> new Bounds(List.of(), List.of(after(other)));
      case ">" -> new Bounds(List.of(after(other)), List.of());
      case ">=" -> new Bounds(List.of(other), List.of());
      case "<>" -> throw unsupported("Unsupported binary temporal operation: NotEq");
      default -> throw unsupported("Unsupported binary temporal operation: " + symbol);
    };
  }

  private static String mirrored(String symbol) {
    return switch (symbol) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> symbol;
    };
  }

  private Scalar after(Scalar bound) {
    if (step == null) {
      throw new IllegalStateException("bounds belong to maintained plans");
    }
    return new Call(step, List.of(bound), ScalarType.MZ_TIMESTAMP);
  }

  /// Refuses `mz_now()` where it is not a bound.
  void refuseElsewhere(Scalar scalar) {
    if (isTemporal(scalar)) {
      throw unsupported("cannot materialize call to mz_now");
    }
  }

  private static DatabaseException unsupported(String message) {
    return new DatabaseException(SqlState.FEATURE_NOT_SUPPORTED, message);
  }
}

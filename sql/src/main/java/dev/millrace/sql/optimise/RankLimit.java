package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.Number;
import dev.millrace.sql.logical.Rel.TopK;
import dev.millrace.sql.logical.Rels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `row_number() <= k`: rows beyond the k-th of their partition need no number.
final class RankLimit {

  Rel limit(Rel rel) {
    Rel below = Rels.mapInputs(rel, this::limit);
    if (!(below instanceof Filter filter) || !(filter.input() instanceof Number number)) {
      return below;
    }
    Long most = null;
    for (Scalar condition : filter.conditions()) {
      Long bound = bound(condition, number.column());
      most = bound == null ? most : most == null ? bound : Long.valueOf(Math.min(most, bound));
    }
    if (most == null) {
      return below;
    }
    Rel first = new TopK(number.input(), number.partition(), number.order(), Math.max(0, most), 0);
    return new Filter(Rels.withInputs(number, List.of(first)), filter.conditions());
  }

  /// The greatest number for which the condition can be true, null if it sets no limit.
  private static @Nullable Long bound(Scalar condition, ColumnRef number) {
    if (!(condition instanceof Call call)
        || call.function().kind() != FunctionKind.OPERATOR
        || call.arguments().size() != 2
        || !call.arguments().get(0).equals(number)
        || !(call.arguments().get(1) instanceof Literal literal)) {
      return null;
    }
    long value;
    switch (literal.value()) {
      case Long l -> value = l;
      case Integer i -> value = i;
      case null, default -> {
        return null;
      }
    }
    return switch (call.function().name()) {
      case "=", "<=" -> value;
      case "<" -> value == Long.MIN_VALUE ? value : value - 1;
      default -> null;
    };
  }
}

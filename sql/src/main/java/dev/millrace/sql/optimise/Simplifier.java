package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rel.Rows;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Constants;
import java.util.ArrayList;
import java.util.List;

/// Evaluates constants, splits conjunctions, and drops conditions that are true.
final class Simplifier {

  Rel simplify(Rel rel) {
    Rel below = Rels.mapInputs(rel, this::simplify);
    return switch (below) {
      case Filter filter -> filter(filter);
      case Extend extend -> extend(extend);
      case Join join -> {
        List<Scalar> on = conditions(join.on());
        yield on.equals(join.on()) ? join : new Join(join.kind(), join.left(), join.right(), on);
      }
      default -> below;
    };
  }

  private static Rel filter(Filter filter) {
    List<Scalar> conditions = conditions(filter.conditions());
    boolean isNever =
        conditions.stream()
            .anyMatch(c -> c instanceof Literal l && !Boolean.TRUE.equals(l.value()));
    return isNever
        ? new Rows(List.of(), filter.columns())
        : Rels.filter(filter.input(), conditions);
  }

  private static List<Scalar> conditions(List<Scalar> conditions) {
    List<Scalar> all = new ArrayList<>();
    for (Scalar condition : conditions) {
      for (Scalar part : Scalars.factors(Constants.fold(condition))) {
        boolean isTrue = part instanceof Literal l && Boolean.TRUE.equals(l.value());
        if (!isTrue && !all.contains(part)) {
          all.add(part);
        }
      }
    }
    return all;
  }

  private static Rel extend(Extend extend) {
    List<Binding> bindings =
        extend.bindings().stream()
            .map(b -> new Binding(b.column(), Constants.fold(b.value())))
            .toList();
    return new Extend(extend.input(), bindings);
  }
}

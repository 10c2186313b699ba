package dev.millrace.sql.bind.query;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.Stage.Expansion;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.resolve.Operand;
import java.util.List;

/// Several set-returning functions side by side, the n-th rows of all in one row, short ones padded
/// with NULLs: a full join on the row numbers.
final class Lockstep {

  private final BindContext context;
  private final int position;

  Lockstep(BindContext context, int position) {
    this.context = context;
    this.position = position;
  }

  /// Rows with their number.
  record Stepped(Rel rel, ColumnRef ordinality) {}

  Stepped zip(Stepped left, Stepped right) {
    Scalar equal =
        context
            .resolver()
            .operator(
                "=",
                List.of(
                    new Operand(left.ordinality, position),
                    new Operand(right.ordinality, position)),
                position);
    Rel joined = new Rel.Join(JoinKind.FULL, left.rel, right.rel, List.of(equal));
    ColumnRef ordinality = context.columns().fresh(ScalarType.INT8);
    Scalar number = new Coalesce(List.of(left.ordinality, right.ordinality), ScalarType.INT8);
    return new Stepped(new Extend(joined, List.of(new Binding(ordinality, number))), ordinality);
  }

  /// The input with the rows of the functions in its select list.
  Rel expand(Rel input, List<Expansion> expansions) {
    if (expansions.size() == 1) {
      Expansion only = expansions.getFirst();
      return new FlatMap(input, only.function(), only.arguments(), only.results(), null);
    }
    Stepped all = stepped(expansions.getFirst());
    for (Expansion next : expansions.subList(1, expansions.size())) {
      all = zip(all, stepped(next));
    }
    return new Rel.Apply(JoinKind.INNER, input, all.rel(), List.of());
  }

  private Stepped stepped(Expansion expansion) {
    ColumnRef ordinality = context.columns().fresh(ScalarType.INT8);
    Rel rel =
        new FlatMap(
            Rel.Rows.unit(),
            expansion.function(),
            expansion.arguments(),
            expansion.results(),
            ordinality);
    return new Stepped(rel, ordinality);
  }
}

package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsDistinct;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.MzNow;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Apply;
import dev.millrace.sql.logical.Rel.AtMostOne;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.logical.Rel.Get;
import dev.millrace.sql.logical.Rel.Iteration;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rel.Number;
import dev.millrace.sql.logical.Rel.Recursion;
import dev.millrace.sql.logical.Rel.Rows;
import dev.millrace.sql.logical.Rel.SetOperation;
import dev.millrace.sql.logical.Rel.TopK;
import dev.millrace.sql.logical.Rel.Union;
import dev.millrace.sql.logical.Rel.Variable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which columns of an operator are never NULL. What is answered is true; what is not answered may
/// be true as well.
public final class NotNull {

  private NotNull() {}

  /// Numbers of the columns that are never NULL.
  public static Set<Integer> of(Rel rel) {
    return switch (rel) {
      case Get get -> get.notNull();
      case Rows rows -> ofRows(rows);
      case Filter filter -> {
        Set<Integer> found = new LinkedHashSet<>(of(filter.input()));
        filter.conditions().forEach(c -> collectRejected(c, found));
        yield found;
      }
      case Extend extend -> {
        Set<Integer> found = new LinkedHashSet<>(of(extend.input()));
        Set<Integer> below = Set.copyOf(found);
        extend.bindings().stream()
            .filter(b -> isNeverNull(b.value(), below))
            .forEach(b -> found.add(b.column().index()));
        yield found;
      }
      case Join join ->
          switch (join.kind()) {
            case INNER -> {
              Set<Integer> found = new LinkedHashSet<>(of(join.left()));
              found.addAll(of(join.right()));
              join.on().forEach(c -> collectRejected(c, found));
              yield found;
            }
            case LEFT, SEMI, ANTI -> of(join.left());
            case RIGHT -> of(join.right());
            case FULL -> Set.of();
          };
      case Apply apply -> of(apply.left());
      case Aggregate aggregate -> kept(of(aggregate.input()), Rels.numbers(aggregate.keys()));
      case Distinct distinct -> kept(of(distinct.input()), Rels.numbers(distinct.columns()));
      case TopK topK -> of(topK.input());
      case Number number -> {
        Set<Integer> found = new LinkedHashSet<>(of(number.input()));
        found.add(number.column().index());
        yield found;
      }
      case AtMostOne single -> of(single.input());
      case FlatMap flatMap -> of(flatMap.input());
      case Union _, SetOperation _, Variable _, Recursion _, Iteration _ -> Set.of();
    };
  }

  private static Set<Integer> kept(Set<Integer> all, Set<Integer> keys) {
    Set<Integer> found = new LinkedHashSet<>(keys);
    found.retainAll(all);
    return found;
  }

  private static Set<Integer> ofRows(Rows rows) {
    Set<Integer> found = new LinkedHashSet<>();
    for (int i = 0; i < rows.columns().size(); i++) {
      int at = i;
      if (rows.rows().stream().allMatch(r -> r.get(at) != null)) {
        found.add(rows.columns().get(i).index());
      }
    }
    return found;
  }

  /// Columns that must not be NULL for the condition to be true.
  public static void collectRejected(Scalar condition, Set<Integer> found) {
    switch (condition) {
      case Call call when call.function().isStrict() ->
          call.arguments().forEach(a -> collectStrict(a, found));
      case Not(IsNull(Scalar operand)) -> collectStrict(operand, found);
      case Not(Scalar operand) when operand instanceof Call call && call.function().isStrict() ->
          call.arguments().forEach(a -> collectStrict(a, found));
      case ColumnRef column -> found.add(column.index());
      case Scalar.And and -> and.operands().forEach(o -> collectRejected(o, found));
      default -> {}
    }
  }

  private static void collectStrict(Scalar scalar, Set<Integer> found) {
    switch (scalar) {
      case ColumnRef column -> found.add(column.index());
      case Call call when call.function().isStrict() ->
          call.arguments().forEach(a -> collectStrict(a, found));
      case Coalesce(List<Scalar> operands, _) when operands.size() == 1 ->
          collectStrict(operands.getFirst(), found);
      default -> {}
    }
  }

  private static boolean isNeverNull(Scalar scalar, Set<Integer> notNull) {
    return switch (scalar) {
      case ColumnRef column -> notNull.contains(column.index());
      case Literal literal -> literal.value() != null;
      case IsNull _, IsDistinct _, MzNow _ -> true;
      case Coalesce coalesce -> coalesce.operands().stream().anyMatch(o -> isNeverNull(o, notNull));
      default -> false;
    };
  }
}

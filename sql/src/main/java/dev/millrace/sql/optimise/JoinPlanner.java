package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.JoinLowering;
import dev.millrace.dataflow.plan.JoinLowering.JoinRequest;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsDistinct;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Coercion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Splits a join's condition into pairs of equal keys and the rest.
final class JoinPlanner {

  private final Lowering lowering;
  private final TemporalBounds temporal;

  JoinPlanner(Lowering lowering, TemporalBounds temporal) {
    this.lowering = lowering;
    this.temporal = temporal;
  }

  /// An equality between the sides.
  private record Key(Scalar left, Scalar right, boolean isNullSafe) {}

  Mfp lower(Join join, Set<Integer> needed) {
    List<Scalar> bounds = join.on().stream().filter(temporal::isTemporal).toList();
    if (join.kind() == JoinKind.INNER && !bounds.isEmpty()) {
      List<Scalar> on = join.on().stream().filter(c -> !temporal.isTemporal(c)).toList();
      Rel plain = new Join(JoinKind.INNER, join.left(), join.right(), on);
      return lowering.lower(new Rel.Filter(plain, bounds), needed);
    }
    Set<Integer> left = Rels.numbers(join.left());
    Set<Integer> right = Rels.numbers(join.right());
    List<Key> keys = new ArrayList<>();
    List<Scalar> residual = new ArrayList<>();
    for (Scalar condition : join.on()) {
      Key key = key(condition, left, right);
      if (key == null) {
        residual.add(condition);
      } else if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    residual.forEach(temporal::refuseElsewhere);
    List<Scalar> leftKeys = keys.stream().map(Key::left).toList();
    List<Scalar> rightKeys = keys.stream().map(Key::right).toList();
    Set<Integer> above = Lowering.with(needed, residual);
    Side l = side(join.left(), above, leftKeys);
    Side r = side(join.right(), above, rightKeys);
    List<ColumnRef> both = new ArrayList<>(l.columns);
    both.addAll(r.columns);
    // Computed keys stand behind the columns of their side.
    Mfp positions = new Mfp(new Plan.Constant(List.of(), Lowering.types(both)), both);
    JoinRequest request =
        new JoinRequest(
            l.plan,
            r.plan,
            join.kind(),
            l.keys,
            r.keys,
            keys.stream().map(Key::isNullSafe).toList(),
            residual.stream().map(positions::at).toList());
    Plan plan = JoinLowering.lower(request);
    return new Mfp(plan, join.kind().returnsRight() ? both : l.columns);
  }

  private record Side(Plan plan, List<ColumnRef> columns, List<Integer> keys) {}

  private Side side(Rel rel, Set<Integer> needed, List<Scalar> keys) {
    List<ColumnRef> columns = new ArrayList<>();
    Set<Integer> own = Rels.numbers(rel);
    for (ColumnRef column : rel.columns()) {
      boolean isKept = needed.contains(column.index()) && own.contains(column.index());
      if (isKept && !columns.contains(column)) {
        columns.add(column);
      }
    }
    List<Scalar> values = new ArrayList<>(columns);
    List<Integer> positions = new ArrayList<>();
    for (Scalar key : keys) {
      int position = values.indexOf(key);
      if (position < 0) {
        position = values.size();
        values.add(key);
        columns.add(key instanceof ColumnRef c ? c : new ColumnRef(-1 - position, key.type()));
      }
      positions.add(position);
    }
    if (values.isEmpty()) {
      columns.addAll(Lowering.kept(rel, Set.of()));
      values.addAll(columns);
    }
    keys.forEach(temporal::refuseElsewhere);
    Plan plan = lowering.lower(rel, Lowering.with(Set.of(), values)).project(values);
    return new Side(plan, columns, positions);
  }

  private static @Nullable Key key(Scalar condition, Set<Integer> left, Set<Integer> right) {
    return switch (condition) {
      case Call call when Equality.isEquality(call) ->
          key(call.arguments().get(0), call.arguments().get(1), left, right, false);
      case Not(IsDistinct(Scalar a, Scalar b, _)) -> key(a, b, left, right, true);
      default -> null;
    };
  }

  private static @Nullable Key key(
      Scalar a, Scalar b, Set<Integer> left, Set<Integer> right, boolean isNullSafe) {
    Set<Integer> ofA = Scalars.columns(a);
    Set<Integer> ofB = Scalars.columns(b);
    if (ofA.isEmpty() || ofB.isEmpty()) {
      return null;
    }
    if (left.containsAll(ofA) && right.containsAll(ofB)) {
      return new Key(a, Coercion.as(b, a.type()), isNullSafe);
    }
    if (left.containsAll(ofB) && right.containsAll(ofA)) {
      return new Key(b, Coercion.as(a, b.type()), isNullSafe);
    }
    return null;
  }
}

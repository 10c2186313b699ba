package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Inner joins nested in a plan that are all on the same key, taken together as one join of many
/// inputs: none of their intermediate results needs to be kept.
///
/// @param legs the inputs, each with its key columns, corresponding by position
/// @param columns where each column of the result comes from
record JoinTree(List<Leg> legs, List<Column> columns) {

  /// An input.
  record Leg(Plan plan, List<Integer> key) {}

  /// A column of a leg.
  record Column(int leg, int column) {}

  /// The tree of an inner join without its residual condition.
  static JoinTree of(Plan.Join join) {
    JoinTree left = under(join.left(), join.leftKeys(), join.nullSafe());
    JoinTree right = under(join.right(), join.rightKeys(), join.nullSafe());
    List<Leg> legs = new ArrayList<>(left.legs);
    legs.addAll(right.legs);
    List<Column> columns = new ArrayList<>(left.columns);
    for (Column column : right.columns) {
      columns.add(new Column(left.legs.size() + column.leg(), column.column()));
    }
    return new JoinTree(legs, columns);
  }

  /// The two inputs of a join as they are.
  static JoinTree flat(Plan.Join join) {
    List<Column> columns = new ArrayList<>();
    all(join.left().types().size()).forEach(c -> columns.add(new Column(0, c)));
    all(join.right().types().size()).forEach(c -> columns.add(new Column(1, c)));
    return new JoinTree(
        List.of(new Leg(join.left(), join.leftKeys()), new Leg(join.right(), join.rightKeys())),
        columns);
  }

  /// The tree of an input that is to be joined on the given columns of it.
  private static JoinTree under(Plan plan, List<Integer> key, List<Boolean> nullSafe) {
    List<Integer> projection = all(plan.types().size());
    Plan below = plan;
    List<Integer> keyBelow = key;
    if (plan instanceof Plan.Mfp mfp && mfp.maps().isEmpty() && mfp.filters().isEmpty()) {
      projection = mfp.projection();
      below = mfp.input();
      keyBelow = key.stream().map(mfp.projection()::get).toList();
    }
    if (below instanceof Plan.Join join && isOnSameKey(join, nullSafe)) {
      List<Integer> order = order(join, keyBelow);
      if (!order.isEmpty()) {
        return pick(of(ordered(join, order)), projection);
      }
    }
    return new JoinTree(
        List.of(new Leg(plan, key)),
        all(plan.types().size()).stream().map(c -> new Column(0, c)).toList());
  }

  private static boolean isOnSameKey(Plan.Join join, List<Boolean> nullSafe) {
    return join.kind() == JoinKind.INNER
        && join.residual().isEmpty()
        && join.nullSafe().size() == nullSafe.size()
        && Set.copyOf(join.nullSafe()).equals(Set.copyOf(nullSafe))
        && Set.copyOf(nullSafe).size() == 1;
  }

  /// For each wanted key column the position of the join's key that equals it; empty if they are
  /// not the same keys.
  private static List<Integer> order(Plan.Join join, List<Integer> wanted) {
    int leftWidth = join.left().types().size();
    List<Integer> order = new ArrayList<>();
    for (int column : wanted) {
      for (int i = 0; i < join.leftKeys().size(); i++) {
        boolean isKey =
            join.leftKeys().get(i) == column || join.rightKeys().get(i) + leftWidth == column;
        if (isKey && !order.contains(i)) {
          order.add(i);
          break;
        }
      }
    }
    return order.size() == join.leftKeys().size() ? order : List.of();
  }

  private static Plan.Join ordered(Plan.Join join, List<Integer> order) {
    return new Plan.Join(
        join.left(),
        join.right(),
        JoinKind.INNER,
        order.stream().map(join.leftKeys()::get).toList(),
        order.stream().map(join.rightKeys()::get).toList(),
        join.nullSafe(),
        List.of());
  }

  private static JoinTree pick(JoinTree tree, List<Integer> projection) {
    return new JoinTree(tree.legs, projection.stream().map(tree.columns::get).toList());
  }

  private static List<Integer> all(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /// The same with only some of the columns.
  JoinTree project(List<Integer> projection) {
    return pick(this, projection);
  }

  /// True if no column occurs twice: then the join can write the result as it is.
  boolean hasDistinctColumns() {
    return Set.copyOf(columns).size() == columns.size();
  }

  /// Per column of a leg its place in the result, or -1.
  int[] targets(int leg) {
    int[] targets = new int[legs.get(leg).plan().types().size()];
    Arrays.fill(targets, -1);
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).leg() == leg) {
        targets[columns.get(i).column()] = i;
      }
    }
    return targets;
  }
}

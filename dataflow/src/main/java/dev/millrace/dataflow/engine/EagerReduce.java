package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Aggregates before joining, where a Reduce takes all that it aggregates from one input of a join,
/// groups by the join's key, and takes a further column to group by from every other input.
/*
 * GROUP BY k, total, email with total and email from other inputs: when a total changes, every row
 * of its key would leave one group and enter another. Aggregated by k first, one row moves.
 *
 * With A the aggregated input, R(k, g) what the other inputs give, g being what is grouped by:
 *
 *   rows of R that occur once    reduce(A by k) ⋈ R                    the same aggregates
 *   rows that occur more often   reduce(A ⋈ R by k, g)                 as written: each row counts
 *                                                                        several times
 *
 * The result is the union. In most data the second part is empty and costs nothing.
 */
final class EagerReduce {

  private static final ScalarFunction EQUAL =
      FunctionRegistry.standard().operators("=").stream()
          .filter(f -> f.arguments().equals(List.of(ScalarType.INT8, ScalarType.INT8)))
          .findFirst()
          .orElseThrow();
  private static final AggregateFunction COUNT =
      FunctionRegistry.standard().aggregates("count").stream()
          .filter(f -> f.arguments().isEmpty())
          .findFirst()
          .orElseThrow();

  /// An equal plan.
  ///
  /// @param late the Reduce in it that is to be run as written
  record Rewritten(Plan plan, Plan.Reduce late) {}

  private final Plan.Reduce plan;
  private final Plan.Join join;
  private final JoinTree tree;
  private final int main;
  private final int keyWidth;

  /// What is grouped by: positions in the join's key, columns of A, columns of other inputs.
  private final Set<Integer> keyPositions = new HashSet<>();

  private final List<Integer> ownColumns = new ArrayList<>();
  private final List<JoinTree.Column> otherColumns = new ArrayList<>();

  private EagerReduce(Plan.Reduce plan, Plan.Join join, JoinTree tree, int main) {
    this.plan = plan;
    this.join = join;
    this.tree = tree;
    this.main = main;
    this.keyWidth = join.leftKeys().size();
  }

  /// The rewritten plan, or null where it does not apply.
  static @Nullable Rewritten of(Plan.Reduce plan) {
    Plan input = plan.input();
    List<Integer> projection = range(0, input.types().size());
    if (input instanceof Plan.Mfp mfp && mfp.maps().isEmpty() && mfp.filters().isEmpty()) {
      projection = mfp.projection();
      input = mfp.input();
    }
    if (!(input instanceof Plan.Join join)
        || join.kind() != JoinKind.INNER
        || !join.residual().isEmpty()
        || join.leftKeys().isEmpty()) {
      return null;
    }
    JoinTree tree = JoinTree.of(join).project(projection);
    int main = aggregatedLeg(plan, tree);
    EagerReduce rewrite = new EagerReduce(plan, join, tree, main);
    return main >= 0 && rewrite.applies() ? rewrite.rewrite() : null;
  }

  /// The one leg that all aggregates read, or -1.
  private static int aggregatedLeg(Plan.Reduce plan, JoinTree tree) {
    Set<Integer> legs = new HashSet<>();
    for (AggregateCall call : plan.aggregates()) {
      call.arguments().forEach(c -> legs.add(tree.columns().get(c).leg()));
      call.order().forEach(o -> legs.add(tree.columns().get(o.column()).leg()));
      if (call.filter() >= 0) {
        legs.add(tree.columns().get(call.filter()).leg());
      }
    }
    return legs.size() == 1 ? legs.iterator().next() : -1;
  }

  private boolean applies() {
    Set<Integer> contributing = new HashSet<>();
    for (int key : plan.keys()) {
      JoinTree.Column column = tree.columns().get(key);
      int position = keyPosition(column);
      if (position >= 0) {
        keyPositions.add(position);
      } else if (column.leg() == main) {
        ownColumns.add(column.column());
      } else {
        contributing.add(column.leg());
        otherColumns.add(column);
      }
    }
    return keyPositions.size() == keyWidth && contributing.size() == tree.legs().size() - 1;
  }

  private int keyPosition(JoinTree.Column column) {
    return tree.legs().get(column.leg()).key().indexOf(column.column());
  }

  private Rewritten rewrite() {
    JoinTree.Leg aggregated = tree.legs().get(main);
    List<Integer> ownKeys = new ArrayList<>(aggregated.key());
    ownKeys.addAll(ownColumns);
    List<AggregateCall> calls = plan.aggregates().stream().map(this::onMain).toList();
    Plan others = others();
    int width = others.types().size();
    Plan counts =
        new Plan.Reduce(
            others,
            range(0, width),
            List.of(new AggregateCall(COUNT, List.of(), false, -1, List.of(), ScalarType.INT8)));
    Scalar isOnce =
        new Scalar.Call(
            EQUAL,
            List.of(
                new Scalar.ColumnRef(width, ScalarType.INT8),
                new Scalar.Literal(1L, ScalarType.INT8)),
            ScalarType.BOOL);
    Plan once = new Plan.Mfp(counts, List.of(), List.of(isOnce), range(0, width));
    Plan many = new Plan.Mfp(counts, List.of(), List.of(new Scalar.Not(isOnce)), range(0, width));
    Plan early = early(new Plan.Reduce(aggregated.plan(), ownKeys, calls), once);
    Plan.Reduce late = late(aggregated, calls, others, many);
    return new Rewritten(new Plan.Union(List.of(early, late)), late);
  }

  private AggregateCall onMain(AggregateCall call) {
    return new AggregateCall(
        call.function(),
        call.arguments().stream().map(c -> tree.columns().get(c).column()).toList(),
        call.isDistinct(),
        call.filter() < 0 ? -1 : tree.columns().get(call.filter()).column(),
        call.order().stream()
            .map(o ->
                new SortKey(
                    tree.columns().get(o.column()).column(), o.isDescending(), o.isNullsFirst()))
            .toList(),
        call.type());
  }

  /// The key, then what is grouped by of the other inputs, joined if they are several.
  private Plan others() {
    Plan joined = null;
    List<Integer> key = List.of();
    int[] offsets = new int[tree.legs().size()];
    for (int i = 0; i < tree.legs().size(); i++) {
      if (i == main) {
        continue;
      }
      JoinTree.Leg leg = tree.legs().get(i);
      if (joined == null) {
        joined = leg.plan();
        key = leg.key();
      } else {
        offsets[i] = joined.types().size();
        joined = innerJoin(joined, leg.plan(), key, leg.key());
      }
    }
    if (joined == null) {
      throw new IllegalStateException("a join has at least two inputs");
    }
    List<Integer> projection = new ArrayList<>(key);
    otherColumns.forEach(c -> projection.add(offsets[c.leg()] + c.column()));
    return new Plan.Mfp(joined, List.of(), List.of(), projection);
  }

  private Plan.Join innerJoin(
      Plan left, Plan right, List<Integer> leftKeys, List<Integer> rightKeys) {
    return new Plan.Join(
        left, right, JoinKind.INNER, leftKeys, rightKeys, join.nullSafe(), List.of());
  }

  private Plan early(Plan.Reduce reduced, Plan once) {
    Plan joined = innerJoin(reduced, once, range(0, keyWidth), range(0, keyWidth));
    int own = 0;
    int other = 0;
    List<Integer> projection = new ArrayList<>();
    for (int key : plan.keys()) {
      JoinTree.Column column = tree.columns().get(key);
      int position = keyPosition(column);
      if (position >= 0) {
        projection.add(position);
      } else if (column.leg() == main) {
        projection.add(keyWidth + own++);
      } else {
        projection.add(reduced.types().size() + keyWidth + other++);
      }
    }
    projection.addAll(range(keyWidth + ownColumns.size(), reduced.types().size()));
    return new Plan.Mfp(joined, List.of(), List.of(), projection);
  }

  private Plan.Reduce late(
      JoinTree.Leg aggregated, List<AggregateCall> calls, Plan others, Plan many) {
    List<Integer> all = range(0, others.types().size());
    Plan repeated =
        new Plan.Join(
            others,
            many,
            JoinKind.SEMI,
            all,
            all,
            Collections.nCopies(all.size(), true),
            List.of());
    Plan joined = innerJoin(aggregated.plan(), repeated, aggregated.key(), range(0, keyWidth));
    List<SqlType> types = aggregated.plan().types();
    int other = 0;
    List<Integer> groups = new ArrayList<>();
    for (int key : plan.keys()) {
      JoinTree.Column column = tree.columns().get(key);
      int position = keyPosition(column);
      if (position >= 0) {
        groups.add(aggregated.key().get(position));
      } else if (column.leg() == main) {
        groups.add(column.column());
      } else {
        groups.add(types.size() + keyWidth + other++);
      }
    }
    return new Plan.Reduce(joined, groups, calls);
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}

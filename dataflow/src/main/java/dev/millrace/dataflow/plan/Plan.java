package dev.millrace.dataflow.plan;

import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A relational plan: what to compute, in the shape in which both executors run it. Rows are
/// multisets with weights. Equal sub-trees are computed once (shared by structural identity), so
/// there is no Let. A sealed tree; transform it with one `switch`.
public sealed interface Plan {

  /// Types of the columns of the result.
  List<SqlType> types();

  /// The direct inputs, left to right.
  List<Plan> inputs();

  /// Rows known when the plan was made; each with weight +1.
  record Constant(List<List<@Nullable Object>> rows, List<SqlType> types) implements Plan {
    public Constant {
      types = List.copyOf(types);
    }

    @Override
    public List<Plan> inputs() {
      return List.of();
    }
  }

  /// All rows of a stored collection (table, source) or of a maintained one (materialized view,
  /// view with an index, catalog relation).
  record Get(CollectionId id, List<SqlType> types) implements Plan {
    public Get {
      types = List.copyOf(types);
    }

    @Override
    public List<Plan> inputs() {
      return List.of();
    }
  }

  /// The rows of a maintained index whose key columns equal one of the given keys (without NULLs):
  /// one-shot plans only. Columns as of the indexed relation.
  record IndexLookup(
      CollectionId index, List<Integer> keyColumns, List<List<Object>> keys, List<SqlType> types)
      implements Plan {
    public IndexLookup {
      types = List.copyOf(types);
    }

    @Override
    public List<Plan> inputs() {
      return List.of();
    }
  }

  /// Map, filter, project in one pass: `maps` append columns to the input's, each seeing those
  /// before it; `filters` (over input and mapped columns) must all be true; `projection` picks the
  /// result.
  record Mfp(Plan input, List<Scalar> maps, List<Scalar> filters, List<Integer> projection)
      implements Plan {
    public Mfp {
      maps = List.copyOf(maps);
      filters = List.copyOf(filters);
      projection = List.copyOf(projection);
    }

    @Override
    public List<SqlType> types() {
      List<SqlType> all = new ArrayList<>(input.types());
      maps.forEach(m -> all.add(m.type()));
      return projection.stream().map(all::get).toList();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /// A row is in the result from the latest of the lower bounds on (inclusive) and until the
  /// earliest of the upper bounds (exclusive), in milliseconds; a NULL bound keeps it out for ever.
  /// Bounds are expressions of type mz_timestamp over the input without mz_now().
  record TemporalFilter(Plan input, List<Scalar> lowerBounds, List<Scalar> upperBounds)
      implements Plan {
    public TemporalFilter {
      lowerBounds = List.copyOf(lowerBounds);
      upperBounds = List.copyOf(upperBounds);
    }

    @Override
    public List<SqlType> types() {
      return input.types();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /// A join on equal keys. Key columns pair up by position and have equal types pairwise; a NULL
  /// key matches nothing unless `nullSafe` says so at its position. No keys: a cross join.
  /// `residual` is over left then right columns and allowed for INNER only; outer, semi and anti
  /// joins with more than keys are lowered by the planner (see `JoinLowering`).
  record Join(
      Plan left,
      Plan right,
      JoinKind kind,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      List<Boolean> nullSafe,
      List<Scalar> residual)
      implements Plan {
    public Join {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
      nullSafe = List.copyOf(nullSafe);
      residual = List.copyOf(residual);
      assert leftKeys.size() == rightKeys.size() && leftKeys.size() == nullSafe.size();
      assert residual.isEmpty() || kind == JoinKind.INNER;
    }

    @Override
    public List<SqlType> types() {
      if (!kind.returnsRight()) {
        return left.types();
      }
      List<SqlType> all = new ArrayList<>(left.types());
      all.addAll(right.types());
      return List.copyOf(all);
    }

    @Override
    public List<Plan> inputs() {
      return List.of(left, right);
    }
  }

  /// GROUP BY: key columns, then one column per aggregate. Without keys there is one row even for
  /// no input.
  record Reduce(Plan input, List<Integer> keys, List<AggregateCall> aggregates) implements Plan {
    public Reduce {
      keys = List.copyOf(keys);
      aggregates = List.copyOf(aggregates);
    }

    @Override
    public List<SqlType> types() {
      List<SqlType> in = input.types();
      List<SqlType> all = new ArrayList<>();
      keys.forEach(k -> all.add(in.get(k)));
      aggregates.forEach(a -> all.add(a.type()));
      return List.copyOf(all);
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /// Each different row once.
  record Distinct(Plan input) implements Plan {
    @Override
    public List<SqlType> types() {
      return input.types();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /// Per group the rows `offset .. offset + limit` in order, ties broken by the stored bytes of the
  /// whole row. `limit` null: no limit. DISTINCT ON, LIMIT and ROW_NUMBER() <= k are this.
  record TopK(
      Plan input, List<Integer> group, List<SortKey> order, @Nullable Long limit, long offset)
      implements Plan {
    public TopK {
      group = List.copyOf(group);
      order = List.copyOf(order);
    }

    @Override
    public List<SqlType> types() {
      return input.types();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /// For every input row the rows of a set-returning function of it: input columns, function
  /// columns, and with `ordinality` a bigint counting from 1.
  record FlatMap(
      Plan input,
      TableFunction function,
      List<Scalar> arguments,
      List<SqlType> functionTypes,
      boolean ordinality)
      implements Plan {
    public FlatMap {
      arguments = List.copyOf(arguments);
      functionTypes = List.copyOf(functionTypes);
    }

    @Override
    public List<SqlType> types() {
      List<SqlType> all = new ArrayList<>(input.types());
      all.addAll(functionTypes);
      if (ordinality) {
        all.add(ScalarType.INT8);
      }
      return List.copyOf(all);
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /// UNION ALL; all inputs have the same types.
  record Union(List<Plan> inputs) implements Plan {
    public Union {
      inputs = List.copyOf(inputs);
      assert !inputs.isEmpty();
    }

    @Override
    public List<SqlType> types() {
      return inputs.getFirst().types();
    }
  }

  /// EXCEPT and INTERSECT.
  record SetOperation(Plan left, Plan right, SetOperator operator) implements Plan {
    @Override
    public List<SqlType> types() {
      return left.types();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(left, right);
    }
  }

  /// Passes the input through if it has at most one row per group, fails the query with 21000
  /// otherwise: a scalar sub-query.
  record AtMostOne(Plan input, List<Integer> group) implements Plan {
    public AtMostOne {
      group = List.copyOf(group);
    }

    @Override
    public List<SqlType> types() {
      return input.types();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /// A value that a [Recursion] or [Iteration] around this node defines: the innermost one. Of an
  /// Iteration there is one, number 0: the rows that the last round added.
  record Variable(int index, List<SqlType> types) implements Plan {
    public Variable {
      types = List.copyOf(types);
    }

    @Override
    public List<Plan> inputs() {
      return List.of();
    }
  }

  /// WITH MUTUALLY RECURSIVE: values that are defined by each other, all empty at first. A round
  /// evaluates the bindings in order; variable j in binding b is what this round made of j if j is
  /// before b, else what the last round did. Rounds go on until one changes nothing. The result is
  /// one of the values; several results of the same bindings are computed together.
  record Recursion(List<Plan> bindings, int result, @Nullable RecursionLimit limit)
      implements Plan {
    public Recursion {
      bindings = List.copyOf(bindings);
      assert result >= 0 && result < bindings.size();
    }

    @Override
    public List<SqlType> types() {
      return bindings.get(result).types();
    }

    @Override
    public List<Plan> inputs() {
      return bindings;
    }
  }

  /// WITH RECURSIVE: the rows of `first`, then again and again those of `next` over the rows that
  /// were added last, until there are none. `isDistinct` (UNION instead of UNION ALL) adds only
  /// rows that were not there.
  record Iteration(Plan first, Plan next, boolean isDistinct) implements Plan {
    @Override
    public List<SqlType> types() {
      return first.types();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(first, next);
    }
  }
}

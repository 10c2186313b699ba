package dev.millrace.sql.bind;

import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.function.math.RowCounts;
import dev.millrace.model.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement's query, ready to be run or installed.
///
/// @param plan yields the columns of the result, then columns that only `order` needs; LIMIT is in
///   it
/// @param order in which a one-shot read returns the rows, over the plan's columns
/// @param limit of the outermost query, if it depends on parameters; then it is not in `plan`
/// @param offset likewise
/// @param parameters types of `$1`, `$2`, …
public record Bound(
    Plan plan,
    List<OutputColumn> columns,
    List<SortKey> order,
    List<SqlType> parameters,
    @Nullable Scalar limit,
    @Nullable Scalar offset) {

  /// A query that reads nothing from the client, all of it in the plan.
  public Bound(
      Plan plan, List<OutputColumn> columns, List<SortKey> order, List<SqlType> parameters) {
    this(plan, columns, order, parameters, null, null);
  }

  /// A column of the result.
  public record OutputColumn(String name, SqlType type, Origin origin) {
    /// A column that is computed.
    public OutputColumn(String name, SqlType type) {
      this(name, type, Origin.NONE);
    }
  }

  public Bound {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
    parameters = List.copyOf(parameters);
  }

  /// The plan with values (boxed, null is NULL) in place of parameters, LIMIT and OFFSET included.
  public Plan withParameters(List<@Nullable Object> values) {
    Plan filled =
        values.isEmpty()
            ? plan
            : PlanTrees.rewrite(
                plan, node -> PlanTrees.mapScalars(node, s -> withParameters(s, values)));
    if (limit == null && offset == null) {
      return filled;
    }
    Long most = limit == null ? null : count(limit, values);
    Long skipped = offset == null ? null : count(offset, values);
    return new Plan.TopK(
        filled,
        List.of(),
        order,
        most == null ? null : RowCounts.limit(most),
        RowCounts.offset(skipped));
  }

  private static Scalar withParameters(Scalar scalar, List<@Nullable Object> values) {
    return ScalarTrees.rewrite(
        scalar,
        s ->
            s instanceof Scalar.Parameter(int index, SqlType type)
                ? new Scalar.Literal(values.get(index), type)
                : s);
  }

  private static @Nullable Long count(Scalar scalar, List<@Nullable Object> values) {
    return (Long) Interpreter.evaluate(withParameters(scalar, values), null);
  }
}

package dev.millrace.sql.bind.query;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.WindowCall;
import dev.millrace.sql.logical.AggregateBinding.Term;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.resolve.Operand;
import java.util.List;

/// FETCH FIRST … WITH TIES: the rows that ROW_NUMBER() and RANK() over the query's order say.
final class Ties {

  private final BindContext context;
  private final int position;

  Ties(BindContext context, int position) {
    this.context = context;
    this.position = position;
  }

  /// The rows from an offset on, up to a limit and all that sort equal to the last one.
  BoundQuery cut(BoundQuery query, long limit, long offset) {
    List<Term> order =
        query.order().stream()
            .map(o -> new Term(o.column(), o.isDescending(), o.isNullsFirst()))
            .toList();
    WindowCall.Spec spec = new WindowCall.Spec(List.of(), order);
    ColumnRef number = context.columns().fresh(ScalarType.INT8);
    ColumnRef rank = context.columns().fresh(ScalarType.INT8);
    Rel ranked =
        new WindowPlanner(context, position)
            .plan(query.rel(), List.of(call("row_number", number, spec), call("rank", rank, spec)));
    // the sum of two counts may exceed a bigint
    long last = Long.MAX_VALUE - offset < limit ? Long.MAX_VALUE : limit + offset;
    Rel kept =
        new Rel.Filter(
            ranked,
            List.of(compare(rank, "<=", limit == 0 ? 0 : last), compare(number, ">", offset)));
    return new BoundQuery(kept, query.outputs(), query.order(), null, 0, null);
  }

  private static WindowCall call(String name, ColumnRef column, WindowCall.Spec spec) {
    return new WindowCall(
        column, name, null, List.of(), false, spec, new WindowCall.Frame.Running());
  }

  private Scalar compare(ColumnRef column, String symbol, long value) {
    Operand right = new Operand(new Literal(value, ScalarType.INT8), position);
    return context
        .resolver()
        .operator(symbol, List.of(new Operand(column, position), right), position);
  }
}

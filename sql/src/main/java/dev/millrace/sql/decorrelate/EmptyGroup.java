package dev.millrace.sql.decorrelate;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.AggregateKind;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Columns;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Binding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a keyless aggregate says about no rows, once it has been given keys and outer joined: NULL
/// needs nothing, any other value (count's 0) is put in place of the NULL that the join leaves.
///
/// @param renamed the calls, those with a value for no rows under a new column
/// @param defaults the original columns of the renamed calls
record EmptyGroup(List<AggregateBinding> renamed, List<Binding> defaults) {

  static EmptyGroup of(Aggregate aggregate, Columns columns) {
    List<AggregateBinding> renamed = new ArrayList<>();
    List<Binding> defaults = new ArrayList<>();
    for (AggregateBinding call : aggregate.aggregates()) {
      Object value = valueOfNoRows(call);
      if (value == null) {
        renamed.add(call);
        continue;
      }
      ColumnRef column = columns.fresh(call.column().type());
      renamed.add(
          new AggregateBinding(
              column,
              call.function(),
              call.arguments(),
              call.isDistinct(),
              call.filter(),
              call.order()));
      Scalar none = new Literal(value, column.type());
      defaults.add(new Binding(call.column(), new Coalesce(List.of(column, none), column.type())));
    }
    return new EmptyGroup(renamed, defaults);
  }

  private static @Nullable Object valueOfNoRows(AggregateBinding call) {
    AggregateFunction function = call.function();
    CallTypes types =
        new CallTypes(call.arguments().stream().map(Scalar::type).toList(), call.column().type());
    if (function.linear() != null) {
      LinearAggregate linear = function.linear().apply(types);
      return linear.result(new byte[linear.stateBytes()], 0);
    }
    if (function.kind() == AggregateKind.GENERIC && function.generic() != null) {
      return function.generic().apply(types).result();
    }
    return null;
  }
}

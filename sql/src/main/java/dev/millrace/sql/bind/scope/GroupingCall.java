package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import java.util.List;

/// `GROUPING(a, b)`: which of its arguments the grouping set of a row lacks, one bit each.
///
/// @param column stands for the value
public record GroupingCall(ColumnRef column, List<Scalar> arguments, int position) {

  /// As in PostgreSQL: the value is an integer.
  public static final int ARGUMENTS_MAX = 31;

  public GroupingCall {
    arguments = List.copyOf(arguments);
  }

  /// The value for one grouping set.
  public int bits(List<Scalar> set) {
    int bits = 0;
    for (Scalar argument : arguments) {
      bits = bits << 1 | (set.contains(argument) ? 0 : 1);
    }
    return bits;
  }
}

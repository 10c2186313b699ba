package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.AggregateKind;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The aggregate calls of one Reduce, sorted by how they are kept: those that add up share one row
/// of accumulator bytes per group; the others read sorted multisets of argument rows ("feeds"), one
/// for all calls with the same arguments, filter and order. Immutable.
final class ReduceCalls {

  /// Which input rows a call sees.
  ///
  /// @param filter a boolean column that must be true, or -1
  /// @param isStrict true if a NULL first argument keeps the row out
  record Intake(int[] columns, int filter, boolean isStrict) {

    boolean admits(Chunk chunk, int row) {
      if (filter >= 0) {
        IntColumn condition = (IntColumn) chunk.columns[filter];
        if (condition.isNull(row) || condition.values[row] == 0) {
          return false;
        }
      }
      return !isStrict || columns.length == 0 || !chunk.columns[columns[0]].isNull(row);
    }

    Column[] of(Chunk chunk) {
      Column[] arguments = new Column[columns.length];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = chunk.columns[columns[i]];
      }
      return arguments;
    }
  }

  /// How one call is computed; `index` is its position among the calls.
  sealed interface Call {
    /// Adds up every row, at `offset` of the accumulator.
    record Linear(int index, LinearAggregate aggregate, Intake intake, int offset)
        implements Call {}

    /// Adds up every different row of a feed once.
    record LinearDistinct(int index, LinearAggregate aggregate, int feed, int offset)
        implements Call {}

    /// The first or last row of a feed.
    record Ordered(int index, int feed, boolean isLast) implements Call {}

    /// Evaluated over a whole feed.
    record Generic(
        int index,
        Function<CallTypes, GenericAggregate> aggregate,
        CallTypes types,
        int feed,
        boolean isDistinct)
        implements Call {}
  }

  /// A sorted multiset of argument rows kept per group.
  ///
  /// @param columns of the input that it keeps or orders by
  record Feed(Intake intake, List<SortKey> order, int[] columns) {

    static Feed of(Intake intake, List<SortKey> order) {
      IntStream sorted = order.stream().mapToInt(SortKey::column);
      return new Feed(
          intake,
          order,
          IntStream.concat(Arrays.stream(intake.columns), sorted).distinct().toArray());
    }

    boolean isSame(Feed other) {
      return Arrays.equals(intake.columns, other.intake.columns)
          && intake.filter == other.intake.filter
          && intake.isStrict == other.intake.isStrict
          && order.equals(other.order);
    }
  }

  final List<Call> calls = new ArrayList<>();
  final List<Feed> feeds = new ArrayList<>();
  int accumulatorBytes;

  ReduceCalls(Plan.Reduce plan) {
    List<SqlType> types = plan.input().types();
    for (int i = 0; i < plan.aggregates().size(); i++) {
      calls.add(call(i, plan.aggregates().get(i), types));
    }
  }

  /// True if the result of a group follows from its accumulator alone.
  boolean isLinear() {
    return feeds.isEmpty();
  }

  private Call call(int index, AggregateCall call, List<SqlType> types) {
    AggregateFunction function = call.function();
    int[] columns = call.arguments().stream().mapToInt(Integer::intValue).toArray();
    Intake intake = new Intake(columns, call.filter(), function.isStrict());
    CallTypes callTypes =
        new CallTypes(call.arguments().stream().map(types::get).toList(), call.type());
    if (function.kind() == AggregateKind.ORDERED) {
      SortKey order = new SortKey(columns[0], false, false);
      return new Call.Ordered(index, feed(intake, List.of(order)), function.isDescending());
    }
    if (function.kind() == AggregateKind.GENERIC) {
      return new Call.Generic(
          index,
          Objects.requireNonNull(function.generic()),
          callTypes,
          feed(intake, call.order()),
          call.isDistinct());
    }
    LinearAggregate aggregate = Objects.requireNonNull(function.linear()).apply(callTypes);
    int offset = accumulatorBytes;
    accumulatorBytes += aggregate.stateBytes();
    return call.isDistinct()
        ? new Call.LinearDistinct(index, aggregate, feed(intake, List.of()), offset)
        : new Call.Linear(index, aggregate, intake, offset);
  }

  private int feed(Intake intake, List<SortKey> order) {
    Feed wanted = Feed.of(intake, order);
    for (int i = 0; i < feeds.size(); i++) {
      if (feeds.get(i).isSame(wanted)) {
        return i;
      }
    }
    feeds.add(wanted);
    return feeds.size() - 1;
  }
}

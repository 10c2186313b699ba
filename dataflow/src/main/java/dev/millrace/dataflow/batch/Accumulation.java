package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.AggregateOrder;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One aggregate call over all groups of a reduction: decides which rows count, then leaves them to
/// the aggregate's kind.
final class Accumulation {

  private final AggregateCall call;
  private final @Nullable RowKey distinctKey;
  private final GroupTable distinct;
  private final State state;

  private Accumulation(AggregateCall call, List<SqlType> input, State state, Budget budget) {
    this.call = call;
    this.distinctKey = call.isDistinct() ? RowKey.grouping(input, call.arguments()) : null;
    this.distinct = new GroupTable(budget);
    this.state = state;
  }

  static Accumulation of(AggregateCall call, List<SqlType> input, Budget budget) {
    AggregateFunction function = call.function();
    List<SqlType> arguments = call.arguments().stream().map(input::get).toList();
    CallTypes types = new CallTypes(arguments, call.type());
    State state =
        switch (function.kind()) {
          case LINEAR ->
              new LinearState(Objects.requireNonNull(function.linear()).apply(types), budget);
          case ORDERED -> new OrderedState(arguments.getFirst(), function.isDescending());
          case GENERIC -> {
            var factory = Objects.requireNonNull(function.generic());
            yield new GenericState(
                () -> factory.apply(types), RowOrder.partial(input, call.order()), budget);
          }
        };
    return new Accumulation(call, input, state, budget);
  }

  /// Takes rows; `groups[row]` is the group of a row.
  void add(Chunk chunk, int[] groups) {
    Column[] arguments =
        call.arguments().stream().map(a -> chunk.columns[a]).toArray(Column[]::new);
    for (int row = 0; row < groups.length; row++) {
      if (counts(chunk, arguments, row, groups[row])) {
        long weight = call.isDistinct() ? 1 : chunk.weight(row);
        state.add(groups[row], chunk, arguments, row, weight);
      }
    }
  }

  private boolean counts(Chunk chunk, Column[] arguments, int row, int group) {
    if (call.filter() >= 0) {
      IntColumn filter = (IntColumn) chunk.columns[call.filter()];
      if (filter.isNull(row) || filter.values[row] == 0) {
        return false;
      }
    }
    if (call.function().isStrict() && arguments.length > 0 && arguments[0].isNull(row)) {
      return false;
    }
    if (distinctKey == null) {
      return true;
    }
    distinctKey.read(chunk, row);
    distinctKey.append(group);
    int before = distinct.groups();
    return distinct.findOrAdd(distinctKey.bytes(), distinctKey.length()) == before;
  }

  /// The aggregate's value for a group, boxed.
  @Nullable Object result(int group) {
    return state.result(group);
  }

  /// What is kept per group.
  private sealed interface State {
    void add(int group, Chunk chunk, Column[] arguments, int row, long weight);

    @Nullable Object result(int group);
  }

  private static final class LinearState implements State {
    private final LinearAggregate aggregate;
    private final Budget budget;
    private final int bytes;
    private byte[] states;

    LinearState(LinearAggregate aggregate, Budget budget) {
      this.aggregate = aggregate;
      this.budget = budget;
      this.bytes = aggregate.stateBytes();
      this.states = new byte[Math.max(bytes, 1)];
    }

    @Override
    public void add(int group, Chunk chunk, Column[] arguments, int row, long weight) {
      reserve(group);
      aggregate.add(arguments, row, weight, states, group * bytes);
    }

    @Override
    public @Nullable Object result(int group) {
      reserve(group);
      return aggregate.result(states, group * bytes);
    }

    private void reserve(int group) {
      int end = Math.multiplyExact(group + 1, bytes);
      if (end > states.length) {
        budget.take(states.length);
        states = Arrays.copyOf(states, Math.max(end, states.length * 2));
      }
    }
  }

  private static final class OrderedState implements State {
    private final SqlType type;
    private final boolean isDescending;
    private final List<@Nullable Object> best = new ArrayList<>();

    OrderedState(SqlType type, boolean isDescending) {
      this.type = type;
      this.isDescending = isDescending;
    }

    @Override
    public void add(int group, Chunk chunk, Column[] arguments, int row, long weight) {
      while (best.size() <= group) {
        best.add(null);
      }
      Object value = arguments[0].value(row);
      if (value == null) {
        return;
      }
      Object known = best.get(group);
      if (known != null) {
        int order = ValueOrder.compare(type, value, known);
        if (isDescending ? order <= 0 : order >= 0) {
          return;
        }
      }
      best.set(group, value instanceof Slice s ? s.detach() : value);
    }

    @Override
    public @Nullable Object result(int group) {
      return group < best.size() ? best.get(group) : null;
    }
  }

  private static final class GenericState implements State {

    /// A row's arguments, its values for the ORDER BY, and how often it counts.
    private record Entry(@Nullable Object[] row, @Nullable Object[] arguments, long count) {}

    private final Supplier<GenericAggregate> factory;
    private final Comparator<Entry> order;
    private final Budget budget;
    private final List<List<Entry>> groups = new ArrayList<>();

    GenericState(Supplier<GenericAggregate> factory, RowOrder order, Budget budget) {
      this.factory = factory;
      this.order =
          Comparator.comparing(Entry::row, order)
              .thenComparing(Entry::arguments, AggregateOrder.NATURAL);
      this.budget = budget;
    }

    @Override
    public void add(int group, Chunk chunk, Column[] arguments, int row, long weight) {
      while (groups.size() <= group) {
        groups.add(new ArrayList<>());
      }
      @Nullable Object[] values = new Object[arguments.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = arguments[i].value(row);
      }
      budget.take(64L + 32L * chunk.columns.length);
      groups.get(group).add(new Entry(chunk.row(row), values, weight));
    }

    @Override
    public @Nullable Object result(int group) {
      GenericAggregate aggregate = factory.get();
      List<Entry> entries = group < groups.size() ? groups.get(group) : List.of();
      entries = new ArrayList<>(entries);
      entries.sort(order);
      for (Entry entry : entries) {
        aggregate.add(entry.arguments, entry.count);
      }
      return aggregate.result();
    }
  }
}

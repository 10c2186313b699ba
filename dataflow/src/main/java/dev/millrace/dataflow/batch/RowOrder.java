package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.function.AggregateOrder;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ValueOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Orders rows by sort keys. A total order goes on with [AggregateOrder] over all columns, so that
/// the place of a row never depends on when it came.
final class RowOrder implements Comparator<@Nullable Object[]> {

  /// What a row takes while it is sorted: an object, an array, and a box per value.
  private static final long SORTABLE_BYTES = 64;

  private static final long VALUE_BYTES = 32;

  private final List<SqlType> types;
  private final List<SortKey> keys;

  private final Comparator<@Nullable Object[]> ties;

  private RowOrder(List<SqlType> types, List<SortKey> keys, Comparator<@Nullable Object[]> ties) {
    this.types = types;
    this.keys = keys;
    this.ties = ties;
  }

  /// An order in which no two different rows are equal.
  static RowOrder total(List<SqlType> types, List<SortKey> order) {
    return new RowOrder(types, order, AggregateOrder.NATURAL);
  }

  /// The order of the keys alone.
  static RowOrder partial(List<SqlType> types, List<SortKey> order) {
    return new RowOrder(types, order, (_, _) -> 0);
  }

  @Override
  public int compare(@Nullable Object[] left, @Nullable Object[] right) {
    for (SortKey key : keys) {
      int order = compare(key, left[key.column()], right[key.column()]);
      if (order != 0) {
        return order;
      }
    }
    return ties.compare(left, right);
  }

  private int compare(SortKey key, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right ? 0 : (left == null) == key.isNullsFirst() ? -1 : 1;
    }
    int order = ValueOrder.compare(types.get(key.column()), left, right);
    return key.isDescending() ? -order : order;
  }

  /// The addresses of all rows, in order.
  long[] sorted(RowStore rows) {
    return sorted(rows, rows.addresses());
  }

  /// The given addresses in order.
  long[] sorted(RowStore rows, long[] addresses) {
    rows.borrow(addresses.length * (SORTABLE_BYTES + VALUE_BYTES * types.size()));
    Sortable[] sortables = new Sortable[addresses.length];
    for (int i = 0; i < addresses.length; i++) {
      long address = addresses[i];
      sortables[i] = new Sortable(address, rows.chunk(address).row(RowStore.row(address)));
    }
    Arrays.sort(sortables, (a, b) -> compare(a.values, b.values));
    return Arrays.stream(sortables).mapToLong(s -> s.address).toArray();
  }

  private record Sortable(long address, @Nullable Object[] values) {}
}

package dev.millrace.model.function.aggregate;

import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of a group in their order, NULLs left out, equal rows counted.
final class SortedRuns {

  private final List<Object> values = new ArrayList<>();

  /// Per value, how many rows it and those before it stand for.
  private final List<Long> ends = new ArrayList<>();

  void add(@Nullable Object value, long count) {
    if (value != null) {
      values.add(value instanceof Slice s ? Slice.of(s.toBytes()) : value);
      ends.add(size() + count);
    }
  }

  /// Rows that are not NULL.
  long size() {
    return ends.isEmpty() ? 0 : ends.getLast();
  }

  int runs() {
    return values.size();
  }

  Object value(int run) {
    return values.get(run);
  }

  long count(int run) {
    return run == 0 ? ends.getFirst() : ends.get(run) - ends.get(run - 1);
  }

  /// The value of a row, counted from 0.
  Object at(long row) {
    int from = 0;
    int to = ends.size() - 1;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ends.get(middle) > row) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return values.get(from);
  }
}

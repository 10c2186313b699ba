package dev.millrace.model.function.aggregate;

import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/// `mode()`: the value that occurs most often, the first of several in the order.
final class Mode implements GenericAggregate {

  private final SqlType type;
  private final SortedRuns rows = new SortedRuns();

  Mode(CallTypes types) {
    this.type = types.arguments().getFirst();
  }

  @Override
  public void add(@Nullable Object[] arguments, long count) {
    rows.add(arguments[0], count);
  }

  @Override
  public @Nullable Object result() {
    Object best = null;
    long bestCount = 0;
    int run = 0;
    while (run < rows.runs()) {
      Object value = rows.value(run);
      long count = 0;
      while (run < rows.runs() && ValueOrder.compare(type, rows.value(run), value) == 0) {
        count += rows.count(run++);
      }
      if (count > bestCount) {
        best = value;
        bestCount = count;
      }
    }
    return best;
  }
}

package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.function.collection.Constructors;
import dev.millrace.model.value.ElementBuilder;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `array_agg` and `list_agg`: the values in the order of the rows, NULLs included.
final class CollectAggregate implements GenericAggregate {

  /// Elements beyond this do not fit the stored form's 1 GB anyway.
  static final int ELEMENTS_MAX = 50_000_000;

  private final boolean isList;
  private final ElementBuilder values = new ElementBuilder();

  CollectAggregate(boolean isList) {
    this.isList = isList;
  }

  @Override
  public void add(@Nullable Object[] arguments, long count) {
    checkSize(values.size() + count);
    for (long i = 0; i < count; i++) {
      switch (arguments[0]) {
        case null -> values.addNull();
        case Boolean b -> values.add(b);
        case Integer n -> values.add(n);
        case Long n -> values.add(n);
        case Double n -> values.add(n);
        case Slice s -> values.add(s.array(), s.offset(), s.length());
        default -> throw new IllegalStateException("not a value: " + arguments[0].getClass());
      }
    }
  }

  @Override
  public void add(Column[] arguments, int row, long count) {
    checkSize(values.size() + count);
    for (long i = 0; i < count; i++) {
      add(arguments[0], row);
    }
  }

  private void add(Column column, int row) {
    if (column.isNull(row)) {
      values.addNull();
      return;
    }
    switch (column) {
      case IntColumn c when c.isBoolean() -> values.add(c.values[row] != 0);
      case IntColumn c -> values.add(c.values[row]);
      case LongColumn c -> values.add(c.values[row]);
      case DoubleColumn c -> values.add(c.values[row]);
      case BytesColumn c -> values.add(c.heap, c.offsets[row], c.length(row));
    }
  }

  @Override
  public @Nullable Object result() {
    if (values.size() == 0) {
      return null;
    }
    return isList ? values.list() : values.array();
  }

  static void checkSize(long elements) {
    if (elements > ELEMENTS_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "aggregate result has too many elements");
    }
  }

  /// `array_agg` of arrays, which become one array with a dimension more.
  static GenericAggregate nested(CallTypes types) {
    List<@Nullable Slice> arrays = new ArrayList<>();
    return new GenericAggregate() {
      @Override
      public void add(@Nullable Object[] arguments, long count) {
        if (!(arguments[0] instanceof Slice array)) {
          throw new DatabaseException(
              SqlState.NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
        }
        checkSize(arrays.size() + count);
        Slice kept = Slice.of(array.toBytes());
        for (long i = 0; i < count; i++) {
          arrays.add(kept);
        }
      }

      @Override
      public @Nullable Object result() {
        return arrays.isEmpty()
            ? null
            : Constructors.nestedArray(types, arrays.toArray(new Slice[0]));
      }
    };
  }
}

package dev.millrace.model.function.aggregate;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.function.collection.Constructors;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `array_agg` and `list_agg`: the values in the order of the rows, NULLs included.
final class CollectAggregate implements GenericAggregate {

  /// Elements beyond this do not fit the stored form's 1 GB anyway.
  static final int ELEMENTS_MAX = 50_000_000;

  private final boolean isList;
  private final List<@Nullable Object> values = new ArrayList<>();

  CollectAggregate(boolean isList) {
    this.isList = isList;
  }

  @Override
  public void add(@Nullable Object[] arguments, long count) {
    Object value = arguments[0] instanceof Slice s ? Slice.of(s.toBytes()) : arguments[0];
    checkSize(values.size() + count);
    for (long i = 0; i < count; i++) {
      values.add(value);
    }
  }

  @Override
  public @Nullable Object result() {
    if (values.isEmpty()) {
      return null;
    }
    return isList ? ListValue.of(values) : ArrayValue.stored(values);
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

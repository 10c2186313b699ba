package dev.millrace.dataflow.law;

import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random boxed values from small domains, so that equal ones, NULLs and extremes all occur often.
public final class RandomValues {

  private static final int[] INTS = {0, 1, -1, 2, 3, 7, Integer.MAX_VALUE, Integer.MIN_VALUE};
  private static final long[] LONGS = {0, 1, -1, 2, 3, 5, Long.MAX_VALUE, Long.MIN_VALUE};
  private static final double[] DOUBLES = {
    0.0, -0.0, 1, -1.5, 0.1, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };
  private static final String[] TEXTS = {"", "a", "b", "ab", "A", "1", "-2.5", "true", "é", "x'y"};

  /// Types every random test may use for columns.
  public static final List<SqlType> TYPES =
      List.of(
          ScalarType.BOOL, ScalarType.INT4, ScalarType.INT8, ScalarType.FLOAT8, ScalarType.TEXT);

  private final Random random;

  public RandomValues(Random random) {
    this.random = random;
  }

  /// A value of the type, NULL one time in five.
  public @Nullable Object value(SqlType type) {
    return random.nextInt(5) == 0 ? null : nonNull(type);
  }

  /// A value of the type that is not NULL.
  public Object nonNull(SqlType type) {
    return switch (type.carrier()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> INTS[random.nextInt(INTS.length)];
      case LONG -> LONGS[random.nextInt(LONGS.length)];
      case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
      case SLICE -> Slice.utf8(TEXTS[random.nextInt(TEXTS.length)]);
    };
  }

  /// A row of the types.
  public @Nullable Object[] row(List<SqlType> types) {
    @Nullable Object[] row = new Object[types.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(types.get(i));
    }
    return row;
  }

  /// Types of a random row.
  public List<SqlType> rowType(int width) {
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      types.add(TYPES.get(random.nextInt(TYPES.size())));
    }
    return types;
  }
}

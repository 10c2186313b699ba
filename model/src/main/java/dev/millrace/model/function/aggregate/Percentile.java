package dev.millrace.model.function.aggregate;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.function.time.IntervalMath;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// `percentile_cont` and `percentile_disc` of a fraction or an array of fractions; the fraction is
/// the first argument of every row and the same in all.
final class Percentile implements GenericAggregate {

  private final boolean isContinuous;
  private final SortedRuns rows = new SortedRuns();
  private @Nullable Object fraction;

  private Percentile(boolean isContinuous) {
    this.isContinuous = isContinuous;
  }

  static GenericAggregate continuous(CallTypes types) {
    return new Percentile(true);
  }

  static GenericAggregate discrete(CallTypes types) {
    return new Percentile(false);
  }

  @Override
  public void add(@Nullable Object[] arguments, long count) {
    fraction = arguments[0] instanceof Slice s ? Slice.of(s.toBytes()) : arguments[0];
    rows.add(arguments[1], count);
  }

  @Override
  public @Nullable Object result() {
    return switch (fraction) {
      case null -> null;
      case Double single -> {
        check(single);
        yield rows.size() == 0 ? null : value(single);
      }
      case Slice several -> rows.size() == 0 ? null : values(several);
      default -> throw new IllegalStateException("not a fraction: " + fraction);
    };
  }

  private Slice values(Slice fractions) {
    ArrayValue array = ArrayValue.of(ScalarType.FLOAT8, fractions);
    @Nullable Object[] values = new Object[array.elements().length];
    for (int i = 0; i < values.length; i++) {
      if (array.elements()[i] instanceof Double one) {
        check(one);
        values[i] = value(one);
      }
    }
    return new ArrayValue(array.lengths(), array.lowerBounds(), values).toSlice();
  }

  private static void check(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new DatabaseException(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "percentile value "
              + TextFormat.text(ScalarType.FLOAT8, fraction)
              + " is not between 0 and 1");
    }
  }

  private Object value(double fraction) {
    if (!isContinuous) {
      return rows.at(Math.max((long) Math.ceil(fraction * rows.size()) - 1, 0));
    }
    double exact = fraction * (rows.size() - 1);
    long first = (long) Math.floor(exact);
    long second = (long) Math.ceil(exact);
    Object low = rows.at(first);
    return first == second ? low : between(low, rows.at(second), exact - first);
  }

  private static Object between(Object low, Object high, double share) {
    if (low instanceof Double l && high instanceof Double h) {
      return l + share * (h - l);
    }
    Slice difference = IntervalMath.subtract((Slice) high, (Slice) low);
    return IntervalMath.add(IntervalMath.multiply(difference, share), (Slice) low);
  }
}

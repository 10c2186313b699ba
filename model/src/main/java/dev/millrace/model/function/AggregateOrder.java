package dev.millrace.model.function;

import dev.millrace.model.value.Slice;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The order in which the rows of a group are handed to a generic aggregate where the call's ORDER
/// BY does not decide: NULL first, then by the length and then the unsigned bytes of the stored
/// form with numbers little-endian, as Materialize orders its rows. So `list_agg` of the strings
/// `Plastic, Steel, Fresh` is `{Fresh,Steel,Plastic}`, and of the ints 417, 3590 `{3590,417}`.
/// Arguments are compared one after the other.
public enum AggregateOrder implements Comparator<@Nullable Object[]> {
  /// The one order.
  NATURAL;

  @Override
  public int compare(@Nullable Object[] left, @Nullable Object[] right) {
    for (int i = 0; i < left.length; i++) {
      int order = compareValues(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /// Compares two boxed values of one type.
  public static int compareValues(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? -1 : 1;
    }
    return switch (left) {
      case Boolean b -> Boolean.compare(b, (Boolean) right);
      case Integer i ->
          Integer.compareUnsigned(Integer.reverseBytes(i), Integer.reverseBytes((Integer) right));
      case Long l -> Long.compareUnsigned(Long.reverseBytes(l), Long.reverseBytes((Long) right));
      case Double d -> Long.compareUnsigned(littleEndian(d), littleEndian((Double) right));
      case Slice s -> {
        int order = Integer.compare(s.length(), ((Slice) right).length());
        yield order != 0 ? order : s.compareTo((Slice) right);
      }
      default -> throw new IllegalStateException("not a value: " + left.getClass());
    };
  }

  private static long littleEndian(double value) {
    return Long.reverseBytes(Double.doubleToRawLongBits(value));
  }
}

package dev.millrace.model.codec;

import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.RangeValue;
import dev.millrace.model.value.Ranges;
import dev.millrace.model.value.Slice;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's binary format of ranges: a byte of flags, then each bound there is with its length.
final class RangeWire {

  private static final int EMPTY = 1;
  private static final int LOWER_INCLUSIVE = 2;
  private static final int UPPER_INCLUSIVE = 4;
  private static final int NO_LOWER = 8;
  private static final int NO_UPPER = 16;

  private RangeWire() {}

  static Slice encode(ScalarType type, Slice stored) {
    if (RangeValue.isEmpty(stored)) {
      return Slice.of(new byte[] {EMPTY});
    }
    ScalarType element = ScalarType.of(RangeValue.elementOf(type));
    RangeValue range = RangeValue.of(element.id(), stored);
    Slice lower = bound(element, range.lower());
    Slice upper = bound(element, range.upper());
    int size = 1 + (lower == null ? 0 : 4 + lower.length());
    size += upper == null ? 0 : 4 + upper.length();
    int flags =
        (range.isLowerInclusive() ? LOWER_INCLUSIVE : 0)
            | (range.isUpperInclusive() ? UPPER_INCLUSIVE : 0)
            | (lower == null ? NO_LOWER : 0)
            | (upper == null ? NO_UPPER : 0);
    ByteBuffer out = ByteBuffer.allocate(size).put((byte) flags);
    put(lower, out);
    put(upper, out);
    return Slice.of(out.array());
  }

  private static @Nullable Slice bound(ScalarType element, @Nullable Object value) {
    return value == null ? null : BinaryFormat.encode(element, value);
  }

  private static void put(@Nullable Slice bound, ByteBuffer out) {
    if (bound != null) {
      out.putInt(bound.length()).put(bound.array(), bound.offset(), bound.length());
    }
  }

  static Slice decode(ScalarType type, ByteBuffer in) {
    int flags = in.get();
    if ((flags & EMPTY) != 0) {
      return RangeValue.EMPTY;
    }
    ScalarType element = ScalarType.of(RangeValue.elementOf(type));
    Object lower = (flags & NO_LOWER) != 0 ? null : BinaryFormat.decodeSized(element, in);
    Object upper = (flags & NO_UPPER) != 0 ? null : BinaryFormat.decodeSized(element, in);
    return Ranges.make(
        type,
        new RangeValue(
            lower, (flags & LOWER_INCLUSIVE) != 0, upper, (flags & UPPER_INCLUSIVE) != 0));
  }
}

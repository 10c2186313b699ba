package dev.millrace.model.value;

import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A range that is not empty, taken apart: its bounds, null where it has no end.
///
/// The stored form orders by its bytes as PostgreSQL orders ranges:
///
/// | bytes | content |
/// |---|---|
/// | 1 | 0: empty, and the end; 1: not |
/// | 1 | lower bound: 0 none, 1 there is one |
/// | n | its value: ints and longs big-endian with the sign bit turned; numeric as a tag (0 -infinity, 1 finite, 2 infinity, 3 NaN) and 33 bytes with 39 digits behind the point |
/// | 1 | 0 inclusive, 1 exclusive |
/// | 1 | upper bound: 1 there is one, 2 none |
/// | n + 1 | its value; 0 exclusive, 1 inclusive |
public record RangeValue(
    @Nullable Object lower,
    boolean isLowerInclusive,
    @Nullable Object upper,
    boolean isUpperInclusive) {

  /// The stored empty range.
  public static final Slice EMPTY = Slice.of(new byte[] {0});

  private static final int NUMERIC_BYTES = 33;

  /// True for the stored empty range.
  public static boolean isEmpty(Slice stored) {
    return stored.at(0) == 0;
  }

  /// Takes a stored range apart that is not empty.
  ///
  /// @param element the type of its bounds
  public static RangeValue of(TypeId element, Slice stored) {
    Reader in = new Reader(element, stored);
    boolean hasLower = in.next() == 1;
    Object lower = hasLower ? in.value() : null;
    boolean isLowerInclusive = hasLower && in.next() == 0;
    boolean hasUpper = in.next() == 1;
    Object upper = hasUpper ? in.value() : null;
    boolean isUpperInclusive = hasUpper && in.next() == 1;
    return new RangeValue(lower, isLowerInclusive, upper, isUpperInclusive);
  }

  /// The stored form.
  public Slice toSlice(TypeId element) {
    byte[] bytes = new byte[5 + 2 * (NUMERIC_BYTES + 1)];
    int at = 0;
    bytes[at++] = 1;
    bytes[at++] = (byte) (lower == null ? 0 : 1);
    if (lower != null) {
      at = put(element, lower, bytes, at);
      bytes[at++] = (byte) (isLowerInclusive ? 0 : 1);
    }
    bytes[at++] = (byte) (upper == null ? 2 : 1);
    if (upper != null) {
      at = put(element, upper, bytes, at);
      bytes[at++] = (byte) (isUpperInclusive ? 1 : 0);
    }
    return Slice.of(Arrays.copyOf(bytes, at));
  }

  private static int put(TypeId element, Object value, byte[] bytes, int at) {
    if (element.carrier() == Carrier.INT) {
      Elements.INT.set(bytes, at, (Integer) value ^ Integer.MIN_VALUE);
      return at + 4;
    }
    if (element.carrier() == Carrier.LONG) {
      Elements.LONG.set(bytes, at, (Long) value ^ Long.MIN_VALUE);
      return at + 8;
    }
    Slice numeric = (Slice) value;
    if (!Numeric.isFinite(numeric)) {
      bytes[at] = (byte) (Numeric.isNaN(numeric) ? 3 : numeric.equals(Numeric.INFINITY) ? 2 : 0);
      return at + 1;
    }
    bytes[at] = 1;
    BigInteger scaled =
        Numeric.unscaled(numeric)
            .multiply(Numeric.powerOfTen(Numeric.DIGITS_MAX - Numeric.scale(numeric)));
    byte[] raw = scaled.toByteArray();
    int pad = NUMERIC_BYTES - raw.length;
    Arrays.fill(bytes, at + 1, at + 1 + pad, (byte) (scaled.signum() < 0 ? 0xff : 0));
    System.arraycopy(raw, 0, bytes, at + 1 + pad, raw.length);
    bytes[at + 1] ^= (byte) 0x80;
    return at + 1 + NUMERIC_BYTES;
  }

  /// The type of a range type's bounds.
  public static TypeId elementOf(ScalarType range) {
    return Objects.requireNonNull(range.id().rangeElement(), "not a range type");
  }

  /// Reads a stored range from its second byte on.
  private static final class Reader {
    private final TypeId element;
    private final Slice stored;
    private int at = 1;

    Reader(TypeId element, Slice stored) {
      this.element = element;
      this.stored = stored;
    }

    byte next() {
      return stored.at(at++);
    }

    Object value() {
      int start = stored.offset() + at;
      if (element.carrier() == Carrier.INT) {
        at += 4;
        return (int) Elements.INT.get(stored.array(), start) ^ Integer.MIN_VALUE;
      }
      if (element.carrier() == Carrier.LONG) {
        at += 8;
        return (long) Elements.LONG.get(stored.array(), start) ^ Long.MIN_VALUE;
      }
      byte tag = next();
      if (tag != 1) {
        return tag == 0 ? Numeric.NEGATIVE_INFINITY : tag == 2 ? Numeric.INFINITY : Numeric.NAN;
      }
      byte[] raw = stored.slice(at, NUMERIC_BYTES).toBytes();
      raw[0] ^= (byte) 0x80;
      at += NUMERIC_BYTES;
      return Numeric.of(new BigDecimal(new BigInteger(raw), Numeric.DIGITS_MAX));
    }
  }
}

package dev.millrace.model.value;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The stored form of `numeric`: at most 39 significant digits, at most 39 of them fractional, and
/// always normalised, so that equal values have equal bytes.
///
/// | byte | content |
/// |---|---|
/// | 0 | scale 0..39 (no trailing zero digit unless 0), or 125 -Infinity, 126 Infinity, 127 NaN |
/// | 1.. | the unscaled value, two's complement, big-endian, as few bytes as hold it; nothing after a special |
///
/// Values whose unscaled part fits a long never meet a BigInteger here.
public final class Numeric {

  /// Materialize's limit, which is decNumber's with 13 units of three digits.
  public static final int DIGITS_MAX = 39;

  public static final Slice NEGATIVE_INFINITY = Slice.of(new byte[] {125});
  public static final Slice INFINITY = Slice.of(new byte[] {126});
  public static final Slice NAN = Slice.of(new byte[] {127});
  public static final Slice ZERO = Slice.of(new byte[] {0, 0});
  public static final Slice ONE = Slice.of(new byte[] {0, 1});

  private static final byte SPECIAL = 125;
  private static final long[] POWERS = new long[19];
  private static final BigInteger[] BIG_POWERS = new BigInteger[2 * DIGITS_MAX + 2];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
    for (int i = 0; i < BIG_POWERS.length; i++) {
      BIG_POWERS[i] = BigInteger.TEN.pow(i);
    }
  }

  private Numeric() {}

  /// True unless NaN or infinite.
  public static boolean isFinite(Slice value) {
    return value.at(0) < SPECIAL;
  }

  /// True for NaN.
  public static boolean isNaN(Slice value) {
    return value.at(0) == 127;
  }

  /// Fractional digits of a finite value.
  public static int scale(Slice value) {
    return value.at(0);
  }

  /// True if the value is finite and its unscaled part fits a long.
  public static boolean isSmall(Slice value) {
    return value.length() <= 9 && value.at(0) < SPECIAL;
  }

  /// The unscaled part of a small value.
  public static long unscaledLong(Slice value) {
    byte[] array = value.array();
    int from = value.offset() + 1;
    int end = value.offset() + value.length();
    long unscaled = array[from];
    for (int i = from + 1; i < end; i++) {
      unscaled = (unscaled << 8) | (array[i] & 0xff);
    }
    return unscaled;
  }

  /// The unscaled part of a finite value.
  public static BigInteger unscaled(Slice value) {
    return isSmall(value)
        ? BigInteger.valueOf(unscaledLong(value))
        : new BigInteger(value.array(), value.offset() + 1, value.length() - 1);
  }

  /// -1, 0 or 1; NaN counts as positive.
  public static int signum(Slice value) {
    return switch (value.at(0)) {
      case 125 -> -1;
      case 126, 127 -> 1;
      default -> value.at(1) < 0 ? -1 : value.length() == 2 && value.at(1) == 0 ? 0 : 1;
    };
  }

  /// An integer.
  public static Slice of(long value) {
    return encode(value, 0);
  }

  /// `unscaled / 10^scale`, normalised; scale 0..78.
  public static Slice of(long unscaled, int scale) {
    if (scale > DIGITS_MAX) {
      return of(BigInteger.valueOf(unscaled), scale);
    }
    long value = unscaled;
    int digits = scale;
    while (digits > 0 && value % 10 == 0) {
      value /= 10;
      digits--;
    }
    return encode(value, digits);
  }

  /// `unscaled / 10^scale`, rounded half away from zero to what 39 digits hold.
  public static Slice of(BigInteger unscaled, int scale) {
    return of(new BigDecimal(unscaled, scale));
  }

  /// The value rounded half away from zero to what 39 digits hold; more integer digits than that
  /// are out of range.
  public static Slice of(BigDecimal decimal) {
    BigDecimal value = decimal;
    if (value.scale() < 0) {
      if (value.signum() != 0 && (long) value.precision() - value.scale() > DIGITS_MAX) {
        throw overflow();
      }
      value = value.signum() == 0 ? BigDecimal.ZERO : value.setScale(0);
    } else if ((long) value.scale() - value.precision() > DIGITS_MAX + 1) {
      return ZERO; // and spares setScale a power of ten with as many digits
    }
    int integerDigits = Math.max(value.precision() - value.scale(), 0);
    if (integerDigits > DIGITS_MAX) {
      throw overflow();
    }
    int scaleMax = DIGITS_MAX - integerDigits;
    if (value.scale() > scaleMax) {
      value = value.setScale(scaleMax, RoundingMode.HALF_UP);
      if (value.precision() > DIGITS_MAX) {
        return of(value);
      }
    }
    BigInteger unscaled = value.unscaledValue();
    if (unscaled.bitLength() < 64) {
      return of(unscaled.longValue(), value.scale());
    }
    if (value.scale() > 0) {
      value = value.stripTrailingZeros();
      value = value.scale() < 0 ? value.setScale(0) : value;
      unscaled = value.unscaledValue();
    }
    byte[] bytes = unscaled.toByteArray();
    byte[] stored = new byte[bytes.length + 1];
    stored[0] = (byte) value.scale();
    System.arraycopy(bytes, 0, stored, 1, bytes.length);
    return Slice.of(stored);
  }

  /// The nearest numeric that PostgreSQL gives for a float8: its 15 significant digits.
  public static Slice ofDouble(double value, int significantDigits) {
    if (Double.isNaN(value)) {
      return NAN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? INFINITY : NEGATIVE_INFINITY;
    }
    BigDecimal exact = new BigDecimal(value);
    return of(exact.round(new java.math.MathContext(significantDigits, RoundingMode.HALF_EVEN)));
  }

  /// A finite value as a BigDecimal.
  public static BigDecimal toBigDecimal(Slice value) {
    assert isFinite(value);
    return isSmall(value)
        ? BigDecimal.valueOf(unscaledLong(value), scale(value))
        : new BigDecimal(unscaled(value), scale(value));
  }

  /// The nearest double.
  public static double toDouble(Slice value) {
    return switch (value.at(0)) {
      case 125 -> Double.NEGATIVE_INFINITY;
      case 126 -> Double.POSITIVE_INFINITY;
      case 127 -> Double.NaN;
      default -> {
        if (isSmall(value) && scale(value) <= 15) {
          long unscaled = unscaledLong(value);
          if (Math.abs(unscaled) < 1L << 53) {
            yield (double) unscaled / POWERS[scale(value)];
          }
        }
        yield toBigDecimal(value).doubleValue();
      }
    };
  }

  /// PostgreSQL's order: -Infinity, numbers, Infinity, NaN.
  public static int compare(Slice left, Slice right) {
    if (!isFinite(left) || !isFinite(right)) {
      return Integer.compare(rank(left), rank(right));
    }
    if (isSmall(left) && isSmall(right)) {
      long a = unscaledLong(left);
      long b = unscaledLong(right);
      int difference = scale(left) - scale(right);
      if (difference == 0) {
        return Long.compare(a, b);
      }
      int digits = Math.abs(difference);
      if (digits < POWERS.length) {
        long power = POWERS[digits];
        long high = Math.multiplyHigh(difference > 0 ? b : a, power);
        long low = (difference > 0 ? b : a) * power;
        if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
          return difference > 0 ? Long.compare(a, low) : Long.compare(low, b);
        }
        return (difference > 0) == (high >= 0) ? -1 : 1;
      }
    }
    return toBigDecimal(left).compareTo(toBigDecimal(right));
  }

  /// The value of ASCII text such as `-12.50`, without blanks; null if it is not a plain decimal of
  /// at most 18 digits, which the caller then reads the long way.
  public static @Nullable Slice ofPlainText(byte[] text, int offset, int length) {
    int at = offset;
    int end = offset + length;
    boolean isNegative = at < end && text[at] == '-';
    if (isNegative || (at < end && text[at] == '+')) {
      at++;
    }
    if (end - at > 19 || at == end) {
      return null;
    }
    long unscaled = 0;
    int scale = -1;
    int digits = 0;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        unscaled = unscaled * 10 + digit;
        digits++;
        scale += scale >= 0 ? 1 : 0;
      } else if (text[at] == '.' && scale < 0) {
        scale = 0;
      } else {
        return null;
      }
    }
    return digits == 0 || digits > 18
        ? null
        : of(isNegative ? -unscaled : unscaled, Math.max(scale, 0));
  }

  /// Appends the value in plain notation with at least `scaleMin` fractional digits.
  public static void appendTo(Slice value, int scaleMin, StringBuilder out) {
    switch (value.at(0)) {
      case 125 -> out.append("-Infinity");
      case 126 -> out.append("Infinity");
      case 127 -> out.append("NaN");
      default -> {
        int scale = scale(value);
        if (scale == 0 && isSmall(value)) {
          out.append(unscaledLong(value));
        } else {
          out.append(toBigDecimal(value).toPlainString());
        }
        if (scale < scaleMin) {
          out.append(scale == 0 ? "." : "").repeat('0', scaleMin - scale);
        }
      }
    }
  }

  /// The value in plain notation without trailing zeros.
  public static String toText(Slice value) {
    StringBuilder out = new StringBuilder();
    appendTo(value, 0, out);
    return out.toString();
  }

  /// 10 to a power from 0 to 79.
  public static BigInteger powerOfTen(int exponent) {
    return BIG_POWERS[exponent];
  }

  /// `22003`, as PostgreSQL words it.
  public static DatabaseException overflow() {
    return new DatabaseException(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }

  /// The value of a literal known to be plain; for constants in code.
  public static Slice constant(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    Slice value = ofPlainText(ascii, 0, ascii.length);
    return value != null ? value : of(new BigDecimal(text));
  }

  private static int rank(Slice value) {
    int tag = value.at(0);
    return tag < SPECIAL ? 0 : tag == 125 ? -1 : tag - 125;
  }

  private static Slice encode(long unscaled, int scale) {
    int bytes = (72 - Long.numberOfLeadingZeros(unscaled ^ (unscaled >> 63))) >>> 3;
    byte[] stored = new byte[bytes + 1];
    stored[0] = (byte) scale;
    long rest = unscaled;
    for (int i = bytes; i > 0; i--) {
      stored[i] = (byte) rest;
      rest >>= 8;
    }
    return Slice.of(stored);
  }
}

package dev.millrace.model.codec;

import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/// The binary format of numeric: digits in base 10000.
///
/// | offset | content |
/// |---|---|
/// | 0 | int16 number of digits |
/// | 2 | int16 weight: exponent of 10000 of the first digit |
/// | 4 | uint16 sign: 0x0000 +, 0x4000 -, 0xC000 NaN, 0xD000 Infinity, 0xF000 -Infinity |
/// | 6 | uint16 decimal digits behind the point that are shown |
/// | 8 | int16 each digit |
final class NumericWire {

  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int MINUS_INFINITY = 0xF000;

  /// What PostgreSQL 15 sends in the place of an infinity's scale.
  private static final int INFINITY_SCALE = 0x20;

  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  /// Base-10000 digits a client may send; ours need 20, PostgreSQL's may have more zeros.
  private static final int DIGITS_MAX = 10_000;

  private NumericWire() {}

  static Slice encode(Slice value, int declaredScale) {
    if (!Numeric.isFinite(value)) {
      int sign = Numeric.isNaN(value) ? NAN : Numeric.signum(value) > 0 ? INFINITY : MINUS_INFINITY;
      ByteBuffer special = ByteBuffer.allocate(8).putInt(0).putShort((short) sign);
      return Slice.of(special.putShort((short) (sign == NAN ? 0 : INFINITY_SCALE)).array());
    }
    BigDecimal decimal = Numeric.toBigDecimal(value);
    int shown = Math.max(decimal.scale(), Math.max(declaredScale, 0));
    int fractionDigits = (decimal.scale() + 3) / 4;
    BigInteger rest = decimal.abs().setScale(fractionDigits * 4).unscaledValue();
    short[] digits = new short[Numeric.DIGITS_MAX / 2];
    int count = 0;
    while (rest.signum() != 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      digits[count++] = parts[1].shortValue();
      rest = parts[0];
    }
    int zeros = 0;
    while (zeros < count && digits[zeros] == 0) {
      zeros++;
    }
    ByteBuffer out = ByteBuffer.allocate(8 + 2 * (count - zeros));
    out.putShort((short) (count - zeros));
    out.putShort((short) (count == 0 ? 0 : count - fractionDigits - 1));
    out.putShort((short) (decimal.signum() < 0 ? NEGATIVE : 0)).putShort((short) shown);
    for (int i = count - 1; i >= zeros; i--) {
      out.putShort(digits[i]);
    }
    return Slice.of(out.array());
  }

  static Slice decode(ByteBuffer in) {
    int count = in.getShort();
    int weight = in.getShort();
    int sign = in.getShort() & 0xffff;
    in.getShort();
    switch (sign) {
      case NAN -> {
        return Numeric.NAN;
      }
      case INFINITY -> {
        return Numeric.INFINITY;
      }
      case MINUS_INFINITY -> {
        return Numeric.NEGATIVE_INFINITY;
      }
      case 0, NEGATIVE -> {}
      default -> throw BinaryFormat.malformed();
    }
    if (count < 0 || count > DIGITS_MAX) {
      throw BinaryFormat.malformed();
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      int digit = in.getShort();
      if (digit < 0 || digit > 9999) {
        throw BinaryFormat.malformed();
      }
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    int scale = 4 * (count - 1 - weight);
    return Numeric.of(new BigDecimal(sign == NEGATIVE ? unscaled.negate() : unscaled, scale));
  }
}

package dev.millrace.model.function.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/// Two's complement integers of a fixed number of 64-bit words inside a state's bytes, least
/// significant byte first. Sums wrap silently: callers give them words enough for the largest value
/// times 2^63 rows.
final class WideInteger {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private WideInteger() {}

  static long word(byte[] state, int at) {
    return (long) WORD.get(state, at);
  }

  static void setWord(byte[] state, int at, long value) {
    WORD.set(state, at, value);
  }

  /// Adds to a counter of one word.
  static void addWord(byte[] state, int at, long value) {
    setWord(state, at, word(state, at) + value);
  }

  /// Adds a signed product of two longs to an integer of two words or more.
  static void addProduct(byte[] state, int at, int words, long left, long right) {
    long low = left * right;
    long high = Math.multiplyHigh(left, right);
    long carry = addWithCarry(state, at, low, 0);
    carry = addWithCarry(state, at + 8, high, carry);
    long sign = high >> 63;
    for (int i = 2; i < words; i++) {
      carry = addWithCarry(state, at + 8 * i, sign, carry);
    }
  }

  /// Adds `factor * magnitude`, or subtracts it; `magnitude` is unsigned, as are the words of
  /// `factor`, least significant first.
  static void addScaled(
      byte[] state, int at, int words, long magnitude, boolean isNegative, long[] factor) {
    long productCarry = 0;
    long carry = isNegative ? 1 : 0;
    for (int i = 0; i < words; i++) {
      long product = productCarry;
      if (i < factor.length) {
        long low = magnitude * factor[i];
        product = low + productCarry;
        productCarry =
            Math.unsignedMultiplyHigh(magnitude, factor[i])
                + (Long.compareUnsigned(product, low) < 0 ? 1 : 0);
      } else {
        productCarry = 0;
      }
      carry = addWithCarry(state, at + 8 * i, isNegative ? ~product : product, carry);
    }
  }

  /// Adds a 128-bit magnitude shifted left by `shift` bits, or subtracts it.
  static void addShifted(
      byte[] state, int at, int words, long high, long low, int shift, boolean isNegative) {
    int first = shift >> 6;
    int bits = shift & 63;
    long w0 = low << bits;
    long w1 = bits == 0 ? high : high << bits | low >>> (64 - bits);
    long w2 = bits == 0 ? 0 : high >>> (64 - bits);
    long carry = isNegative ? 1 : 0;
    for (int i = first; i < words; i++) {
      int k = i - first;
      long word = k == 0 ? w0 : k == 1 ? w1 : k == 2 ? w2 : 0;
      if (k > 2 && carry == (isNegative ? 1 : 0)) {
        return;
      }
      carry = addWithCarry(state, at + 8 * i, isNegative ? ~word : word, carry);
    }
  }

  /// The words of a magnitude, least significant first.
  static long[] words(BigInteger magnitude) {
    long[] words = new long[Math.max((magnitude.bitLength() + 63) / 64, 1)];
    for (int i = 0; i < words.length; i++) {
      words[i] = magnitude.shiftRight(64 * i).longValue();
    }
    return words;
  }

  /// The value.
  static BigInteger value(byte[] state, int at, int words) {
    byte[] bigEndian = new byte[words * 8];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = state[at + bigEndian.length - 1 - i];
    }
    return new BigInteger(bigEndian);
  }

  private static long addWithCarry(byte[] state, int at, long addend, long carry) {
    long word = word(state, at);
    long sum = word + addend;
    long carryOut = Long.compareUnsigned(sum, word) < 0 ? 1 : 0;
    long result = sum + carry;
    setWord(state, at, result);
    return carryOut + (carry != 0 && result == 0 ? 1 : 0);
  }
}

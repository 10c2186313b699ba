package dev.millrace.model.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The 64-bit hash of bytes: good in all bits, the same on every run.
public final class Hash {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// 2^64 divided by the golden ratio: an odd number without pattern, to start from.
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private Hash() {}

  /// The hash of `bytes[from .. end)`.
  public static long of(byte[] bytes, int from, int end) {
    long hash = SEED ^ (end - from);
    int i = from;
    for (; i + 8 <= end; i += 8) {
      hash = mix(hash ^ (long) LONG.get(bytes, i));
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = (rest << 8) | (bytes[i] & 0xff);
    }
    return mix(mix(hash ^ rest));
  }

  /// Spreads a number over all bits; a bijection (the finisher of splitmix64).
  public static long mix(long value) {
    long x = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}

package dev.millrace.model.value;

import dev.millrace.model.type.Carrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// How an element lies inside a list, array, map or record: its byte length (int, -1 = NULL), then
/// its stored form. Shared by the four; sizes are computed first, so that bytes are written once.
final class Elements {

  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Elements() {}

  /// The int at a position of a stored value.
  static int intAt(Slice stored, int at) {
    return (int) INT.get(stored.array(), stored.offset() + at);
  }

  /// Bytes an element takes with its length.
  static int bytes(@Nullable Object value) {
    return 4
        + switch (value) {
          case null -> 0;
          case Boolean _ -> 1;
          case Integer _ -> 4;
          case Long _, Double _ -> 8;
          case Slice s -> s.length();
          default -> throw new IllegalStateException("not a value: " + value.getClass());
        };
  }

  /// Bytes all elements take.
  static int bytes(@Nullable Object[] values) {
    long sum = 0;
    for (Object value : values) {
      sum += bytes(value);
    }
    return Math.toIntExact(sum);
  }

  /// Writes an element; returns where the next one goes.
  static int put(byte[] target, int at, @Nullable Object value) {
    INT.set(target, at, value == null ? -1 : bytes(value) - 4);
    int start = at + 4;
    switch (value) {
      case null -> {}
      case Boolean b -> target[start] = (byte) (b ? 1 : 0);
      case Integer i -> INT.set(target, start, (int) i);
      case Long l -> LONG.set(target, start, (long) l);
      case Double d -> LONG.set(target, start, Double.doubleToRawLongBits(d));
      case Slice s -> System.arraycopy(s.array(), s.offset(), target, start, s.length());
      default -> throw new IllegalStateException("not a value: " + value.getClass());
    }
    return at + bytes(value);
  }

  /// Writes all elements; returns the position after the last.
  static int put(byte[] target, int at, @Nullable Object[] values) {
    int next = at;
    for (Object value : values) {
      next = put(target, next, value);
    }
    return next;
  }

  /// The element whose length is at `at`.
  static @Nullable Object read(Carrier carrier, Slice stored, int at) {
    int length = intAt(stored, at);
    if (length < 0) {
      return null;
    }
    int start = stored.offset() + at + 4;
    return switch (carrier) {
      case BOOLEAN -> stored.array()[start] != 0;
      case INT -> (int) INT.get(stored.array(), start);
      case LONG -> (long) LONG.get(stored.array(), start);
      case DOUBLE -> Double.longBitsToDouble((long) LONG.get(stored.array(), start));
      case SLICE -> stored.slice(at + 4, length);
    };
  }

  /// Where the element after the one at `at` begins.
  static int next(Slice stored, int at) {
    return at + 4 + Math.max(intAt(stored, at), 0);
  }

  /// `count` elements from `at` on.
  static @Nullable Object[] read(Carrier carrier, Slice stored, int at, int count) {
    @Nullable Object[] values = new Object[count];
    int next = at;
    for (int i = 0; i < count; i++) {
      values[i] = read(carrier, stored, next);
      next = next(stored, next);
    }
    return values;
  }
}

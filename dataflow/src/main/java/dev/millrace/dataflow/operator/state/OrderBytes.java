package dev.millrace.dataflow.operator.state;

import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes sort keys as bytes whose unsigned order is the SQL order, and which are self-delimiting.
/// In memory only. Not to be used by two threads at once.
/*
 *   NULL       u8 0 (first) or 2 (last); a value is preceded by u8 1
 *   numbers    big endian, sign bit flipped unless the type is unsigned
 *   floats     IEEE bits in total order; one zero, one NaN above all
 *   bytes      0x00 as 00 FF, terminated by 00 00
 *   numeric    u8 rank (-Infinity, finite, Infinity, NaN); finite: value * 10^39, 34 bytes biased
 *   interval   span in microseconds, 16 bytes biased
 *   list, row  each element with its tag, then u8 0; NULL elements last
 *   descending the value's bytes inverted, not the tag
 */
public final class OrderBytes {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// 39 digits before and 39 after the point are below 2^260: 33 bytes and the sign.
  private static final int NUMERIC_BYTES = 34;

  /// 2^31 months in microseconds are below 2^83.
  private static final int INTERVAL_BYTES = 16;

  private final SortKey[] keys;
  private final SqlType[] types;
  private byte[] buffer = new byte[64];
  private int size;

  /// @param types of the input that the keys are columns of
  public OrderBytes(List<SqlType> types, List<SortKey> keys) {
    this.keys = keys.toArray(SortKey[]::new);
    this.types = keys.stream().map(k -> types.get(k.column())).toArray(SqlType[]::new);
    for (SqlType type : this.types) {
      refuseUnordered(type);
    }
  }

  private static void refuseUnordered(SqlType type) {
    switch (type) {
      case ListType l -> refuseUnordered(l.element());
      case RecordType r -> r.fields().forEach(f -> refuseUnordered(f.type()));
      case ArrayType _, MapType _ -> throw refused(type);
      case ScalarType s -> {
        switch (s.id()) {
          case JSONB, JSON -> throw refused(type);
          default -> {}
        }
      }
    }
  }

  private static DatabaseException refused(SqlType type) {
    return DatabaseException.notSupported(
        "ordering by " + type.displayName() + " in a maintained view", 0);
  }

  /// Begins a key in the given buffer, which is the caller's until it is outgrown.
  public void begin(byte[] buffer) {
    this.buffer = buffer;
    this.size = 0;
  }

  /// The bytes written since `begin`.
  public byte[] buffer() {
    return buffer;
  }

  /// How many.
  public int size() {
    return size;
  }

  /// Writes all sort keys of a row.
  public void write(Chunk chunk, int row) {
    for (int i = 0; i < keys.length; i++) {
      SortKey key = keys[i];
      Column column = chunk.columns[key.column()];
      if (column.isNull(row)) {
        tag(key.isNullsFirst() ? 0 : 2);
        continue;
      }
      tag(1);
      int start = size;
      switch (column) {
        case IntColumn c -> writeInt(types[i], c.values[row]);
        case LongColumn c -> writeLong(types[i], c.values[row]);
        case DoubleColumn c -> writeDouble(c.values[row]);
        case BytesColumn c -> writeSlice(types[i], c.slice(row));
      }
      if (key.isDescending()) {
        for (int b = start; b < size; b++) {
          buffer[b] = (byte) ~buffer[b];
        }
      }
    }
  }

  private void writeValue(SqlType type, Object value) {
    switch (value) {
      case Boolean b -> writeInt(type, b ? 1 : 0);
      case Integer i -> writeInt(type, i);
      case Long l -> writeLong(type, l);
      case Double d -> writeDouble(d);
      case Slice s -> writeSlice(type, s);
      default -> throw new IllegalStateException("not a value: " + value.getClass());
    }
  }

  private void tag(int tag) {
    reserve(1);
    buffer[size++] = (byte) tag;
  }

  private void writeInt(SqlType type, int value) {
    boolean isUnsigned =
        type instanceof ScalarType s
            && switch (s.id()) {
              case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE, XID -> true;
              default -> false;
            };
    reserve(4);
    INT.set(buffer, size, isUnsigned ? value : value ^ Integer.MIN_VALUE);
    size += 4;
  }

  private void writeLong(SqlType type, long value) {
    boolean isUnsigned =
        type instanceof ScalarType s
            && switch (s.id()) {
              case UINT8, MZ_TIMESTAMP -> true;
              default -> false;
            };
    reserve(8);
    LONG.set(buffer, size, isUnsigned ? value : value ^ Long.MIN_VALUE);
    size += 8;
  }

  private void writeDouble(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    reserve(8);
    LONG.set(buffer, size, bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    size += 8;
  }

  private void writeSlice(SqlType type, Slice value) {
    switch (type) {
      case ListType l -> {
        for (Object element : ListValue.elements(l.element(), value)) {
          writeElement(l.element(), element);
        }
        tag(0);
      }
      case RecordType r -> {
        @Nullable Object[] fields = RecordValue.fields(r, value);
        for (int i = 0; i < fields.length; i++) {
          writeElement(r.fields().get(i).type(), fields[i]);
        }
        tag(0);
      }
      case ScalarType s -> {
        switch (s.id()) {
          case NUMERIC -> writeNumeric(value);
          case INTERVAL -> writeBiased(Interval.of(value).span(), INTERVAL_BYTES);
          default -> writeBytes(value);
        }
      }
      case ArrayType _, MapType _ -> throw refused(type);
    }
  }

  private void writeElement(SqlType type, @Nullable Object element) {
    if (element == null) {
      tag(2);
    } else {
      tag(1);
      writeValue(type, element);
    }
  }

  private void writeNumeric(Slice value) {
    if (!Numeric.isFinite(value)) {
      tag(Numeric.isNaN(value) ? 3 : value.equals(Numeric.INFINITY) ? 2 : 0);
      return;
    }
    tag(1);
    int scale = Numeric.scale(value);
    writeBiased(
        Numeric.unscaled(value).multiply(Numeric.powerOfTen(Numeric.DIGITS_MAX - scale)),
        NUMERIC_BYTES);
  }

  private void writeBiased(BigInteger value, int bytes) {
    byte[] raw = value.toByteArray();
    assert raw.length <= bytes;
    reserve(bytes);
    int pad = bytes - raw.length;
    Arrays.fill(buffer, size, size + pad, (byte) (value.signum() < 0 ? 0xff : 0));
    System.arraycopy(raw, 0, buffer, size + pad, raw.length);
    buffer[size] ^= (byte) 0x80;
    size += bytes;
  }

  private void writeBytes(Slice value) {
    reserve(2 * value.length() + 2);
    for (int i = 0; i < value.length(); i++) {
      byte b = value.at(i);
      buffer[size++] = b;
      if (b == 0) {
        buffer[size++] = (byte) 0xff;
      }
    }
    buffer[size++] = 0;
    buffer[size++] = 0;
  }

  private void reserve(int bytes) {
    if (size + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + bytes, buffer.length * 2));
    }
  }
}

package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.TimeWithZone;
import dev.millrace.model.value.json.JsonText;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's binary format of every type that has one: what a client reads in a DataRow of
/// format 1, sends in a Bind, or copies WITH (FORMAT binary). Lists and maps have none.
public final class BinaryFormat {

  /// PostgreSQL's limit of an offset: 16 hours.
  private static final int WEST_SECONDS_END = 57_600;

  private BinaryFormat() {}

  /// True if values of the type have a binary format.
  public static boolean isDefined(SqlType type) {
    return switch (type) {
      case ListType _, MapType _ -> false;
      case ScalarType _ -> true;
      case ArrayType a -> isDefined(a.element());
      case RecordType r -> r.fields().stream().allMatch(f -> isDefined(f.type()));
    };
  }

  /// The bytes of a value, which is not NULL.
  public static Slice encode(SqlType type, Object value) {
    return switch (type) {
      case ScalarType s -> encodeScalar(s, value);
      case ArrayType a -> encodeArray(a.element(), (Slice) value);
      case RecordType r -> encodeRecord(r, (Slice) value);
      case ListType _ -> throw DatabaseException.notSupported("binary encoding of list types", 0);
      case MapType _ -> throw DatabaseException.notSupported("binary encoding of map types", 0);
    };
  }

  /// The value of bytes a client sent; refuses what is not of the format.
  public static Object decode(SqlType type, Slice bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length());
      Object value = decode(type, buffer);
      if (buffer.hasRemaining()) {
        throw malformed();
      }
      return TypeModifier.assign(type, value);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw malformed();
    }
  }

  private static Slice encodeScalar(ScalarType type, Object value) {
    return switch (type.id()) {
      case BOOL -> Slice.of(new byte[] {(byte) ((Boolean) value ? 1 : 0)});
      case INT2, UINT2 -> buffer(2).putShort((short) (int) (Integer) value).done();
      case INT4, DATE, OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE, XID ->
          buffer(4).putInt((Integer) value).done();
      case UINT4 -> buffer(4).putInt((int) (long) (Long) value).done();
      case INT8, UINT8, TIME, TIMESTAMP, TIMESTAMPTZ, MZ_TIMESTAMP ->
          buffer(8).putLong((Long) value).done();
      case FLOAT4 -> buffer(4).putInt(Float.floatToIntBits((float) (double) (Double) value)).done();
      case FLOAT8 -> buffer(8).putLong(Double.doubleToLongBits((Double) value)).done();
      case NUMERIC -> NumericWire.encode((Slice) value, type.numericScale());
      case INTERVAL -> {
        Interval interval = Interval.of((Slice) value);
        yield buffer(16)
            .putLong(interval.micros())
            .putInt(interval.days())
            .putInt(interval.months())
            .done();
      }
      case TIMETZ -> {
        TimeWithZone time = TimeWithZone.of((Slice) value);
        yield buffer(12).putLong(time.micros()).putInt(time.westSeconds()).done();
      }
      case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE ->
          RangeWire.encode(type, (Slice) value);
      case JSONB, JSONPATH -> {
        Slice text = (Slice) value;
        byte[] bytes = new byte[text.length() + 1];
        bytes[0] = 1;
        System.arraycopy(text.array(), text.offset(), bytes, 1, text.length());
        yield Slice.of(bytes);
      }
      case INT2VECTOR -> encodeArray(ScalarType.INT2, (Slice) value);
      case OIDVECTOR -> encodeArray(ScalarType.OID, (Slice) value);
      case BPCHAR -> TextFormat.toSlice(type, value);
      default -> (Slice) value;
    };
  }

  private static Slice encodeArray(SqlType element, Slice stored) {
    ArrayValue array = ArrayValue.of(element, stored);
    @Nullable Slice[] encoded = new Slice[array.elements().length];
    int size = 12 + 8 * array.dimensions();
    boolean hasNulls = false;
    for (int i = 0; i < encoded.length; i++) {
      Object value = array.elements()[i];
      Slice bytes = value == null ? null : encode(element, value);
      encoded[i] = bytes;
      hasNulls |= bytes == null;
      size += 4 + (bytes == null ? 0 : bytes.length());
    }
    Filling out = buffer(size);
    out.putInt(array.dimensions()).putInt(hasNulls ? 1 : 0).putInt(element.oid());
    for (int i = 0; i < array.dimensions(); i++) {
      out.putInt(array.lengths()[i]).putInt(array.lowerBounds()[i]);
    }
    for (Slice bytes : encoded) {
      out.putSized(bytes);
    }
    return out.done();
  }

  private static Slice encodeRecord(RecordType type, Slice stored) {
    @Nullable Object[] values = RecordValue.fields(type, stored);
    @Nullable Slice[] encoded = new Slice[values.length];
    int size = 4;
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      Slice bytes = value == null ? null : encode(type.fields().get(i).type(), value);
      encoded[i] = bytes;
      size += 8 + (bytes == null ? 0 : bytes.length());
    }
    Filling out = buffer(size).putInt(values.length);
    for (int i = 0; i < values.length; i++) {
      out.putInt(type.fields().get(i).type().oid()).putSized(encoded[i]);
    }
    return out.done();
  }

  private static Object decode(SqlType type, ByteBuffer in) {
    return switch (type) {
      case ScalarType s -> decodeScalar(s, in);
      case ArrayType a -> decodeArray(a.element(), in);
      case RecordType r -> decodeRecord(r, in);
      case ListType _ -> throw DatabaseException.notSupported("binary encoding of list types", 0);
      case MapType _ -> throw DatabaseException.notSupported("binary encoding of map types", 0);
    };
  }

  private static Object decodeScalar(ScalarType type, ByteBuffer in) {
    return switch (type.id()) {
      case BOOL -> in.get() != 0;
      case INT2 -> (int) in.getShort();
      case UINT2 -> in.getShort() & 0xffff;
      case INT4, OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE, XID -> in.getInt();
      case DATE -> {
        int days = in.getInt();
        yield Calendar.isFinite(days) ? Calendar.checkDate(days) : days;
      }
      case UINT4 -> in.getInt() & 0xffff_ffffL;
      case INT8, UINT8, MZ_TIMESTAMP -> in.getLong();
      case TIME -> {
        long micros = in.getLong();
        if (micros < 0 || micros > Calendar.MICROS_PER_DAY) {
          throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "time out of range");
        }
        yield micros;
      }
      case TIMESTAMP, TIMESTAMPTZ -> {
        long micros = in.getLong();
        yield Calendar.isFinite(micros) ? Calendar.checkTimestamp(micros) : micros;
      }
      case FLOAT4 -> (double) Float.intBitsToFloat(in.getInt());
      case FLOAT8 -> Double.longBitsToDouble(in.getLong());
      case NUMERIC -> NumericWire.decode(in);
      case INTERVAL -> {
        long micros = in.getLong();
        int days = in.getInt();
        yield new Interval(in.getInt(), days, micros).toSlice();
      }
      case TIMETZ -> timeWithZone(in.getLong(), in.getInt());
      case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE ->
          RangeWire.decode(type, in);
      case UUID -> {
        if (in.remaining() != 16) {
          throw malformed();
        }
        yield rest(in);
      }
      case BYTEA -> rest(in);
      case JSONB -> {
        checkVersion(in, "jsonb");
        yield JsonText.canonical(EncodingCheck.utf8(rest(in)).toUtf8());
      }
      case JSONPATH -> {
        checkVersion(in, "jsonpath");
        yield TextFormat.parse(type, rest(in));
      }
      case INT2VECTOR -> decodeArray(ScalarType.INT2, in);
      case OIDVECTOR -> decodeArray(ScalarType.OID, in);
      default -> TextFormat.parse(type.withoutModifier(), rest(in));
    };
  }

  private static Slice timeWithZone(long micros, int westSeconds) {
    boolean isInDay = micros >= 0 && micros <= Calendar.MICROS_PER_DAY;
    if (!isInDay || Math.abs((long) westSeconds) >= WEST_SECONDS_END) {
      throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "time out of range");
    }
    return new TimeWithZone(micros, westSeconds).toSlice();
  }

  private static void checkVersion(ByteBuffer in, String type) {
    if (in.get() != 1) {
      throw new DatabaseException(
          SqlState.INVALID_BINARY_REPRESENTATION, "unsupported " + type + " version number");
    }
  }

  private static Slice decodeArray(SqlType element, ByteBuffer in) {
    int dimensions = in.getInt();
    in.getInt();
    int oid = in.getInt();
    if (dimensions < 0 || dimensions > ArrayValue.DIMENSIONS_MAX) {
      throw malformed();
    }
    if (oid != element.oid() && !isInterchangeable(oid, element.oid())) {
      throw new DatabaseException(SqlState.DATATYPE_MISMATCH, "wrong element type");
    }
    int[] lengths = new int[dimensions];
    int[] lowerBounds = new int[dimensions];
    long count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      lengths[i] = in.getInt();
      lowerBounds[i] = in.getInt();
      count = Math.multiplyHigh(count, lengths[i]) == 0 ? count * lengths[i] : -1;
      if (lengths[i] < 0 || count < 0 || count > in.remaining()) {
        throw malformed();
      }
    }
    if (count == 0) {
      return ArrayValue.EMPTY.toSlice();
    }
    @Nullable Object[] elements = new Object[(int) count];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = decodeSized(element, in);
    }
    return new ArrayValue(lengths, lowerBounds, elements).toSlice();
  }

  private static boolean isInterchangeable(int left, int right) {
    int text = TypeId.TEXT.oid();
    int varchar = TypeId.VARCHAR.oid();
    return (left == text || left == varchar) && (right == text || right == varchar);
  }

  private static Slice decodeRecord(RecordType type, ByteBuffer in) {
    @Nullable Object[] values = new Object[type.fields().size()];
    if (in.getInt() != values.length) {
      throw new DatabaseException(SqlState.DATATYPE_MISMATCH, "wrong number of columns");
    }
    for (int i = 0; i < values.length; i++) {
      in.getInt();
      values[i] = decodeSized(type.fields().get(i).type(), in);
    }
    return RecordValue.of(values);
  }

  static @Nullable Object decodeSized(SqlType type, ByteBuffer in) {
    int length = in.getInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > in.remaining()) {
      throw malformed();
    }
    Slice bytes = new Slice(in.array(), in.position(), length);
    in.position(in.position() + length);
    return decode(type, bytes);
  }

  private static Slice rest(ByteBuffer in) {
    int from = in.position();
    in.position(in.limit());
    return Slice.of(Arrays.copyOfRange(in.array(), from, in.limit()));
  }

  static DatabaseException malformed() {
    return new DatabaseException(
        SqlState.INVALID_BINARY_REPRESENTATION, "incorrect binary data format");
  }

  private static Filling buffer(int size) {
    return new Filling(ByteBuffer.allocate(size));
  }

  /// A buffer of exactly the size that will be written.
  private record Filling(ByteBuffer out) {
    Filling putShort(short value) {
      out.putShort(value);
      return this;
    }

    Filling putInt(int value) {
      out.putInt(value);
      return this;
    }

    Filling putLong(long value) {
      out.putLong(value);
      return this;
    }

    Filling putSized(@Nullable Slice bytes) {
      out.putInt(bytes == null ? -1 : bytes.length());
      if (bytes != null) {
        out.put(bytes.array(), bytes.offset(), bytes.length());
      }
      return this;
    }

    Slice done() {
      assert !out.hasRemaining();
      return Slice.of(out.array());
    }
  }
}

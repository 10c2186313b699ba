package dev.millrace.ingest.format;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonText;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/// Values of Avro's generic reader as our stored values.
final class AvroValues {

  static final int EPOCH_DAYS = 10_957;
  static final long EPOCH_MICROS = 946_684_800_000_000L;

  private AvroValues() {}

  /// The boxed stored value of a schema (a union with null is looked through).
  static @Nullable Object stored(Schema schema, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    Schema type = AvroTypes.withoutNull(schema);
    return switch (type.getType()) {
      case BOOLEAN -> value;
      case INT -> ofInt(type.getLogicalType(), (Integer) value);
      case LONG -> ofLong(type.getLogicalType(), (Long) value);
      case FLOAT -> ((Float) value).doubleValue();
      case DOUBLE -> value;
      case BYTES -> ofBytes(type.getLogicalType(), bytes((ByteBuffer) value));
      case FIXED -> ofBytes(type.getLogicalType(), ((GenericFixed) value).bytes());
      case STRING -> ofString(type, value.toString());
      case ENUM -> Slice.utf8(value.toString());
      case ARRAY -> {
        List<@Nullable Object> elements =
            ((Collection<?>) value)
                .stream().<@Nullable Object>map(e -> stored(type.getElementType(), e)).toList();
        yield ListValue.of(elements);
      }
      case MAP -> {
        Map<Slice, @Nullable Object> entries = new HashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (k, v) -> entries.put(text(String.valueOf(k)), stored(type.getValueType(), v)));
        yield MapValue.of(entries);
      }
      case RECORD -> {
        IndexedRecord record = (IndexedRecord) value;
        @Nullable Object[] fields = new Object[type.getFields().size()];
        for (int i = 0; i < fields.length; i++) {
          fields[i] = stored(type.getFields().get(i).schema(), record.get(i));
        }
        yield RecordValue.of(fields);
      }
      case NULL, UNION -> throw new IllegalStateException(type.toString());
    };
  }

  /// A date or a plain int; a time of day in milliseconds becomes microseconds.
  static Object ofInt(@Nullable LogicalType type, int value) {
    return switch (type) {
      case LogicalTypes.Date _ -> (Object) Math.subtractExact(value, EPOCH_DAYS);
      case LogicalTypes.TimeMillis _ -> (Object) (value * 1000L);
      case null, default -> (Object) value;
    };
  }

  /// A timestamp or a plain long.
  static long ofLong(@Nullable LogicalType type, long value) {
    return switch (type) {
      case LogicalTypes.TimestampMillis _, LogicalTypes.LocalTimestampMillis _ ->
          Math.multiplyExact(value, 1000L) - EPOCH_MICROS;
      case LogicalTypes.TimestampMicros _, LogicalTypes.LocalTimestampMicros _ ->
          value - EPOCH_MICROS;
      case null, default -> value;
    };
  }

  private static Slice ofBytes(@Nullable LogicalType type, byte[] bytes) {
    if (!(type instanceof LogicalTypes.Decimal decimal)) {
      return Slice.of(bytes);
    }
    if (bytes.length == 0) {
      throw AvroBytes.malformed("a decimal has no digits");
    }
    return Numeric.of(new BigInteger(bytes), decimal.getScale());
  }

  private static Object ofString(Schema schema, String value) {
    if (AvroTypes.type(schema) instanceof ScalarType s && s.id() != TypeId.TEXT) {
      return s.id() == TypeId.JSONB ? JsonText.canonical(value) : TextFormat.parse(s, value);
    }
    return text(value);
  }

  private static Slice text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    StrictUtf8.check(bytes, 0, bytes.length);
    return Slice.of(bytes);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}

package dev.millrace.sql.catalog.relation;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes rows as plain Java values and stores them as the columns' types ask.
final class RowBuilder {

  /// Microseconds from 1970 to 2000, where timestamps begin.
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final SqlType INT2 = ScalarType.of(TypeId.INT2);

  /// An array whose subscripts begin at 0, as those of int2vector and oidvector do.
  record Vector(List<?> elements) {}

  private final List<SqlType> types;
  private final List<Chunk> chunks = new ArrayList<>();

  RowBuilder(List<SqlType> types) {
    this.types = types;
  }

  /// Adds a row: String, Boolean, Number, Character, Instant, UUID, byte[], List (an array), or
  /// null.
  void row(@Nullable Object... values) {
    if (values.length != types.size()) {
      throw new IllegalStateException(values.length + " values for " + types.size() + " columns");
    }
    if (chunks.isEmpty() || chunks.getLast().size() == Chunk.CAPACITY) {
      chunks.add(Chunk.of(types, 64));
    }
    @Nullable Object[] stored = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      stored[i] = stored(types.get(i), values[i]);
    }
    chunks.getLast().appendRow(stored, 1);
  }

  List<Chunk> chunks() {
    return chunks;
  }

  private static @Nullable Object stored(SqlType type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.carrier()) {
      case BOOLEAN -> value;
      case INT -> ((Number) value).intValue();
      case LONG -> value instanceof Instant i ? micros(i) : ((Number) value).longValue();
      case DOUBLE -> ((Number) value).doubleValue();
      case SLICE -> slice(type, value);
    };
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000 - EPOCH_MICROS;
  }

  private static Slice slice(SqlType type, Object value) {
    return switch (value) {
      case byte[] bytes -> Slice.of(bytes);
      case UUID id -> Slice.of(uuid(id));
      case Vector v when type.is(TypeId.INT2VECTOR) -> array(INT2, v.elements(), 0);
      case Vector v when type.is(TypeId.OIDVECTOR) -> array(ScalarType.OID, v.elements(), 0);
      case List<?> l when type instanceof ArrayType a -> array(a.element(), l, 1);
      default -> Slice.utf8(value.toString());
    };
  }

  private static byte[] uuid(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /// The stored form of an array, as `model.value` lays it out.
  private static Slice array(SqlType element, List<?> values, int lowerBound) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeInt(values.isEmpty() ? 0 : 1);
      if (!values.isEmpty()) {
        out.writeInt(values.size());
        out.writeInt(lowerBound);
      }
      out.writeInt(values.size());
      for (Object value : values) {
        element(out, element, value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Slice.of(bytes.toByteArray());
  }

  private static void element(DataOutputStream out, SqlType type, @Nullable Object value)
      throws IOException {
    Object stored = stored(type, value);
    switch (stored) {
      case null -> out.writeInt(-1);
      case Boolean b -> {
        out.writeInt(1);
        out.writeByte(b ? 1 : 0);
      }
      case Integer i -> {
        out.writeInt(4);
        out.writeInt(i);
      }
      case Long l -> {
        out.writeInt(8);
        out.writeLong(l);
      }
      case Double d -> {
        out.writeInt(8);
        out.writeDouble(d);
      }
      case Slice s -> {
        out.writeInt(s.length());
        out.write(s.array(), s.offset(), s.length());
      }
      default -> throw new IllegalStateException("not a stored value: " + stored);
    }
  }
}

package dev.millrace.ingest.format;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/// Reads one value of a schema from a record straight into a column. One instance per field and
/// thread.
@FunctionalInterface
interface AvroFieldReader {

  /// Appends the next value of `in` to the column.
  void read(AvroBytes in, Column column);

  /// The reader for values written and read with the same schema.
  static AvroFieldReader of(Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      return union(schema);
    }
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case BOOLEAN -> (in, column) -> ((IntColumn) column).append(in.readBoolean() ? 1 : 0);
      case INT ->
          logical == null
              ? (in, column) -> ((IntColumn) column).append(in.readInt())
              : (in, column) -> column.append(AvroValues.ofInt(logical, in.readInt()));
      case LONG ->
          (in, column) -> ((LongColumn) column).append(AvroValues.ofLong(logical, in.readLong()));
      case FLOAT -> (in, column) -> ((DoubleColumn) column).append(in.readFloat());
      case DOUBLE -> (in, column) -> ((DoubleColumn) column).append(in.readDouble());
      case STRING -> string(schema);
      case BYTES -> logical == null ? AvroFieldReader::bytes : generic(schema);
      case ARRAY -> array(schema);
      default -> generic(schema);
    };
  }

  private static AvroFieldReader string(Schema schema) {
    SqlType type = AvroTypes.type(schema);
    if (!type.is(TypeId.TEXT)) {
      return generic(schema);
    }
    return (in, column) -> {
      int length = in.readLength();
      int start = in.skip(length);
      StrictUtf8.check(in.bytes(), start, length);
      ((BytesColumn) column).append(in.bytes(), start, length);
    };
  }

  private static void bytes(AvroBytes in, Column column) {
    int length = in.readLength();
    ((BytesColumn) column).append(in.bytes(), in.skip(length), length);
  }

  private static AvroFieldReader union(Schema schema) {
    AvroFieldReader[] branches =
        schema.getTypes().stream()
            .map(s ->
                s.getType() == Schema.Type.NULL
                    ? (AvroFieldReader) (_, column) -> column.appendNull()
                    : of(s))
            .toArray(AvroFieldReader[]::new);
    return (in, column) -> {
      int branch = in.readInt();
      if (branch < 0 || branch >= branches.length) {
        throw AvroBytes.malformed("a union has no branch " + branch);
      }
      branches[branch].read(in, column);
    };
  }

  /// Lists of numbers are written as stored bytes at once; others go through the generic reader.
  private static AvroFieldReader array(Schema schema) {
    Schema element = schema.getElementType();
    if (element.getType() != Schema.Type.INT || element.getLogicalType() != null) {
      return generic(schema);
    }
    assert AvroTypes.type(element).equals(ScalarType.INT4);
    return new IntList()::read;
  }

  /// Everything else: the library's reader, then our stored form.
  private static AvroFieldReader generic(Schema schema) {
    GenericDatumReader<Object> reader = new GenericDatumReader<>(schema);
    return (in, column) -> {
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(in.bytes(), in.position(), in.remaining(), null);
      try {
        Object value = reader.read(null, decoder);
        in.skip(in.remaining() - decoder.inputStream().available());
        column.append(AvroValues.stored(schema, value));
      } catch (IOException | AvroRuntimeException | ArithmeticException e) {
        throw AvroBytes.malformed(String.valueOf(e.getMessage()));
      }
    };
  }

  /// An array of int: element count, then per element the length 4 and the value.
  final class IntList {
    private byte[] stored = new byte[64];

    void read(AvroBytes in, Column column) {
      int count = 0;
      int end = 4;
      for (long block = in.readBlock(); block > 0; block = in.readBlock()) {
        for (long i = 0; i < block; i++) {
          if (end + 8 > stored.length) {
            stored = Arrays.copyOf(stored, stored.length * 2);
          }
          put(end, 4);
          put(end + 4, in.readInt());
          end += 8;
          count++;
        }
      }
      put(0, count);
      ((BytesColumn) column).append(new Slice(stored, 0, end));
    }

    private void put(int at, int value) {
      stored[at] = (byte) (value >> 24);
      stored[at + 1] = (byte) (value >> 16);
      stored[at + 2] = (byte) (value >> 8);
      stored[at + 3] = (byte) value;
    }
  }
}

package dev.millrace.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/// Values in Avro's JSON encoding (a union's value says its type: `{"string":"x"}`), turned into
/// Avro's binary encoding by the library.
public final class AvroText {

  private AvroText() {}

  /// The bytes of a value.
  public static byte[] binary(String schema, String json) {
    try {
      Schema parsed = new Schema.Parser().parse(schema);
      Object value =
          new GenericDatumReader<>(parsed)
              .read(null, DecoderFactory.get().jsonDecoder(parsed, json));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<>(parsed).write(value, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bytes of a value behind the id of its schema, as Confluent's serializers write it.
  public static byte[] confluent(int id, String schema, String json) {
    byte[] value = binary(schema, json);
    return ByteBuffer.allocate(5 + value.length).put((byte) 0).putInt(id).put(value).array();
  }
}

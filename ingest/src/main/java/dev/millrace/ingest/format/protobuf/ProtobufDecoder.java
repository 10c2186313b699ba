package dev.millrace.ingest.format.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.ingest.format.Decoder;
import dev.millrace.ingest.format.StrictUtf8;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// FORMAT PROTOBUF: the fields of a message are columns. Fields go by their numbers, so that
/// records written with an older or newer version of the schema are read with the source's; fields
/// it does not know are passed over. Confined to one thread.
///
/// With Confluent's header a record begins with a zero byte, the schema's id (4 bytes) and the path
/// to the message: the number of its steps, then each, as zigzag varints; a zero alone means the
/// first message. The id is not needed.
public final class ProtobufDecoder implements Decoder {

  private static final int ID_BYTES = 5;

  private final Descriptor message;
  private final boolean hasHeader;
  private final List<OutputColumn> columns;

  public ProtobufDecoder(ProtobufSchema schema, boolean hasHeader) {
    this.message = schema.descriptor();
    this.hasHeader = hasHeader;
    this.columns = ProtobufTypes.columns(message);
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean decode(byte[] bytes, Column[] target, int first) {
    DynamicMessage value;
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      if (hasHeader) {
        skipHeader(bytes, in);
      }
      value = DynamicMessage.parseFrom(message, in);
      in.checkLastTagWas(0);
    } catch (IOException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    List<FieldDescriptor> fields = message.getFields();
    for (int i = 0; i < fields.size(); i++) {
      target[first + i].append(stored(value, fields.get(i)));
    }
    return true;
  }

  private static void skipHeader(byte[] bytes, CodedInputStream in) throws IOException {
    if (bytes.length <= ID_BYTES || bytes[0] != 0) {
      throw malformed("the record does not begin with a schema id");
    }
    in.skipRawBytes(ID_BYTES);
    int steps = in.readSInt32();
    if (steps != 0 && (steps != 1 || in.readSInt32() != 0)) {
      throw malformed("the record's message is not the first of its schema");
    }
  }

  private static @Nullable Object stored(Message message, FieldDescriptor field) {
    if (field.isMapField()) {
      return map(message, field);
    }
    if (field.isRepeated()) {
      return ListValue.of(
          ((List<?>) message.getField(field)).stream().map(e -> single(field, e)).toList());
    }
    if (ProtobufTypes.isNullable(field) && !message.hasField(field)) {
      return null;
    }
    return single(field, message.getField(field));
  }

  private static Slice map(Message message, FieldDescriptor field) {
    FieldDescriptor key = ProtobufTypes.key(field.getMessageType());
    FieldDescriptor value = ProtobufTypes.value(field.getMessageType());
    Map<Slice, @Nullable Object> entries = new HashMap<>();
    for (Object entry : (List<?>) message.getField(field)) {
      Message one = (Message) entry;
      entries.put((Slice) single(key, one.getField(key)), single(value, one.getField(value)));
    }
    return MapValue.of(entries);
  }

  private static Object single(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case BOOL, INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64, UINT64, FIXED64, DOUBLE -> value;
      case UINT32, FIXED32 -> (Object) Integer.toUnsignedLong((Integer) value);
      case FLOAT -> (Object) ((Float) value).doubleValue();
      case STRING -> text((String) value);
      case BYTES -> Slice.of(((ByteString) value).toByteArray());
      case ENUM -> symbol(field, (EnumValueDescriptor) value);
      case MESSAGE, GROUP -> record((Message) value);
    };
  }

  private static Slice text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    StrictUtf8.check(bytes, 0, bytes.length);
    return Slice.of(bytes);
  }

  private static Slice symbol(FieldDescriptor field, EnumValueDescriptor value) {
    // The library makes up a value for a number that the schema has no name for.
    if (field.getEnumType().findValueByName(value.getName()) == null) {
      throw malformed("\"" + field.getName() + "\" has no value of number " + value.getNumber());
    }
    return text(value.getName());
  }

  private static Slice record(Message message) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    @Nullable Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = stored(message, fields.get(i));
    }
    return RecordValue.of(values);
  }

  private static DatabaseException malformed(String why) {
    return new DatabaseException(
        SqlState.INVALID_BINARY_REPRESENTATION, "invalid Protobuf message: " + why);
  }
}

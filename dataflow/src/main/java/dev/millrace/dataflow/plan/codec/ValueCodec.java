package dev.millrace.dataflow.plan.codec;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text, types and boxed values.
///
/// | tag | value | | tag | type |
/// |---|---|---|---|---|
/// | 0 | NULL | | 0 | scalar: catalog name, typmod int |
/// | 1 | Boolean: 1 byte | | 1 | array: element |
/// | 2 | Integer: 4 bytes | | 2 | list: element |
/// | 3 | Long: 8 bytes | | 3 | map: value |
/// | 4 | Double: 8 bytes | | 4 | record: count, then name and type |
/// | 5 | Slice: length int, bytes | | | |
final class ValueCodec {

  void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("cut short");
    }
    return bytes;
  }

  void writeTypes(DataOutputStream out, List<SqlType> types) throws IOException {
    out.writeInt(types.size());
    for (SqlType type : types) {
      writeType(out, type);
    }
  }

  List<SqlType> readTypes(DataInputStream in) throws IOException {
    List<SqlType> types = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      types.add(readType(in));
    }
    return types;
  }

  void writeType(DataOutputStream out, SqlType type) throws IOException {
    switch (type) {
      case ScalarType(TypeId id, int typmod) -> {
        out.writeByte(0);
        writeText(out, id.catalogName());
        out.writeInt(typmod);
      }
      case ArrayType(SqlType element) -> {
        out.writeByte(1);
        writeType(out, element);
      }
      case ListType(SqlType element) -> {
        out.writeByte(2);
        writeType(out, element);
      }
      case MapType(SqlType value) -> {
        out.writeByte(3);
        writeType(out, value);
      }
      case RecordType(List<RecordType.Field> fields) -> {
        out.writeByte(4);
        out.writeInt(fields.size());
        for (RecordType.Field field : fields) {
          writeText(out, field.name());
          writeType(out, field.type());
        }
      }
    }
  }

  SqlType readType(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 0 -> new ScalarType(typeId(readText(in)), in.readInt());
      case 1 -> new ArrayType(readType(in));
      case 2 -> new ListType(readType(in));
      case 3 -> new MapType(readType(in));
      case 4 -> {
        List<RecordType.Field> fields = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          fields.add(new RecordType.Field(readText(in), readType(in)));
        }
        yield new RecordType(fields);
      }
      default -> throw new IllegalStateException("type tag " + tag);
    };
  }

  private static TypeId typeId(String catalogName) {
    for (TypeId id : TypeId.values()) {
      if (id.catalogName().equals(catalogName)) {
        return id;
      }
    }
    throw new IllegalStateException("a plan names the type " + catalogName);
  }

  void writeValue(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte(0);
      case Boolean v -> {
        out.writeByte(1);
        out.writeBoolean(v);
      }
      case Integer v -> {
        out.writeByte(2);
        out.writeInt(v);
      }
      case Long v -> {
        out.writeByte(3);
        out.writeLong(v);
      }
      case Double v -> {
        out.writeByte(4);
        out.writeDouble(v);
      }
      case Slice v -> {
        out.writeByte(5);
        writeBytes(out, v.toBytes());
      }
      default -> throw new IllegalStateException("not a value: " + value.getClass());
    }
  }

  @Nullable Object readValue(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 0 -> null;
      case 1 -> in.readBoolean();
      case 2 -> in.readInt();
      case 3 -> in.readLong();
      case 4 -> in.readDouble();
      case 5 -> Slice.of(readBytes(in));
      default -> throw new IllegalStateException("value tag " + tag);
    };
  }
}

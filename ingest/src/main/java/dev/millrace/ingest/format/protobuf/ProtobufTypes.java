package dev.millrace.ingest.format.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which SQL type stands for which Protobuf field. A field that knows whether it was set is
/// nullable, unless it has a default of its own; any other has its type's default when it was not.
final class ProtobufTypes {

  /// Nesting beyond this is refused.
  private static final int DEPTH_MAX = 32;

  private ProtobufTypes() {}

  /// The columns of a message: its fields in the order of the schema.
  static List<OutputColumn> columns(Descriptor message) {
    if (message.getFields().isEmpty()) {
      throw DatabaseException.notSupported("Protobuf message without fields", 0);
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      Set<String> open = new HashSet<>(Set.of(message.getFullName()));
      columns.add(new OutputColumn(field.getName(), type(field, open, 0), isNullable(field)));
    }
    return columns;
  }

  /// True if NULL stands for a field that was not set.
  static boolean isNullable(FieldDescriptor field) {
    return field.hasPresence() && !field.isRequired() && !field.hasDefaultValue();
  }

  private static SqlType type(FieldDescriptor field, Set<String> open, int depth) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      if (key(entry).getType() != FieldDescriptor.Type.STRING) {
        throw DatabaseException.notSupported(
            "Protobuf map \"" + field.getName() + "\" with keys that are not strings", 0);
      }
      return new MapType(single(value(entry), open, depth + 1));
    }
    SqlType single = single(field, open, depth);
    return field.isRepeated() ? new ListType(single) : single;
  }

  static FieldDescriptor key(Descriptor mapEntry) {
    return mapEntry.findFieldByNumber(1);
  }

  static FieldDescriptor value(Descriptor mapEntry) {
    return mapEntry.findFieldByNumber(2);
  }

  private static SqlType single(FieldDescriptor field, Set<String> open, int depth) {
    return switch (field.getType()) {
      case BOOL -> ScalarType.BOOL;
      case INT32, SINT32, SFIXED32 -> ScalarType.INT4;
      case INT64, SINT64, SFIXED64 -> ScalarType.INT8;
      case UINT32, FIXED32 -> ScalarType.of(TypeId.UINT4);
      case UINT64, FIXED64 -> ScalarType.of(TypeId.UINT8);
      case FLOAT -> ScalarType.of(TypeId.FLOAT4);
      case DOUBLE -> ScalarType.FLOAT8;
      case STRING, ENUM -> ScalarType.TEXT;
      case BYTES -> ScalarType.BYTEA;
      case MESSAGE, GROUP -> record(field.getMessageType(), open, depth + 1);
    };
  }

  private static SqlType record(Descriptor message, Set<String> open, int depth) {
    if (depth > DEPTH_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "Protobuf schema is nested deeper than " + DEPTH_MAX);
    }
    if (!open.add(message.getFullName())) {
      throw DatabaseException.notSupported(
          "recursive Protobuf message " + message.getFullName(), 0);
    }
    List<RecordType.Field> fields = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      fields.add(new RecordType.Field(field.getName(), type(field, open, depth)));
    }
    open.remove(message.getFullName());
    return new RecordType(fields);
  }
}

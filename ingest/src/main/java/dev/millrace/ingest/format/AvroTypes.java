package dev.millrace.ingest.format;

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
import org.apache.avro.AvroTypeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;
import org.jspecify.annotations.Nullable;

/// Which SQL type stands for which Avro schema (Avro 1.12 specification; the mapping is
/// Materialize's).
final class AvroTypes {

  /// Nesting beyond this is refused.
  private static final int DEPTH_MAX = 32;

  private AvroTypes() {}

  /// Parses a schema after the schemas it refers to.
  static Schema parse(String schema, List<String> references) {
    try {
      SchemaParser parser = new SchemaParser();
      for (String reference : references) {
        parser.parse(reference);
      }
      return parser.parse(schema).mainSchema();
    } catch (SchemaParseException | AvroTypeException e) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "invalid Avro schema: " + e.getMessage());
    }
  }

  /// The columns of a value: a record's fields, or one column for anything else.
  static List<OutputColumn> columns(Schema schema, String otherwise) {
    List<OutputColumn> columns = new ArrayList<>();
    if (schema.getType() == Schema.Type.RECORD) {
      for (Schema.Field field : schema.getFields()) {
        columns.add(column(field.name(), field.schema()));
      }
    } else {
      columns.add(column(otherwise, schema));
    }
    return columns;
  }

  private static OutputColumn column(String name, Schema schema) {
    return new OutputColumn(
        name, type(withoutNull(schema), new HashSet<>(), 0), schema.isNullable());
  }

  /// The schema's one branch that is not null.
  static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
    if (branches.size() != 1) {
      throw DatabaseException.notSupported(
          "an Avro union of " + branches.size() + " types that are not null", 0);
    }
    return branches.getFirst();
  }

  /// The type of values of a schema that is not a union with null.
  static SqlType type(Schema schema) {
    return type(withoutNull(schema), new HashSet<>(), 0);
  }

  private static SqlType type(Schema schema, Set<String> open, int depth) {
    if (depth > DEPTH_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "Avro schema is nested deeper than " + DEPTH_MAX);
    }
    SqlType logical = logical(schema);
    if (logical != null) {
      return logical;
    }
    return switch (schema.getType()) {
      case BOOLEAN -> ScalarType.BOOL;
      case INT -> ScalarType.INT4;
      case LONG -> ScalarType.INT8;
      case FLOAT -> ScalarType.of(TypeId.FLOAT4);
      case DOUBLE -> ScalarType.FLOAT8;
      case BYTES, FIXED -> ScalarType.BYTEA;
      case STRING ->
          "io.debezium.data.Json".equals(schema.getProp("connect.name"))
              ? ScalarType.JSONB
              : ScalarType.TEXT;
      case ENUM -> ScalarType.TEXT;
      case ARRAY -> new ListType(type(withoutNull(schema.getElementType()), open, depth + 1));
      case MAP -> new MapType(type(withoutNull(schema.getValueType()), open, depth + 1));
      case RECORD -> record(schema, open, depth);
      case NULL -> throw DatabaseException.notSupported("the Avro type null", 0);
      case UNION -> throw new IllegalStateException("union within union");
    };
  }

  private static SqlType record(Schema schema, Set<String> open, int depth) {
    if (!open.add(schema.getFullName())) {
      throw DatabaseException.notSupported("recursive Avro type " + schema.getFullName(), 0);
    }
    List<RecordType.Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      fields.add(
          new RecordType.Field(field.name(), type(withoutNull(field.schema()), open, depth + 1)));
    }
    open.remove(schema.getFullName());
    return new RecordType(fields);
  }

  private static @Nullable SqlType logical(Schema schema) {
    LogicalType type = schema.getLogicalType();
    return switch (type) {
      case null -> null;
      case LogicalTypes.Date _ -> ScalarType.of(TypeId.DATE);
      case LogicalTypes.TimestampMillis _, LogicalTypes.TimestampMicros _ -> ScalarType.TIMESTAMP;
      case LogicalTypes.LocalTimestampMillis _, LogicalTypes.LocalTimestampMicros _ ->
          ScalarType.TIMESTAMP;
      case LogicalTypes.TimeMillis _, LogicalTypes.TimeMicros _ -> ScalarType.of(TypeId.TIME);
      case LogicalTypes.Decimal d ->
          new ScalarType(TypeId.NUMERIC, (d.getPrecision() << 16 | d.getScale()) + 4);
      default ->
          "uuid".equals(type.getName()) && schema.getType() == Schema.Type.STRING
              ? ScalarType.of(TypeId.UUID)
              : null;
    };
  }
}

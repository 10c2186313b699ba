package dev.millrace.ingest.format;

import dev.millrace.ingest.registry.SchemaRegistry.Reference;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
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

  /// Parses a registered schema after those it refers to.
  static Schema parse(Registered registered) {
    return parse(
        registered.schema(), registered.references().stream().map(Reference::schema).toList());
  }

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

  /// Refuses to read numbers under another logical type than they were written with, which the
  /// library does without a word: hundredths as thousandths, milliseconds as microseconds. A type
  /// without a logical one fits any.
  static void requireSameMeaning(Schema writer, Schema reader) {
    if (writer.getType() == Schema.Type.UNION) {
      writer.getTypes().forEach(branch -> requireSameMeaning(branch, reader));
      return;
    }
    if (reader.getType() == Schema.Type.UNION) {
      reader.getTypes().stream()
          .filter(branch -> isSameKind(branch, writer))
          .forEach(branch -> requireSameMeaning(writer, branch));
      return;
    }
    LogicalType written = writer.getLogicalType();
    LogicalType read = reader.getLogicalType();
    if (written != null && read != null && !isSameUnit(written, read)) {
      throw new DatabaseException(
          SqlState.INVALID_BINARY_REPRESENTATION,
          "the record's schema does not fit that of the source: "
              + describe(written)
              + " is not "
              + describe(read));
    }
    if (writer.getType() != reader.getType()) {
      return;
    }
    switch (reader.getType()) {
      case ARRAY -> requireSameMeaning(writer.getElementType(), reader.getElementType());
      case MAP -> requireSameMeaning(writer.getValueType(), reader.getValueType());
      case RECORD -> {
        for (Schema.Field field : Schema.applyAliases(writer, reader).getFields()) {
          Schema.Field wanted = reader.getField(field.name());
          if (wanted != null) {
            requireSameMeaning(field.schema(), wanted.schema());
          }
        }
      }
      default -> {}
    }
  }

  private static boolean isSameKind(Schema left, Schema right) {
    return left.getType() == right.getType()
        && (left.getType() != Schema.Type.RECORD || left.getName().equals(right.getName()));
  }

  private static boolean isSameUnit(LogicalType left, LogicalType right) {
    if (left instanceof LogicalTypes.Decimal l && right instanceof LogicalTypes.Decimal r) {
      return l.getScale() == r.getScale();
    }
    return left.getName().equals(right.getName());
  }

  private static String describe(LogicalType type) {
    return type instanceof LogicalTypes.Decimal decimal
        ? "decimal of scale " + decimal.getScale()
        : type.getName();
  }
}

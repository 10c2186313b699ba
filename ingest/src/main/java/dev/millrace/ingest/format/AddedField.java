package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/// A reader schema of Avro that has got one more field, behind those it had. The field comes from a
/// newer schema and brings the default that records without it have; a nullable one without a
/// default gets NULL.
///
/// @param format with the wider schema
/// @param missing the default, as a stored value
public record AddedField(FormatSpec format, @Nullable Object missing) {

  /// Takes the field of a name from a newer schema of the same values.
  ///
  /// @param isChange true for Debezium's envelopes, whose rows get the field
  static AddedField of(FormatSpec format, String name, boolean isChange, Schema newest) {
    Schema schema = AvroTypes.parse(String.valueOf(format.schema()), List.of());
    Schema row = isChange ? Debezium.rowOf(schema) : schema;
    if (row.getType() != Schema.Type.RECORD) {
      throw DatabaseException.notSupported(
          "ADD COLUMN to a source whose schema is no record, but " + row.getType().getName(), 0);
    }
    if (row.getField(name) != null) {
      throw new DatabaseException(
          SqlState.DUPLICATE_COLUMN, "the source shows the field \"" + name + "\" already");
    }
    Schema.Field field = withDefault(find(isChange ? Debezium.rowOf(newest) : newest, name));
    // One field is one column: a union of several types is refused here.
    AvroTypes.withoutNull(field.schema());
    Object missing = AvroValues.stored(field.schema(), GenericData.get().getDefaultValue(field));
    Schema wider = wider(row, field);
    FormatSpec widened =
        new FormatSpec(
            format.format(),
            format.options(),
            format.registry(),
            text(isChange ? Debezium.envelope(schema, wider) : wider));
    return new AddedField(widened, missing);
  }

  private static Schema.Field find(Schema row, String name) {
    Schema.Field field = row.getType() == Schema.Type.RECORD ? row.getField(name) : null;
    if (field == null) {
      throw new DatabaseException(
          SqlState.UNDEFINED_COLUMN,
          "the newest schema in the registry has no field \"" + name + "\"");
    }
    return field;
  }

  private static Schema.Field withDefault(Schema.Field field) {
    if (field.hasDefaultValue()) {
      return new Schema.Field(field, field.schema());
    }
    if (!field.schema().isNullable()) {
      throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE,
              "the field \"" + field.name() + "\" has neither a default nor a null")
          .withDetail("Rows and records from before would have no value of it.");
    }
    Schema.Field nullable =
        new Schema.Field(
            field.name(), field.schema(), field.doc(), JsonProperties.NULL_VALUE, field.order());
    field.aliases().forEach(nullable::addAlias);
    nullable.addAllProps(field);
    return nullable;
  }

  private static Schema wider(Schema row, Schema.Field added) {
    List<Schema.Field> fields = new ArrayList<>();
    row.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(added);
    Schema wider =
        Schema.createRecord(row.getName(), row.getDoc(), row.getNamespace(), row.isError(), fields);
    row.getAliases().forEach(wider::addAlias);
    wider.addAllProps(row);
    return wider;
  }

  /// A name that stands for one type in the old schema and for another in the new one cannot be
  /// written as one schema.
  private static String text(Schema schema) {
    String text = schema.toString();
    if (!AvroTypes.parse(text, List.of()).equals(schema)) {
      throw DatabaseException.notSupported(
          "a field whose schema gives the name of a type another meaning", 0);
    }
    return text;
  }
}

package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/// How values of a reader schema lie in columns: a record's fields beside each other, anything else
/// in one column. A field that is a union of several types has a nullable column for each of them.
///
/// @param schema the reader schema
/// @param fields in the order of their columns
record AvroColumns(Schema schema, List<Part> fields) {

  /// A field and its columns, which begin at `first`.
  record Part(String name, Schema schema, int first, List<OutputColumn> columns) {
    Part {
      columns = List.copyOf(columns);
    }

    /// The types of the union that have columns, in order; one if the field has one column.
    List<Schema> variants() {
      return AvroColumns.variants(schema);
    }
  }

  AvroColumns {
    fields = List.copyOf(fields);
  }

  /// The columns of a schema.
  ///
  /// @param otherwise name of the one column of a value that is no record
  static AvroColumns of(Schema schema, String otherwise) {
    List<Part> parts = new ArrayList<>();
    int first = 0;
    if (schema.getType() == Schema.Type.RECORD) {
      for (Schema.Field field : schema.getFields()) {
        Part part = part(field.name(), field.schema(), first);
        parts.add(part);
        first += part.columns().size();
      }
    } else {
      parts.add(part(otherwise, schema, 0));
    }
    return new AvroColumns(schema, parts);
  }

  private static Part part(String name, Schema schema, int first) {
    List<Schema> variants = variants(schema);
    if (variants.size() == 1) {
      OutputColumn column =
          new OutputColumn(name, AvroTypes.type(variants.getFirst()), schema.isNullable());
      return new Part(name, schema, first, List.of(column));
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (Schema variant : variants) {
      String column = name + (columns.size() + 1);
      columns.add(new OutputColumn(column, AvroTypes.type(variant), true));
    }
    return new Part(name, schema, first, columns);
  }

  private static List<Schema> variants(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return List.of(schema);
    }
    List<Schema> variants =
        schema.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
    return variants.isEmpty() ? List.of(Schema.create(Schema.Type.NULL)) : variants;
  }

  /// All columns.
  List<OutputColumn> columns() {
    return fields.stream().flatMap(field -> field.columns().stream()).toList();
  }
}

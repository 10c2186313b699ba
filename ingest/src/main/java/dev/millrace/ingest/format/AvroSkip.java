package dev.millrace.ingest.format;

import org.apache.avro.Schema;

/// Passes over a value that no column wants: a field the reader schema does not have.
final class AvroSkip {

  /// Nesting of one value; a recursive schema has no bound of its own.
  private static final int DEPTH_MAX = 100;

  private AvroSkip() {}

  static void skip(Schema schema, AvroBytes in) {
    skip(schema, in, 0);
  }

  private static void skip(Schema schema, AvroBytes in, int depth) {
    if (depth > DEPTH_MAX) {
      throw AvroBytes.malformed("a value is nested deeper than " + DEPTH_MAX);
    }
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> in.skip(1);
      case INT, LONG, ENUM -> in.readLong();
      case FLOAT -> in.skip(4);
      case DOUBLE -> in.skip(8);
      case BYTES, STRING -> in.skip(in.readLength());
      case FIXED -> in.skip(schema.getFixedSize());
      case ARRAY -> {
        for (long block = in.readBlock(); block > 0; block = in.readBlock()) {
          for (long i = 0; i < block; i++) {
            skip(schema.getElementType(), in, depth + 1);
          }
        }
      }
      case MAP -> {
        for (long block = in.readBlock(); block > 0; block = in.readBlock()) {
          for (long i = 0; i < block; i++) {
            in.skip(in.readLength());
            skip(schema.getValueType(), in, depth + 1);
          }
        }
      }
      case UNION -> skip(branch(schema, in), in, depth + 1);
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          skip(field.schema(), in, depth + 1);
        }
      }
    }
  }

  /// The branch of a union that the next value is of.
  static Schema branch(Schema union, AvroBytes in) {
    int branch = in.readInt();
    if (branch < 0 || branch >= union.getTypes().size()) {
      throw AvroBytes.malformed("a union has no branch " + branch);
    }
    return union.getTypes().get(branch);
  }
}

package dev.millrace.model.type;

import java.util.List;

/// An anonymous row type: `row(1, 'a')`, an Avro record, a Kafka header.
public record RecordType(List<Field> fields) implements SqlType {

  /// A field; anonymous ones are called `f1`, `f2`, …
  public record Field(String name, SqlType type) {}

  public RecordType {
    fields = List.copyOf(fields);
  }

  @Override
  public int oid() {
    return TypeId.RECORD.oid();
  }

  @Override
  public int length() {
    return -1;
  }

  @Override
  public String displayName() {
    return "record";
  }

  @Override
  public Carrier carrier() {
    return Carrier.SLICE;
  }

  @Override
  public TypeCategory category() {
    return TypeCategory.PSEUDO;
  }

  @Override
  public String toString() {
    return displayName();
  }
}

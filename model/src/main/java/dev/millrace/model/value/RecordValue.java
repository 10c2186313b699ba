package dev.millrace.model.value;

import dev.millrace.model.type.RecordType;
import org.jspecify.annotations.Nullable;

/// Reads and builds the stored form of records.
public final class RecordValue {

  private RecordValue() {}

  /// A record of boxed fields, null for NULL.
  public static Slice of(@Nullable Object... fields) {
    return ListValue.of(fields);
  }

  /// All fields, boxed.
  public static @Nullable Object[] fields(RecordType type, Slice record) {
    @Nullable Object[] values = new Object[type.fields().size()];
    int at = 4;
    for (int i = 0; i < values.length; i++) {
      values[i] = Elements.read(type.fields().get(i).type().carrier(), record, at);
      at = Elements.next(record, at);
    }
    return values;
  }

  /// The field at a 0-based index.
  public static @Nullable Object field(RecordType type, Slice record, int index) {
    int at = 4;
    for (int i = 0; i < index; i++) {
      at = Elements.next(record, at);
    }
    return Elements.read(type.fields().get(index).type().carrier(), record, at);
  }
}

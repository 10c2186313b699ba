package dev.millrace.ingest.format;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import org.apache.avro.Schema;

/// The shape of Debezium's envelopes in Avro: a record with the row `before` and `after` a change,
/// beside fields about the change itself.
final class Debezium {

  static final String AFTER = "after";

  private Debezium() {}

  /// The schema of rows in envelopes of a schema.
  static Schema rowOf(Schema envelope) {
    Schema.Field after = envelope.getType() == Schema.Type.RECORD ? envelope.getField(AFTER) : null;
    if (after == null) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "ENVELOPE DEBEZIUM requires a value schema that is a record with a field \"after\"");
    }
    return row(after.schema());
  }

  /// A schema of envelopes named like another, of rows, without what is said about the change.
  static Schema envelope(Schema like, Schema row) {
    Schema after = Schema.createUnion(Schema.create(Schema.Type.NULL), row);
    Schema envelope = Schema.createRecord(like.getName(), null, like.getNamespace(), false);
    envelope.setFields(List.of(new Schema.Field(AFTER, after)));
    return envelope;
  }

  /// The record that `after` is when it is not null.
  static Schema row(Schema after) {
    List<Schema> branches =
        after.getType() == Schema.Type.UNION
            ? after.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList()
            : List.of(after);
    if (branches.size() != 1 || branches.getFirst().getType() != Schema.Type.RECORD) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "ENVELOPE DEBEZIUM requires the field \"after\" to be a record or null");
    }
    return branches.getFirst();
  }
}

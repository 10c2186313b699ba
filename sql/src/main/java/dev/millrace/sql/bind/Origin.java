package dev.millrace.sql.bind;

/// Where a column of a result comes from, if it is plainly a column of a relation: clients that
/// update results ask for it. A view is a relation of its own.
///
/// @param relation its OID, 0 for none
/// @param attribute the column's number in pg_attribute, 0 for none
public record Origin(int relation, int attribute) {
  /// Of what is computed.
  public static final Origin NONE = new Origin(0, 0);
}

package dev.millrace.sql.catalog;

import dev.millrace.dataflow.plan.CollectionId;
import java.util.List;

/// A relation of a system schema: a shape, and rows that are made when they are read.
///
/// @param id negative; also the id of the collection that a plan reads
public record SystemRelation(
    long id, int oid, Schema schema, String name, List<ColumnDefinition> columns) {

  public SystemRelation {
    columns = List.copyOf(columns);
    assert id < 0;
  }

  /// What a plan reads.
  public CollectionId collection() {
    return new CollectionId(id);
  }
}

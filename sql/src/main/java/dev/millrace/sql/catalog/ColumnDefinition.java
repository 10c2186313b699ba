package dev.millrace.sql.catalog;

import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.catalog.table.Tenure;

/// A column of a relation.
///
/// @param filling what it gets when no value is given
/// @param tenure whether it was added later, or dropped
public record ColumnDefinition(
    String name, SqlType type, boolean isNotNull, Filling filling, Tenure tenure) {

  /// A column that is filled with NULL.
  public ColumnDefinition(String name, SqlType type, boolean isNotNull) {
    this(name, type, isNotNull, Filling.NOTHING, Tenure.ORIGINAL);
  }

  /// A nullable column without a default.
  public static ColumnDefinition of(String name, SqlType type) {
    return new ColumnDefinition(name, type, false);
  }

  /// True if statements do not see it any more.
  public boolean isDropped() {
    return tenure.isDropped();
  }

  public ColumnDefinition renamed(String newName) {
    return new ColumnDefinition(newName, type, isNotNull, filling, tenure);
  }

  public ColumnDefinition withNotNull(boolean newNotNull) {
    return new ColumnDefinition(name, type, newNotNull, filling, tenure);
  }

  public ColumnDefinition with(Filling newFilling) {
    return new ColumnDefinition(name, type, isNotNull, newFilling, tenure);
  }

  public ColumnDefinition with(Tenure newTenure) {
    return new ColumnDefinition(name, type, isNotNull, filling, newTenure);
  }
}

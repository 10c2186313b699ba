package dev.millrace.sql.catalog;

import dev.millrace.model.type.SqlType;
import org.jspecify.annotations.Nullable;

/// A column of a relation.
///
/// @param defaultText SQL text of its DEFAULT, null where it has none
public record ColumnDefinition(
    String name, SqlType type, boolean isNotNull, @Nullable String defaultText) {

  /// A nullable column without a default.
  public static ColumnDefinition of(String name, SqlType type) {
    return new ColumnDefinition(name, type, false, null);
  }
}

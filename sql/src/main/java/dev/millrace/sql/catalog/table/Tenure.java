package dev.millrace.sql.catalog.table;

import org.jspecify.annotations.Nullable;

/// How a column came and went. Columns of a table are only ever added behind the others and keep
/// their position when they are dropped, so that stored rows and running views need no change.
///
/// @param isAdded true if the table was there before the column: rows may be stored without it
/// @param missing text of the value that such rows have in the column, null for NULL
/// @param isDropped true if statements no longer see it
public record Tenure(boolean isAdded, @Nullable String missing, boolean isDropped) {

  /// A column that the table had from the start.
  public static final Tenure ORIGINAL = new Tenure(false, null, false);

  /// A column that came later.
  public static Tenure added(@Nullable String missing) {
    return new Tenure(true, missing, false);
  }

  /// The same column, dropped.
  public Tenure dropped() {
    return new Tenure(isAdded, missing, true);
  }
}

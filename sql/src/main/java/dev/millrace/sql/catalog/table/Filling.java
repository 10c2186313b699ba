package dev.millrace.sql.catalog.table;

/// What a column gets when a statement gives no value for it.
public sealed interface Filling {

  /// NULL.
  Filling NOTHING = new Nothing();

  /// NULL.
  record Nothing() implements Filling {}

  /// The value of an expression without columns, as written in DEFAULT.
  record Expression(String text) implements Filling {}

  /// The next value of a sequence: `serial`, and DEFAULT nextval('…').
  record NextValue(long sequenceId) implements Filling {}

  /// The next value of the column's own sequence.
  ///
  /// @param isAlways true if a value may be given only with OVERRIDING SYSTEM VALUE
  record Identity(long sequenceId, boolean isAlways) implements Filling {}

  /// The value of an expression over the row's other columns, as written; nothing else is ever
  /// stored.
  record Generated(String text) implements Filling {}

  /// The sequence that is drawn from, or 0.
  default long sequence() {
    return switch (this) {
      case NextValue(long id) -> id;
      case Identity(long id, _) -> id;
      case Nothing _, Expression _, Generated _ -> 0;
    };
  }

  /// True if statements may not give a value.
  default boolean isGenerated() {
    return this instanceof Generated;
  }
}

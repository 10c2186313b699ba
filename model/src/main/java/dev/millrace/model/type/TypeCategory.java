package dev.millrace.model.type;

/// PostgreSQL's `pg_type.typcategory`, which overload resolution uses.
public enum TypeCategory {
  ARRAY('A'),
  BOOLEAN('B'),
  COMPOSITE('C'),
  DATETIME('D'),
  NUMERIC('N'),
  PSEUDO('P'),
  RANGE('R'),
  STRING('S'),
  TIMESPAN('T'),
  USER('U'),
  UNKNOWN('X'),
  INTERNAL('Z');

  private final char code;

  TypeCategory(char code) {
    this.code = code;
  }

  /// The character PostgreSQL's catalog shows.
  public char code() {
    return code;
  }
}

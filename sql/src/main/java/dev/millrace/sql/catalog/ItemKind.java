package dev.millrace.sql.catalog;

/// The kinds of items, with their words.
public enum ItemKind {
  TABLE("table", "table", 'r'),
  SOURCE("source", "source", 'r'),
  VIEW("view", "view", 'v'),
  MATERIALIZED_VIEW("materialized view", "materialized-view", 'm'),
  INDEX("index", "index", 'i'),
  SEQUENCE("sequence", "sequence", 'S'),
  CONNECTION("connection", "connection", ' '),
  SECRET("secret", "secret", ' ');

  private final String words;
  private final String catalogName;
  private final char relkind;

  ItemKind(String words, String catalogName, char relkind) {
    this.words = words;
    this.catalogName = catalogName;
    this.relkind = relkind;
  }

  /// As in messages: `materialized view`.
  public String words() {
    return words;
  }

  /// As in `mz_objects.type`: `materialized-view`.
  public String catalogName() {
    return catalogName;
  }

  /// `pg_class.relkind`; a blank for what is not there.
  public char relkind() {
    return relkind;
  }

  /// True for what a query can read.
  public boolean isRelation() {
    return switch (this) {
      case TABLE, SOURCE, VIEW, MATERIALIZED_VIEW -> true;
      case INDEX, SEQUENCE, CONNECTION, SECRET -> false;
    };
  }
}

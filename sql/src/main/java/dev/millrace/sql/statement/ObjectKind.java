package dev.millrace.sql.statement;

/// The kinds of object that statements name.
public enum ObjectKind {
  TABLE("table"),
  SEQUENCE("sequence"),
  VIEW("view"),
  MATERIALIZED_VIEW("materialized view"),
  INDEX("index"),
  SOURCE("source"),
  SUBSOURCE("subsource"),
  SINK("sink"),
  CONNECTION("connection"),
  SECRET("secret"),
  CLUSTER("cluster"),
  CLUSTER_REPLICA("cluster replica"),
  SCHEMA("schema"),
  DATABASE("database"),
  TYPE("type"),
  ROLE("role"),
  FUNCTION("function"),
  COLUMN("column"),
  NETWORK_POLICY("network policy"),
  SYSTEM("system"),
  OBJECT("object");

  private final String words;

  ObjectKind(String words) {
    this.words = words;
  }

  /// The kind's words in lower case, as messages use them.
  public String words() {
    return words;
  }
}

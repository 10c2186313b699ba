package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Statements that are refused by name, and words that only EXPLAIN gives a meaning.
final class Refusals {

  private Refusals() {}

  /// What to call a statement of PostgreSQL's that we do not have, or null if there is none that
  /// begins so.
  static @Nullable String nameOf(String first, String second) {
    return switch (first) {
      case "vacuum",
          "analyze",
          "analyse",
          "cluster",
          "reindex",
          "checkpoint",
          "lock",
          "call",
          "load",
          "do" ->
          first.toUpperCase(Locale.ROOT);
      case "raise" -> "RAISE";
      case "inspect" -> "INSPECT";
      case "refresh" -> "REFRESH MATERIALIZED VIEW";
      case "import" -> second.equals("foreign") ? "IMPORT FOREIGN SCHEMA" : null;
      case "security" -> second.equals("label") ? "SECURITY LABEL" : null;
      default -> null;
    };
  }

  /// What to call an object of PostgreSQL's that we cannot make, or null.
  static @Nullable String nameOfCreate(String word) {
    return switch (word) {
      case "function",
          "procedure",
          "trigger",
          "extension",
          "rule",
          "aggregate",
          "operator",
          "cast",
          "domain",
          "collation",
          "policy",
          "publication",
          "subscription",
          "server",
          "event",
          "language",
          "statistics",
          "tablespace",
          "unlogged",
          "foreign",
          "network",
          "group",
          "recursive",
          "global",
          "local",
          "replacement" ->
          "CREATE " + word.toUpperCase(Locale.ROOT);
      default -> null;
    };
  }

  /// True for the first word of a change to a table that PostgreSQL has and we do not.
  static boolean isTableChange(String word) {
    return switch (word) {
      case "enable",
          "disable",
          "inherit",
          "validate",
          "attach",
          "detach",
          "replica",
          "force",
          "cluster",
          "of",
          "not" ->
          true;
      default -> false;
    };
  }

  /// True for the first word of what may follow a table's columns in PostgreSQL and not here.
  static boolean isTableClause(String word) {
    return switch (word) {
      case "partition", "inherits", "on", "tablespace", "using", "without" -> true;
      default -> false;
    };
  }

  /// USING names the only kind of index there is.
  static void checkIndexMethod(SqlToken method) {
    if (!method.is("arrangement") && !method.is("btree") && !method.is("hash")) {
      throw DatabaseException.notSupported(
          "index method \"" + method.text + "\"", method.position());
    }
  }

  /// True for the words that name what EXPLAIN shows.
  static boolean isExplainStage(SqlToken token) {
    if (token.isString() || token.kind == MillraceParserConstants.QUOTED_IDENTIFIER) {
      return false;
    }
    return switch (token.text) {
      case "raw",
          "decorrelated",
          "locally",
          "optimized",
          "physical",
          "plan",
          "optimizer",
          "trace",
          "insights",
          "filter",
          "pushdown",
          "timestamp",
          "key",
          "value",
          "schema",
          "analyze",
          "verbose",
          "cpu",
          "memory",
          "hints",
          "skew" ->
          true;
      default -> false;
    };
  }
}

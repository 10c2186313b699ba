package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.CursorStatement;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.OptionSetting;
import dev.millrace.sql.statement.SourceClauses;
import dev.millrace.sql.statement.Statement;
import dev.millrace.sql.statement.TransactionStatement;
import java.util.List;

/// Builds the parts of statements that are made of words and options.
final class OptionTrees {

  private OptionTrees() {}

  private static DatabaseException syntaxError(SqlToken t) {
    return DatabaseException.at(
        t.position(), SqlState.SYNTAX_ERROR, "syntax error at or near \"" + t.text + "\"");
  }

  /// One word of COPY's older list of options; CSV and BINARY are formats.
  static Option copyWord(SqlToken t, OptionSetting value) {
    return switch (t.text) {
      case "csv", "binary" -> new Option("format", new OptionSetting.Word(t.text), t.position());
      case "delimiters" -> new Option("delimiter", value, t.position());
      case "delimiter", "null", "header", "quote", "escape", "encoding", "freeze" ->
          new Option(t.text, value, t.position());
      default -> throw syntaxError(t);
    };
  }

  /// How many words belong to a connection's type after its first.
  static int moreWordsOfType(String first, String second) {
    return switch (first) {
      case "confluent" -> 2;
      case "sql", "ssh", "iceberg" -> 1;
      case "aws" -> second.equals("privatelink") ? 1 : 0;
      default -> 0;
    };
  }

  /// The option that says a cluster lists its replicas itself, even none.
  static Option unmanaged(int position) {
    return new Option("replicas", new OptionSetting.Absent(), position);
  }

  static SourceClauses clauses(List<Option> options) {
    return new SourceClauses(null, null, List.of(), null, null, null, options);
  }

  static String bodyFormat(SqlToken t) {
    return switch (t.text) {
      case "text", "json", "bytes" -> t.text;
      default -> throw syntaxError(t);
    };
  }

  static void checkEnvelope(SqlToken t) {
    switch (t.text) {
      case "none", "upsert", "debezium", "materialize" -> {}
      default -> throw syntaxError(t);
    }
  }

  static String discarded(SqlToken t) {
    return switch (t.text) {
      case "all", "plans", "sequences", "temp" -> t.text;
      case "temporary" -> "temp";
      default -> throw syntaxError(t);
    };
  }

  /// Refuses, in PostgreSQL's words, what no role can be.
  static void checkRoleAttribute(SqlToken t) {
    String positive = t.text.startsWith("no") ? t.text.substring(2) : t.text;
    switch (positive) {
      case "superuser",
          "login",
          "inherit",
          "createdb",
          "createrole",
          "createcluster",
          "replication",
          "bypassrls" -> {}
      default -> {
        if (!t.is("password")) {
          throw DatabaseException.at(
              t.position(), SqlState.SYNTAX_ERROR, "unrecognized role option \"" + t.text + "\"");
        }
      }
    }
  }

  static TransactionStatement.Modes noModes() {
    return new TransactionStatement.Modes(null, null, null);
  }

  static Statement fetch(SqlToken verb, Direction direction, SqlToken name, List<Option> options) {
    if (verb.is("move")) {
      return new CursorStatement.Move(
          name.text, direction.word(), direction.count(), name.position());
    }
    return new CursorStatement.Fetch(
        name.text, direction.word(), direction.count(), options, name.position());
  }

  /// How many words name the kind of objects that SHOW lists; 0 if they name a setting.
  static int shownWords(SqlToken first, SqlToken second) {
    if (first.kind == MillraceParserConstants.QUOTED_IDENTIFIER) {
      return 0;
    }
    return switch (first.text) {
      case "databases",
          "schemas",
          "roles",
          "secrets",
          "views",
          "types",
          "objects",
          "tables",
          "sources",
          "subsources",
          "sinks",
          "connections",
          "indexes",
          "columns",
          "fields",
          "clusters",
          "privileges" ->
          1;
      case "network" -> second.is("policies") ? 2 : 0;
      case "materialized" -> second.is("views") ? 2 : 0;
      case "cluster" -> second.is("replicas") ? 2 : 0;
      case "default" -> second.is("privileges") ? 2 : 0;
      case "role" -> second.is("membership") ? 2 : 0;
      default -> 0;
    };
  }
}

package dev.millrace.sql.parse;

import dev.millrace.sql.statement.ObjectKind;
import org.jspecify.annotations.Nullable;

/// The words by which statements name a kind of object.
final class ObjectWords {

  private ObjectWords() {}

  /// The kind that one or two words name, or null.
  static @Nullable ObjectKind kindOf(String first, String second) {
    return switch (first) {
      case "table" -> ObjectKind.TABLE;
      case "sequence" -> ObjectKind.SEQUENCE;
      case "view" -> ObjectKind.VIEW;
      case "materialized" -> second.equals("view") ? ObjectKind.MATERIALIZED_VIEW : null;
      case "index" -> ObjectKind.INDEX;
      case "source" -> ObjectKind.SOURCE;
      case "subsource" -> ObjectKind.SUBSOURCE;
      case "sink" -> ObjectKind.SINK;
      case "connection" -> ObjectKind.CONNECTION;
      case "secret" -> ObjectKind.SECRET;
      case "cluster" -> second.equals("replica") ? ObjectKind.CLUSTER_REPLICA : ObjectKind.CLUSTER;
      case "schema" -> ObjectKind.SCHEMA;
      case "database" -> ObjectKind.DATABASE;
      case "type" -> ObjectKind.TYPE;
      case "role", "user" -> ObjectKind.ROLE;
      case "function" -> ObjectKind.FUNCTION;
      case "column" -> ObjectKind.COLUMN;
      case "network" -> second.equals("policy") ? ObjectKind.NETWORK_POLICY : null;
      case "system" -> ObjectKind.SYSTEM;
      default -> null;
    };
  }

  /// True if the words at hand name a kind and something follows them.
  static boolean isKind(SqlToken first, SqlToken second) {
    return first.kind == MillraceParserConstants.TABLE || isKindAndName(first, second);
  }

  private static boolean isKindAndName(SqlToken first, SqlToken second) {
    return first.kind != MillraceParserConstants.QUOTED_IDENTIFIER
        && second.isWord()
        && !second.is("to")
        && !second.is("from")
        && kindOf(first.text, second.text) != null;
  }

  /// True if the words at hand name a kind in the plural.
  static boolean isPlural(SqlToken first, SqlToken second) {
    return first.kind != MillraceParserConstants.QUOTED_IDENTIFIER
        && !second.is(".")
        && kindOfPlural(first.text, second.text) != null;
  }

  /// The kind that one or two words in the plural name, or null.
  static @Nullable ObjectKind kindOfPlural(String first, String second) {
    return switch (first) {
      case "materialized" -> second.equals("views") ? ObjectKind.MATERIALIZED_VIEW : null;
      case "cluster" -> second.equals("replicas") ? ObjectKind.CLUSTER_REPLICA : null;
      case "indexes" -> ObjectKind.INDEX;
      default ->
          first.endsWith("s") ? kindOf(first.substring(0, first.length() - 1), second) : null;
    };
  }
}

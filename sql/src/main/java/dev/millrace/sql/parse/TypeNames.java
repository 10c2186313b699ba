package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.TypeSpec;
import java.util.List;

/// Builds types. SQL's own spellings mean a type of pg_catalog whatever the search path says; any
/// other name is left for the binder.
final class TypeNames {

  private static final int FLOAT4_BITS_MAX = 24;
  private static final int FLOAT8_BITS_MAX = 53;

  private TypeNames() {}

  static TypeSpec arrayOf(TypeSpec element) {
    return element instanceof TypeSpec.ArrayOf ? element : new TypeSpec.ArrayOf(element);
  }

  static TypeSpec systemType(String name, SqlToken at) {
    return systemType(name, at, List.of());
  }

  static TypeSpec systemType(String name, SqlToken at, List<Integer> modifiers) {
    return new TypeSpec.Named(
        new ObjectName(List.of("pg_catalog", name), at.position()), modifiers, "");
  }

  static TypeSpec intervalType(SqlToken at, List<Integer> precision, String fields) {
    return new TypeSpec.Named(
        new ObjectName(List.of("pg_catalog", "interval"), at.position()), precision, fields);
  }

  /// A type by one name, which may be one of SQL's spellings.
  static TypeSpec namedType(ObjectName name, SqlToken first, List<Integer> modifiers) {
    if (name.parts().size() > 1 || first.kind == MillraceParserConstants.QUOTED_IDENTIFIER) {
      return new TypeSpec.Named(name, modifiers, "");
    }
    return switch (name.last()) {
      case "int", "integer" -> plain("int4", first, modifiers);
      case "smallint" -> plain("int2", first, modifiers);
      case "bigint" -> plain("int8", first, modifiers);
      case "real" -> plain("float4", first, modifiers);
      case "boolean" -> plain("bool", first, modifiers);
      case "float" -> floatOf(first, modifiers);
      case "dec", "decimal", "numeric" -> systemType("numeric", first, modifiers);
      case "varchar" -> systemType("varchar", first, modifiers);
      default -> new TypeSpec.Named(name, modifiers, "");
    };
  }

  private static TypeSpec plain(String name, SqlToken at, List<Integer> modifiers) {
    if (!modifiers.isEmpty()) {
      throw DatabaseException.at(
          at.position() + at.end - at.start,
          SqlState.SYNTAX_ERROR,
          "syntax error at or near \"(\"");
    }
    return systemType(name, at);
  }

  private static TypeSpec floatOf(SqlToken at, List<Integer> modifiers) {
    if (modifiers.isEmpty()) {
      return systemType("float8", at);
    }
    int bits = modifiers.getFirst();
    if (bits < 1) {
      throw invalidFloat("precision for type float must be at least 1 bit", at);
    }
    if (bits > FLOAT8_BITS_MAX) {
      throw invalidFloat("precision for type float must be less than 54 bits", at);
    }
    return systemType(bits <= FLOAT4_BITS_MAX ? "float4" : "float8", at);
  }

  private static DatabaseException invalidFloat(String message, SqlToken at) {
    return DatabaseException.at(at.position(), SqlState.INVALID_PARAMETER_VALUE, message);
  }

  /// Refuses ranges that no interval has, `second to year`.
  static void checkIntervalFields(String fields, Token last) {
    switch (fields) {
      case "",
          "year",
          "month",
          "day",
          "hour",
          "minute",
          "second",
          "year to month",
          "day to hour",
          "day to minute",
          "day to second",
          "hour to minute",
          "hour to second",
          "minute to second" -> {}
      default ->
          throw DatabaseException.at(
              last.beginColumn,
              SqlState.SYNTAX_ERROR,
              "syntax error at or near \"" + last.image + "\"");
    }
  }
}

package dev.millrace.sql.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The words with a token kind of their own: exactly those that PostgreSQL 15 does not allow as a
/// column's name. Every other word is an identifier, and the grammar recognises it by its text
/// where it has a meaning; so a column or a relation may be called `source`, `data` or `timestamp`.
final class Keywords {

  private static final String RESERVED =
      """
      ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC BOTH CASE CAST CHECK COLLATE COLUMN
      CONSTRAINT CREATE CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP
      CURRENT_USER DEFAULT DEFERRABLE DESC DISTINCT DO ELSE END EXCEPT FALSE FETCH FOR FOREIGN FROM
      GRANT GROUP HAVING IN INITIALLY INTERSECT INTO LATERAL LEADING LIMIT LOCALTIME LOCALTIMESTAMP
      NOT NULL OFFSET ON ONLY OR ORDER PLACING PRIMARY REFERENCES RETURNING SELECT SESSION_USER
      SOME SYMMETRIC TABLE THEN TO TRAILING TRUE UNION UNIQUE USER USING VARIADIC WHEN WHERE WINDOW
      WITH
      """;

  /// Reserved as columns, but usable as names of functions and types.
  private static final String FUNCTION_NAMES =
      """
      AUTHORIZATION BINARY COLLATION CONCURRENTLY CROSS CURRENT_SCHEMA FREEZE FULL ILIKE INNER IS
      ISNULL JOIN LEFT LIKE NATURAL NOTNULL OUTER OVERLAPS RIGHT SIMILAR TABLESAMPLE VERBOSE
      """;

  /// Reserved words that may name a column of a result without AS, because nothing else that begins
  /// with them can follow an expression.
  private static final String BARE_LABELS =
      """
      ALL ANALYSE ANALYZE ANY ASC ASYMMETRIC BOTH CASE CAST CHECK COLUMN CONSTRAINT
      CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEFAULT
      DEFERRABLE DESC DISTINCT DO ELSE END FALSE FOREIGN INITIALLY LATERAL LEADING LOCALTIME
      LOCALTIMESTAMP NULL ONLY PLACING PRIMARY REFERENCES SELECT SESSION_USER SOME SYMMETRIC TABLE
      THEN TRAILING TRUE UNIQUE USER USING VARIADIC WHEN AUTHORIZATION BINARY COLLATION
      CONCURRENTLY CROSS CURRENT_SCHEMA FREEZE FULL INNER JOIN LEFT NATURAL OUTER RIGHT
      TABLESAMPLE VERBOSE
      """;

  /// Words that name a column of a result only behind AS.
  private static final Set<String> NEED_AS =
      Set.of(
          "char",
          "character",
          "day",
          "filter",
          "hour",
          "minute",
          "month",
          "over",
          "precision",
          "second",
          "varying",
          "within",
          "without",
          "year");

  private static final Map<String, Integer> KIND_BY_WORD = new HashMap<>();
  private static final boolean[] IS_RESERVED =
      new boolean[MillraceParserConstants.tokenImage.length];
  private static final boolean[] IS_FUNCTION_NAME =
      new boolean[MillraceParserConstants.tokenImage.length];

  private static final boolean[] IS_BARE_LABEL =
      new boolean[MillraceParserConstants.tokenImage.length];

  static {
    Map<String, Integer> kinds = new HashMap<>();
    for (int kind = 0; kind < MillraceParserConstants.tokenImage.length; kind++) {
      kinds.putIfAbsent(MillraceParserConstants.tokenImage[kind], kind);
    }
    for (String word : RESERVED.strip().split("\\s+")) {
      IS_RESERVED[register(word, kinds)] = true;
    }
    for (String word : FUNCTION_NAMES.strip().split("\\s+")) {
      int kind = register(word, kinds);
      IS_RESERVED[kind] = true;
      IS_FUNCTION_NAME[kind] = true;
    }
    for (String word : BARE_LABELS.strip().split("\\s+")) {
      IS_BARE_LABEL[register(word, kinds)] = true;
    }
  }

  private Keywords() {}

  private static int register(String word, Map<String, Integer> kinds) {
    Integer kind = kinds.get('"' + word + '"');
    if (kind == null) {
      throw new IllegalStateException("the grammar has no token for " + word);
    }
    KIND_BY_WORD.put(word.toLowerCase(Locale.ROOT), kind);
    return kind;
  }

  /// The kind of a folded word, or null if it is an ordinary identifier.
  static @Nullable Integer kindOf(String word) {
    return KIND_BY_WORD.get(word);
  }

  /// True for a reserved word that may name a column of a result without AS.
  static boolean isBareLabel(int kind) {
    return IS_BARE_LABEL[kind];
  }

  /// True for the words that may be a setting's value.
  static boolean isSettingWord(int kind) {
    return kind == MillraceParserConstants.IDENTIFIER
        || kind == MillraceParserConstants.TRUE
        || kind == MillraceParserConstants.FALSE
        || kind == MillraceParserConstants.ON
        || isFunctionName(kind);
  }

  /// True for a word that cannot name a column of a result without AS.
  static boolean needsAs(String word) {
    return NEED_AS.contains(word);
  }

  /// True for CURRENT_DATE and its kin, which are calls without parentheses.
  static boolean isValue(int kind) {
    return switch (kind) {
      case MillraceParserConstants.CURRENT_DATE,
          MillraceParserConstants.CURRENT_TIME,
          MillraceParserConstants.CURRENT_TIMESTAMP,
          MillraceParserConstants.CURRENT_USER,
          MillraceParserConstants.CURRENT_ROLE,
          MillraceParserConstants.CURRENT_CATALOG,
          MillraceParserConstants.CURRENT_SCHEMA,
          MillraceParserConstants.SESSION_USER,
          MillraceParserConstants.USER,
          MillraceParserConstants.LOCALTIME,
          MillraceParserConstants.LOCALTIMESTAMP ->
          true;
      default -> false;
    };
  }

  static boolean isReserved(int kind) {
    return IS_RESERVED[kind];
  }

  static boolean isFunctionName(int kind) {
    return IS_FUNCTION_NAME[kind];
  }
}

package dev.millrace.sql.session;

import java.util.regex.Pattern;

/// What `pg_stat_activity` shows of a statement: no literal of one that may carry a secret. Any
/// thread.
final class Redaction {

  private static final Pattern SENSITIVE = Pattern.compile("(?is).*\\b(password|secret)\\b.*");

  private static final Pattern LITERAL =
      Pattern.compile("'[^']*+'|\\$(\\w*)\\$.*?\\$\\1\\$", Pattern.DOTALL);

  private Redaction() {}

  static String of(String statement) {
    return SENSITIVE.matcher(statement).matches()
        ? LITERAL.matcher(statement).replaceAll("'********'")
        : statement;
  }
}

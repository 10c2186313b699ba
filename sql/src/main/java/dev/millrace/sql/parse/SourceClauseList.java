package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.FormatSpec;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.SourceClauses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the clauses of a source or sink; none may come twice.
final class SourceClauseList {

  private @Nullable FormatSpec keyFormat;
  private @Nullable FormatSpec valueFormat;
  private final List<SourceClauses.Include> includes = new ArrayList<>();
  private SourceClauses.@Nullable Envelope envelope;
  private SourceClauses.@Nullable TableSelection tables;
  private @Nullable ObjectName progress;
  private @Nullable List<Option> options;
  private boolean hasIncludes;

  void format(@Nullable FormatSpec key, FormatSpec value, SqlToken t) {
    once(valueFormat != null, t);
    keyFormat = key;
    valueFormat = value;
  }

  void includes(SqlToken t) {
    once(hasIncludes, t);
    hasIncludes = true;
  }

  /// Refuses what no source can include.
  void checkInclude(SqlToken t) {
    switch (t.text) {
      case "key", "partition", "offset", "timestamp", "headers", "header" -> {}
      default -> throw syntaxError(t);
    }
  }

  void include(SqlToken t, @Nullable SqlToken header, @Nullable SqlToken alias, boolean isBytes) {
    includes.add(
        new SourceClauses.Include(
            t.text,
            header == null ? null : header.text,
            alias == null ? null : alias.text,
            isBytes,
            t.position()));
  }

  void envelope(SourceClauses.Envelope value, SqlToken t) {
    once(envelope != null, t);
    envelope = value;
  }

  void tables(SourceClauses.TableSelection value, SqlToken t) {
    once(tables != null, t);
    tables = value;
  }

  void progress(ObjectName name, SqlToken t) {
    once(progress != null, t);
    progress = name;
  }

  void options(List<Option> list, SqlToken t) {
    once(options != null, t);
    options = list;
  }

  private static void once(boolean isThere, SqlToken t) {
    if (isThere) {
      throw syntaxError(t);
    }
  }

  private static DatabaseException syntaxError(SqlToken t) {
    return DatabaseException.at(
        t.position(), SqlState.SYNTAX_ERROR, "syntax error at or near \"" + t.text + "\"");
  }

  SourceClauses build() {
    return new SourceClauses(
        keyFormat,
        valueFormat,
        includes,
        envelope,
        tables,
        progress,
        options == null ? List.of() : options);
  }
}

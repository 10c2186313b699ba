package dev.millrace.sql.statement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows the origin of a source, and of a sink where it applies.
///
/// @param keyFormat only with KEY FORMAT … VALUE FORMAT …; then `valueFormat` is present as well
/// @param valueFormat also a plain FORMAT
/// @param envelope null if not written
/// @param progress the name of EXPOSE PROGRESS AS
public record SourceClauses(
    @Nullable FormatSpec keyFormat,
    @Nullable FormatSpec valueFormat,
    List<Include> includes,
    @Nullable Envelope envelope,
    @Nullable TableSelection tables,
    @Nullable ObjectName progress,
    List<Option> options) {

  /// Copies the lists.
  public SourceClauses {
    includes = List.copyOf(includes);
    options = List.copyOf(options);
  }

  /// An INCLUDE item.
  ///
  /// @param kind `key`, `partition`, `offset`, `timestamp`, `headers` or `header`
  /// @param header the name behind `header`
  public record Include(
      String kind,
      @Nullable String header,
      @Nullable String alias,
      boolean isBytes,
      int position) {}

  /// An ENVELOPE.
  ///
  /// @param kind `none`, `upsert`, `debezium` or `materialize`
  /// @param inlineErrors true for VALUE DECODING ERRORS = INLINE
  public record Envelope(
      String kind, boolean inlineErrors, @Nullable String errorColumn, int position) {}

  /// FOR ALL TABLES, FOR SCHEMAS (…) or FOR TABLES (…).
  public sealed interface TableSelection {
    /// Every table upstream.
    record All() implements TableSelection {}

    /// The tables of some schemas.
    record Schemas(List<ObjectName> names) implements TableSelection {
      public Schemas {
        names = List.copyOf(names);
      }
    }

    /// Some tables, each possibly under another name.
    record Tables(List<Reference> references) implements TableSelection {
      public Tables {
        references = List.copyOf(references);
      }
    }
  }

  /// A table upstream and its name here.
  public record Reference(ObjectName upstream, @Nullable ObjectName alias) {}
}

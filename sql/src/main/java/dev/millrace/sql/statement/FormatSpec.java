package dev.millrace.sql.statement;

import dev.millrace.sql.statement.DataStatement.ColumnName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How bytes become columns, and columns bytes.
public sealed interface FormatSpec {

  /// BYTES.
  record Bytes() implements FormatSpec {}

  /// TEXT.
  record Text() implements FormatSpec {}

  /// JSON, or JSON ARRAY where a body holds many.
  record Json(boolean isArray) implements FormatSpec {}

  /// REGEX 'pattern'.
  record Regex(String pattern) implements FormatSpec {}

  /// CSV WITH {HEADER (columns) | n COLUMNS} [DELIMITED BY 'c'].
  record Csv(
      boolean hasHeader, List<ColumnName> columns, int columnCount, @Nullable String delimiter)
      implements FormatSpec {
    public Csv {
      columns = List.copyOf(columns);
    }
  }

  /// AVRO or PROTOBUF by a schema registry.
  ///
  /// @param kind `avro` or `protobuf`
  record Registry(String kind, RegistryAddress registry, List<Option> options, Seed seed)
      implements FormatSpec {
    public Registry {
      options = List.copyOf(options);
    }
  }

  /// AVRO or PROTOBUF by a schema written in the statement.
  ///
  /// @param message of PROTOBUF MESSAGE, otherwise null
  record Inline(String kind, @Nullable String message, String schema, List<Option> options)
      implements FormatSpec {
    public Inline {
      options = List.copyOf(options);
    }
  }

  /// A registry by a connection's name, or the older form by address.
  sealed interface RegistryAddress {
    /// CONNECTION name.
    record ByConnection(ObjectName name) implements RegistryAddress {}

    /// 'http://…'.
    record ByAddress(String url) implements RegistryAddress {}
  }

  /// Schemas fixed in the statement.
  ///
  /// @param strategies KEY STRATEGY and VALUE STRATEGY as options
  record Seed(@Nullable String keySchema, @Nullable String valueSchema, List<Option> strategies) {
    public Seed {
      strategies = List.copyOf(strategies);
    }
  }
}

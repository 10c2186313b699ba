package dev.millrace.ingest.webhook;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.ingest.format.StrictUtf8;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a webhook makes of requests: the rows in a body, and the columns that every row of a
/// request gets from its headers. A value.
final class WebhookShape {

  /// Index of the rows and of the dead letters among the outputs.
  static final int MAIN = 0;

  static final int DEAD = 1;

  /// A body that could not be read, what was wrong with it, and when it came.
  static final List<OutputColumn> DEAD_COLUMNS =
      List.of(
          new OutputColumn("value", ScalarType.BYTEA, false),
          new OutputColumn("error", ScalarType.TEXT, false),
          new OutputColumn("sqlstate", ScalarType.TEXT, false),
          new OutputColumn("ts", ScalarType.TIMESTAMP, false));

  /// How a body holds rows.
  enum Format {
    /// JSON values one after another, each a row.
    JSON,
    /// The same, but an array is as many rows as it has elements.
    JSON_ARRAY,
    /// One row of UTF-8 text.
    TEXT,
    /// One row of any bytes.
    BYTES;

    SqlType type() {
      return switch (this) {
        case JSON, JSON_ARRAY -> ScalarType.JSONB;
        case TEXT -> ScalarType.TEXT;
        case BYTES -> ScalarType.BYTEA;
      };
    }

    /// What messages call it.
    String word() {
      return switch (this) {
        case JSON, JSON_ARRAY -> "Jsonb";
        case TEXT -> "Text";
        case BYTES -> "Bytes";
      };
    }
  }

  private final Format format;
  private final List<OutputColumn> columns = new ArrayList<>();
  private final List<IncludeSpec> single;
  private final boolean hasHeaders;
  private final Set<String> only;
  private final Set<String> except;

  WebhookShape(SourceSpec spec) {
    format = format(Objects.requireNonNull(spec.valueFormat()).format());
    only = names(spec, "ONLY HEADERS");
    except = names(spec, "EXCEPT HEADERS");
    single = spec.includes().stream().filter(i -> i.what().equals("HEADER")).toList();
    hasHeaders = spec.includes().stream().anyMatch(i -> i.what().equals("HEADERS"));
    columns.add(new OutputColumn("body", format.type(), false));
    if (hasHeaders) {
      columns.add(new OutputColumn("headers", new MapType(ScalarType.TEXT), false));
    }
    for (IncludeSpec include : single) {
      columns.add(
          new OutputColumn(
              Objects.requireNonNull(include.alias()),
              include.bytes() ? ScalarType.BYTEA : ScalarType.TEXT,
              true));
    }
    refuseDuplicates();
  }

  private static Format format(String name) {
    return switch (name) {
      case "JSON" -> Format.JSON;
      case "JSON ARRAY" -> Format.JSON_ARRAY;
      case "TEXT" -> Format.TEXT;
      case "BYTES" -> Format.BYTES;
      default -> throw DatabaseException.notSupported("BODY FORMAT " + name, 0);
    };
  }

  private static Set<String> names(SourceSpec spec, String option) {
    return spec.options().get(option) instanceof OptionValue.Items items
        ? items.values().stream()
            .map(v -> ((OptionValue.Text) v).value().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  private void refuseDuplicates() {
    Set<String> names = new HashSet<>();
    for (OutputColumn column : columns) {
      if (!names.add(column.name())) {
        throw new DatabaseException(
            SqlState.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once");
      }
    }
  }

  Format format() {
    return format;
  }

  List<SqlType> types() {
    return columns.stream().map(OutputColumn::type).toList();
  }

  /// The rows, and the bodies that hold none; bytes always do.
  List<Output> outputs() {
    Output main = new Output(Role.MAIN, "", columns, Keeping.LOG, List.of());
    return format == Format.BYTES
        ? List.of(main)
        : List.of(main, new Output(Role.DEAD_LETTERS, "", DEAD_COLUMNS, Keeping.LOG, List.of()));
  }

  /// The first column of each of a body's rows; fails with a DatabaseException if it holds
  /// something else.
  List<Slice> bodies(byte[] body) {
    return switch (format) {
      case JSON, JSON_ARRAY -> {
        StrictUtf8.check(body, 0, body.length);
        yield JsonText.canonicalStream(body, format == Format.JSON_ARRAY);
      }
      case TEXT -> {
        StrictUtf8.check(body, 0, body.length);
        yield List.of(Slice.of(body));
      }
      case BYTES -> List.of(Slice.of(body));
    };
  }

  /// The other columns, the same for every row of a request.
  @Nullable Slice[] others(RequestHeaders headers) {
    @Nullable Slice[] values = new Slice[columns.size() - 1];
    int at = 0;
    if (hasHeaders) {
      values[at++] =
          headers.map(
              false, name -> !except.contains(name) && (only.isEmpty() || only.contains(name)));
    }
    for (IncludeSpec include : single) {
      String header = Objects.requireNonNull(include.header()).toLowerCase(Locale.ROOT);
      values[at++] = headers.value(header, include.bytes());
    }
    return values;
  }
}

package dev.millrace.dataflow.connector;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A CREATE SOURCE without its SQL: plain data, stored in the catalog as JSON. Option names are
/// upper-case words with single blanks, as written in SQL (`TOPIC`, `SASL MECHANISMS`).
///
/// @param connector `kafka`, `load-generator` or `webhook`
/// @param generator the load generator's name, else empty
/// @param options the connector's own options
/// @param connection the resolved connection for Kafka, else null
/// @param keyFormat null unless KEY FORMAT was given (or implied)
/// @param keeping RETAIN option: `FOREVER`, `NONE`, `n ms`, `n bytes`, or null for the default
/// @param check of a webhook, else null
/// @param addedFields of the value's last fields, how many came later, by ALTER SOURCE: their
///   columns lie behind all others
public record SourceSpec(
    String connector,
    String generator,
    Map<String, OptionValue> options,
    @Nullable ConnectionSpec connection,
    @Nullable FormatSpec keyFormat,
    @Nullable FormatSpec valueFormat,
    List<IncludeSpec> includes,
    Envelope envelope,
    @Nullable String keeping,
    @Nullable CheckSpec check,
    int addedFields) {

  /// How records become rows.
  public enum Envelope {
    NONE,
    UPSERT,
    DEBEZIUM
  }

  /// INCLUDE KEY | PARTITION | OFFSET | TIMESTAMP | HEADERS | HEADER 'x', with its alias.
  public record IncludeSpec(
      String what, @Nullable String header, @Nullable String alias, boolean bytes) {}

  /// A format: `AVRO`, `JSON`, `TEXT`, `BYTES`, `CSV`, … with its options and, for a schema
  /// registry, its connection and, once looked up, the reader schema.
  public record FormatSpec(
      String format,
      Map<String, OptionValue> options,
      @Nullable ConnectionSpec registry,
      @Nullable String schema) {
    public FormatSpec {
      options = Map.copyOf(options);
    }
  }

  /// A source that reads by itself and so has nobody to check.
  public SourceSpec(
      String connector,
      String generator,
      Map<String, OptionValue> options,
      @Nullable ConnectionSpec connection,
      @Nullable FormatSpec keyFormat,
      @Nullable FormatSpec valueFormat,
      List<IncludeSpec> includes,
      Envelope envelope,
      @Nullable String keeping) {
    this(
        connector,
        generator,
        options,
        connection,
        keyFormat,
        valueFormat,
        includes,
        envelope,
        keeping,
        null,
        0);
  }

  /// The same source with another format of its values, whose last fields came later.
  public SourceSpec withAddedField(FormatSpec wider) {
    return new SourceSpec(
        connector,
        generator,
        options,
        connection,
        keyFormat,
        wider,
        includes,
        envelope,
        keeping,
        check,
        addedFields + 1);
  }

  public SourceSpec {
    options = Map.copyOf(options);
    includes = List.copyOf(includes);
  }
}

package dev.millrace.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.RegistryStandIn;
import dev.millrace.ingest.format.Formats.Part;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReaderSchemasTest {

  private final RegistryStandIn registry = RegistryStandIn.start();
  private final ReaderSchemas schemas =
      new ReaderSchemas(
          "t",
          id -> {
            throw new IllegalStateException("no secret " + id);
          });

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void theNewestSchemaIsTakenUnlessOneIsAskedForById() {
    int old = registry.register("t-value", "\"int\"");
    registry.register("t-value", "\"long\"");
    assertThat(schemas.resolve(avro(Map.of(), null), Part.VALUE).schema()).isEqualTo("\"long\"");
    FormatSpec first = schemas.resolve(avro(Map.of("STRATEGY", "ID " + old), null), Part.VALUE);
    assertThat(first.schema()).isEqualTo("\"int\"");
    assertThat(first.options()).isEmpty();
    assertThatThrownBy(() -> schemas.resolve(avro(Map.of("STRATEGY", "ID 99"), null), Part.VALUE))
        .hasMessage("schema registry has no schema with id 99");
    assertThatThrownBy(() -> schemas.resolve(avro(Map.of(), null), Part.KEY))
        .hasMessage("schema registry has no subject \"t-key\"");
  }

  @Test
  void aSchemaInTheStatementIsTakenWithoutAsking() {
    registry.down(true);
    assertThat(schemas.resolve(avro(Map.of(), "\"string\""), Part.VALUE).schema())
        .isEqualTo("\"string\"");
    assertThatThrownBy(() -> schemas.resolve(avro(Map.of(), "{"), Part.VALUE))
        .hasMessageStartingWith("invalid Avro schema");
  }

  @Test
  void aValuesFormatImpliesThatOfKeysIfTheyHaveASchema() {
    FormatSpec value = avro(Map.of(), null);
    assertThat(schemas.impliedKey(value)).isNull();
    int id = registry.register("t-key", "\"bytes\"");
    registry.register("t-key", "\"string\"");
    assertThat(schemas.impliedKey(value).schema()).isEqualTo("\"string\"");
    FormatSpec byId = schemas.impliedKey(avro(Map.of("KEY STRATEGY", "ID " + id), null));
    assertThat(byId.schema()).isEqualTo("\"bytes\"");
    assertThat(byId.options()).isEmpty();
    assertThat(schemas.impliedKey(avro(Map.of("KEY SCHEMA", "\"int\""), null)).schema())
        .isEqualTo("\"int\"");
    assertThat(schemas.impliedKey(new FormatSpec("JSON", Map.of(), null, null))).isNull();
  }

  private FormatSpec avro(Map<String, String> options, @Nullable String schema) {
    Map<String, OptionValue> values = new HashMap<>();
    options.forEach((name, value) -> values.put(name, new OptionValue.Text(value)));
    ConnectionSpec connection =
        new ConnectionSpec(
            "CONFLUENT SCHEMA REGISTRY", Map.of("URL", new OptionValue.Text(registry.url())));
    return new FormatSpec("AVRO", values, connection, schema);
  }
}

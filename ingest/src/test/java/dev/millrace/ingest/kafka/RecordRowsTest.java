package dev.millrace.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.ingest.AvroText;
import dev.millrace.ingest.DeadLetters;
import dev.millrace.ingest.format.Decoding;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What envelopes make of records; the topic they come from does not matter here.
final class RecordRowsTest {

  private static final FormatSpec TEXT = Decoding.format("TEXT", Map.of());
  private static final FormatSpec JSON = Decoding.format("JSON", Map.of());
  private static final FormatSpec TWO = Decoding.format("CSV", Map.of("COLUMN COUNT", "2"));

  @Test
  void aKeyOfSeveralColumnsIsFlattened() {
    Rows rows = new Rows(Envelope.UPSERT, TWO, TEXT, Map.of());
    assertThat(rows.names()).containsExactly("column1", "column2", "text");
    assertThat(rows.key()).containsExactly(0, 1);
    assertThat(rows.of(record("a,1", "x"), record("a,2", "y"), record("a,1", null)))
        .containsExactly("+1 a 1 x", "+1 a 2 y", "-1 a 1 null");
  }

  @Test
  void includeKeyAsMakesSeveralColumnsOneRecord() {
    Rows rows =
        new Rows(Envelope.UPSERT, TWO, TEXT, Map.of(), new IncludeSpec("KEY", null, "k", false));
    assertThat(rows.names()).containsExactly("k", "text");
    assertThat(rows.key()).containsExactly(0);
    assertThat(rows.of(record("a,1", "x"), record("a,\"b c\"", null)))
        .containsExactly("+1 (a,1) x", "-1 (a,\"b c\") null");
  }

  @Test
  void includeKeyWithoutAnEnvelopeMayBeNull() {
    Rows rows =
        new Rows(Envelope.NONE, TWO, TEXT, Map.of(), new IncludeSpec("KEY", null, null, false));
    assertThat(rows.key()).isEmpty();
    assertThat(rows.of(record(null, "x"), record("a,b", "y"), record("a", "z")))
        .containsExactly(
            "+1 null null x", "+1 a b y", "dead: invalid CSV record: expected 2 columns, got 1");
  }

  @Test
  void anErrorInAValueIsARowIfItIsToBeInline() {
    Rows rows =
        new Rows(
            Envelope.UPSERT,
            TEXT,
            JSON,
            Map.of("VALUE DECODING ERRORS", new OptionValue.Text("why")),
            new IncludeSpec("OFFSET", null, null, false));
    assertThat(rows.names()).containsExactly("key", "why", "data", "offset");
    assertThat(rows.of(record("a", "[1]"), record("a", "[1"), record("a", null), record(null, "1")))
        .containsExactly(
            "+1 a null [1] 0",
            "+1 a (\"invalid input syntax for type json\") null 0",
            "-1 a null null 0",
            "dead: record with NULL key in UPSERT source");
  }

  @Test
  void aHeaderLineIsNeitherARowNorADeadLetter() {
    FormatSpec people =
        new FormatSpec(
            "CSV",
            Map.of(
                "HEADER",
                new OptionValue.Text("true"),
                "COLUMNS",
                new OptionValue.Items(
                    List.of(new OptionValue.Text("id"), new OptionValue.Text("name")))),
            null,
            null);
    Rows rows = new Rows(Envelope.NONE, null, people, Map.of());
    assertThat(rows.of(record(null, "id,name"), record(null, "1,Ada"))).containsExactly("+1 1 Ada");
  }

  private static final String ROW =
      """
      {"type":"record","name":"Value","fields":[{"name":"id","type":"int"},
       {"name":"name","type":["null","string"]},{"name":"part","type":"string"}]}\
      """;
  private static final String CHANGE =
      """
      {"type":"record","name":"Envelope","fields":[
       {"name":"before","type":["null",%s]},{"name":"after","type":["null","Value"]},
       {"name":"op","type":"string"},
       {"name":"transaction","type":["null",{"type":"record","name":"block","fields":[
         {"name":"id","type":"string"}]}]}]}\
      """
          .formatted(ROW);
  private static final String KEY =
      """
      {"type":"record","name":"Key","fields":[{"name":"part","type":"string"},
       {"name":"id","type":"int"}]}\
      """;

  @Test
  void changesOfDebeziumReplaceTheRowOfTheirKeyAndDeleteIt() {
    Rows rows = new Rows(Envelope.DEBEZIUM, avro(KEY), avro(CHANGE), Map.of());
    assertThat(rows.names()).containsExactly("id", "name", "part");
    assertThat(rows.key()).containsExactly(2, 0);
    String key = "{\"part\":\"p\",\"id\":7}";
    String row = "{\"Value\":{\"id\":7,\"name\":{\"string\":\"Ada\"},\"part\":\"p\"}}";
    assertThat(
            rows.of(
                change(key, "null", row, "{\"block\":{\"id\":\"t1\"}}"),
                change(key, row, row.replace("{\"string\":\"Ada\"}", "null"), "null"),
                change(key, row, "null", "null"),
                new ConsumerRecord<>("t", 0, 0, AvroText.binary(KEY, key), null)))
        .containsExactly("+1 7 Ada p", "+1 7 null p", "-1 7 null p", "-1 7 null p");
  }

  @Test
  void changesThatCannotBeUsedAreDeadLetters() {
    Rows rows = new Rows(Envelope.DEBEZIUM, avro(KEY), avro(CHANGE), Map.of());
    String row = "{\"Value\":{\"id\":7,\"name\":null,\"part\":\"p\"}}";
    ConsumerRecord<byte[], byte[]> good = change("{\"part\":\"p\",\"id\":7}", "null", row, "null");
    assertThat(
            rows.of(
                new ConsumerRecord<>("t", 0, 0, null, good.value()),
                change("{\"part\":\"q\",\"id\":7}", "null", row, "null"),
                new ConsumerRecord<>("t", 0, 0, good.key(), new byte[] {0}),
                good))
        .containsExactly(
            "+1 7 null p",
            "dead: record with NULL key in DEBEZIUM source",
            "dead: column \"part\" differs from the record's key",
            "dead: invalid Avro value: the record ends too early");
  }

  @Test
  void whatIsNoEnvelopeOfDebeziumIsRefused() {
    assertThatThrownBy(() -> new Rows(Envelope.DEBEZIUM, avro(KEY), avro(ROW), Map.of()))
        .hasMessageContaining("a record with a field \"after\"");
    assertThatThrownBy(() -> new Rows(Envelope.DEBEZIUM, avro(KEY), JSON, Map.of()))
        .hasMessage("ENVELOPE DEBEZIUM requires that VALUE FORMAT is set to AVRO");
    assertThatThrownBy(() -> new Rows(Envelope.DEBEZIUM, TEXT, avro(CHANGE), Map.of()))
        .hasMessageContaining("no column \"key\" of the key, of type text");
    IncludeSpec include = new IncludeSpec("KEY", null, null, false);
    assertThatThrownBy(
            () -> new Rows(Envelope.DEBEZIUM, avro(KEY), avro(CHANGE), Map.of(), include))
        .hasMessageStartingWith("Cannot use INCLUDE KEY with ENVELOPE DEBEZIUM");
  }

  @Test
  void fieldsThatCameLaterLieBehindTheMetadata() {
    String schema =
        """
        {"type":"record","name":"T","fields":[{"name":"a","type":"int"},
         {"name":"b","type":"string","default":"-"},{"name":"c","type":"int","default":0}]}\
        """;
    SourceSpec spec =
        new SourceSpec(
                "kafka",
                "",
                Map.of(),
                null,
                TEXT,
                avro(schema),
                List.of(new IncludeSpec("OFFSET", null, null, false)),
                Envelope.UPSERT,
                null)
            .withAddedField(avro(schema))
            .withAddedField(avro(schema));
    Rows rows = new Rows(spec);
    assertThat(rows.names()).containsExactly("key", "a", "offset", "b", "c");
    byte[] value = AvroText.binary(schema, "{\"a\":1,\"b\":\"x\",\"c\":2}");
    assertThat(
            rows.of(
                new ConsumerRecord<>("t", 0, 5, utf8("k"), value),
                new ConsumerRecord<>("t", 0, 6, utf8("l"), new byte[] {1}),
                new ConsumerRecord<>("t", 0, 7, utf8("k"), null)))
        .containsExactly(
            "+1 k 1 5 x 2",
            "-1 k null 7 null null",
            "dead: invalid Avro value: the record ends too early");
  }

  private static FormatSpec avro(String schema) {
    return new FormatSpec(
        "AVRO", Map.of("CONFLUENT WIRE FORMAT", new OptionValue.Text("false")), null, schema);
  }

  private static ConsumerRecord<byte[], byte[]> change(
      String key, String before, String after, String transaction) {
    String value =
        "{\"before\":%s,\"after\":%s,\"op\":\"u\",\"transaction\":%s}"
            .formatted(before, after, transaction);
    return new ConsumerRecord<>(
        "t", 0, 0, AvroText.binary(KEY, key), AvroText.binary(CHANGE, value));
  }

  @Test
  void whatCannotBeASourceIsRefused() {
    assertThatThrownBy(() -> new Rows(Envelope.UPSERT, null, TEXT, Map.of()))
        .hasMessage("ENVELOPE UPSERT requires a KEY FORMAT");
    assertThatThrownBy(() -> new Rows(Envelope.UPSERT, TWO, TWO, Map.of()))
        .hasMessage("column \"column1\" specified more than once");
    assertThatThrownBy(() ->
            new Rows(
                Envelope.NONE, null, TEXT, Map.of(), new IncludeSpec("KEY", null, null, false)))
        .hasMessage("INCLUDE KEY requires a KEY FORMAT");
  }

  private static ConsumerRecord<byte[], byte[]> record(
      @Nullable String key, @Nullable String value) {
    return new ConsumerRecord<>("t", 0, 0, utf8(key), utf8(value));
  }

  private static byte @Nullable [] utf8(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /// A source's rows as text: weight, then values; dead letters by their error.
  private static final class Rows {

    private final RecordRows rows;

    Rows(
        Envelope envelope,
        @Nullable FormatSpec key,
        FormatSpec value,
        Map<String, OptionValue> options,
        IncludeSpec... includes) {
      this(
          new SourceSpec(
              "kafka", "", options, null, key, value, List.of(includes), envelope, null));
    }

    Rows(SourceSpec spec) {
      this.rows = new RecordRows(spec, new Registries(null, null));
    }

    List<String> names() {
      return rows.columns().stream().map(OutputColumn::name).toList();
    }

    List<Integer> key() {
      return rows.key();
    }

    @SafeVarargs
    final List<String> of(ConsumerRecord<byte[], byte[]>... records) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        rows.add(record);
      }
      List<String> texts = new ArrayList<>();
      for (OutputRows output : rows.take()) {
        for (int i = 0; i < output.rows().size(); i++) {
          texts.add(
              output.output() == RecordRows.DEAD ? dead(output.rows(), i) : row(output.rows(), i));
        }
      }
      return texts;
    }

    private String row(Chunk chunk, int row) {
      StringBuilder text = new StringBuilder(chunk.weight(row) > 0 ? "+1" : "-1");
      for (int i = 0; i < chunk.columns.length; i++) {
        SqlType type = rows.columns().get(i).type();
        Object value = chunk.columns[i].value(row);
        text.append(' ').append(value == null ? "null" : TextFormat.text(type, value));
      }
      return text.toString();
    }

    private static String dead(Chunk chunk, int row) {
      int error = DeadLetters.COLUMNS.stream().map(OutputColumn::name).toList().indexOf("error");
      return "dead: " + chunk.columns[error].value(row);
    }
  }
}

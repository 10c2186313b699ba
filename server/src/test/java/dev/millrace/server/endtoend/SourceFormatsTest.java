package dev.millrace.server.endtoend;

import dev.millrace.ingest.AvroText;
import dev.millrace.ingest.RegistryStandIn;
import dev.millrace.ingest.kafka.KafkaBroker;
import dev.millrace.model.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Formats and envelopes as SQL names them, over a real broker.
final class SourceFormatsTest {

  @TempDir private Path directory;

  private KafkaBroker broker;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    broker = KafkaBroker.start();
    server = TestServer.start(directory);
    db().run(
            "CREATE CONNECTION kafka TO KAFKA (BROKER '"
                + broker.bootstrap()
                + "', SECURITY PROTOCOL 'PLAINTEXT')");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    broker.close();
  }

  private Database db() {
    return server.db();
  }

  @Test
  void csvWithHeaderOrSoManyColumns() throws Exception {
    broker.createTopic("people", 1);
    produce("people", null, "id;name");
    produce("people", null, "1;\"Ada \"\"L.\"\"\"");
    produce("people", null, "2");
    produce("people", null, "3;Bob\r\n");
    source("people", "FORMAT CSV WITH HEADER (id, name) DELIMITED BY ';'");
    db().sql("SELECT id, name FROM people").becomes("1|Ada \"L.\"", "3|Bob");
    db().sql(
            "SELECT convert_from(value, 'utf8'), error, sqlstate, \"offset\""
                + " FROM people_dead_letters")
        .becomes("2|invalid CSV record: expected 2 columns, got 1|22P04|2");
    db().run(
            "CREATE SOURCE plain FROM KAFKA CONNECTION kafka (TOPIC 'people')"
                + " FORMAT CSV WITH 1 COLUMNS");
    db().sql("SELECT column1 FROM plain").becomes("id;name", "1;\"Ada \"\"L.\"\"\"", "2", "3;Bob");
  }

  @Test
  void regexWithNamedGroups() throws Exception {
    broker.createTopic("log", 1);
    produce("log", null, "10.0.0.1 GET 200");
    produce("log", null, "nonsense");
    produce("log", null, "10.0.0.2 PUT");
    source("log", "FORMAT REGEX '^(?P<ip>[0-9.]+) (?P<verb>[A-Z]+)( (?P<status>[0-9]+))?$'");
    db().sql("SELECT ip, verb, column3, status FROM log")
        .becomes("10.0.0.1|GET| 200|200", "10.0.0.2|PUT|∅|∅");
    db().sql("SELECT error FROM log_dead_letters")
        .becomes("the record does not match the regular expression of its format");
    db().sql("CREATE SOURCE bad FROM KAFKA CONNECTION kafka (TOPIC 'log') FORMAT REGEX '(a'")
        .failsWith(SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression");
  }

  @Test
  void upsertWithACompositeKeyAndErrorsInline() throws Exception {
    broker.createTopic("prices", 1);
    source(
        "prices",
        "KEY FORMAT CSV WITH 2 COLUMNS VALUE FORMAT JSON INCLUDE KEY AS k"
            + " ENVELOPE UPSERT (VALUE DECODING ERRORS = INLINE AS problem)");
    produce("prices", "eu,1", "{\"price\": 3}");
    produce("prices", "us,1", "{\"price\": 4}");
    produce("prices", "us,2", "{\"price\": 5}");
    produce("prices", "us,2", null);
    produce("prices", "us,1", "{");
    db().sql("SELECT (k).column1, (k).column2, (problem).description, data FROM prices")
        .becomes("eu|1|∅|{\"price\":3}", "us|1|invalid input syntax for type json|∅");
    produce("prices", "us,1", "7");
    db().sql("SELECT (k).column1, problem, data FROM prices")
        .becomes("eu|∅|{\"price\":3}", "us|∅|7");
    db().sql("SELECT count(*) FROM prices_dead_letters").returns("0");
  }

  @Test
  void avroByTheSchemaThatTheStatementAsksFor() throws Exception {
    String ints = record("{\"name\":\"a\",\"type\":\"int\"}");
    String unions =
        record(
            "{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"u\","
                + "\"type\":[\"null\",\"int\",\"string\"],\"default\":null}");
    try (RegistryStandIn registry = RegistryStandIn.start()) {
      broker.createTopic("t", 1);
      int id = registry.register("t-value", ints);
      int unionId = registry.register("t-value", unions);
      db().run("CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (URL '" + registry.url() + "')");
      produce("t", AvroText.confluent(id, ints, "{\"a\":1}"));
      produce("t", AvroText.confluent(unionId, unions, "{\"a\":2,\"u\":{\"string\":\"x\"}}"));
      produce("t", AvroText.confluent(unionId, unions, "{\"a\":3,\"u\":{\"int\":7}}"));
      String from = " FROM KAFKA CONNECTION kafka (TOPIC 't') FORMAT AVRO USING ";
      String csr = from + "CONFLUENT SCHEMA REGISTRY CONNECTION csr ";
      db().run(
              "CREATE SOURCE latest" + csr,
              "CREATE SOURCE first" + csr + "VALUE STRATEGY ID " + id,
              "CREATE SOURCE inlined" + csr + "VALUE STRATEGY INLINE '" + ints + "'",
              "CREATE SOURCE seeded" + csr + "SEED VALUE SCHEMA '" + unions + "'",
              "CREATE SOURCE alone" + from + "SCHEMA '" + ints + "'");
      db().sql("SELECT a, u1, u2 FROM latest").becomes("1|∅|∅", "2|∅|x", "3|7|∅");
      db().sql("SELECT a, u1, u2 FROM seeded").becomes("1|∅|∅", "2|∅|x", "3|7|∅");
      for (String narrow : List.of("first", "inlined")) {
        db().sql("SELECT a FROM " + narrow).becomes("1");
        db().sql("SELECT error FROM " + narrow + "_dead_letters")
            .becomes(
                "invalid Avro value: Found long, expecting int",
                "invalid Avro value: Found long, expecting int");
      }
      db().sql("SELECT a FROM alone").becomes("1");
      db().sql("SELECT count(*) FROM alone_dead_letters").becomes("2");
      broker.createTopic("raw", 1);
      produce("raw", AvroText.binary(ints, "{\"a\":-5}"));
      db().run(
              "CREATE SOURCE raw FROM KAFKA CONNECTION kafka (TOPIC 'raw') FORMAT AVRO USING"
                  + " SCHEMA '"
                  + ints
                  + "' (CONFLUENT WIRE FORMAT = false)");
      db().sql("SELECT a FROM raw").becomes("-5");
    }
  }

  @Test
  void protobufByRegistryAndByDescriptors() throws Exception {
    try (RegistryStandIn registry = RegistryStandIn.start()) {
      broker.createTopic("p", 1);
      registry.register(
          "p-value", "syntax = \"proto3\"; message P { int32 id = 1; optional string name = 2; }");
      db().run("CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (URL '" + registry.url() + "')");
      produce("p", HexFormat.of().parseHex("000000000100" + "0807" + "1203416461"));
      produce("p", HexFormat.of().parseHex("000000000100" + "0808"));
      produce("p", HexFormat.of().parseHex("0809"));
      source("p", "FORMAT PROTOBUF USING CONFLUENT SCHEMA REGISTRY CONNECTION csr");
      db().sql("SELECT id, name FROM p").becomes("7|Ada", "8|∅");
      db().sql("SELECT count(*) FROM p_dead_letters").becomes("1");
      db().run(
              "CREATE SOURCE inlined FROM KAFKA CONNECTION kafka (TOPIC 'p')"
                  + " FORMAT PROTOBUF MESSAGE '.P' USING SCHEMA '\\x0a220a07702e70726f746f220f"
                  + "0a0150120a0a0269641801200128056206"
                  + "70726f746f33'");
      db().sql("SELECT id FROM inlined").becomes("9");
      db().sql("SELECT count(*) FROM inlined_dead_letters").becomes("2");
    }
  }

  private static final String OLD = record("{\"name\":\"a\",\"type\":\"int\"}");
  private static final String WIDER =
      record(
          "{\"name\":\"city\",\"type\":\"string\",\"default\":\"Ulm\"},"
              + "{\"name\":\"a\",\"type\":\"int\"},"
              + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null},"
              + "{\"name\":\"bare\",\"type\":\"int\"}");

  @Test
  void aFieldThatTheSchemaGainedBecomesAColumn() throws Exception {
    try (RegistryStandIn registry = RegistryStandIn.start()) {
      broker.createTopic("t", 1);
      int oldId = registry.register("t-value", OLD);
      db().run("CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (URL '" + registry.url() + "')");
      evolving();
      broker.produce(
          new ProducerRecord<>("t", utf8("k"), AvroText.confluent(oldId, OLD, "{\"a\":1}")));
      broker.produce(
          new ProducerRecord<>("t", utf8("l"), AvroText.confluent(oldId, OLD, "{\"a\":2}")));
      db().sql("SELECT * FROM everything").becomes("1|0", "2|1");
      db().sql("SELECT * FROM kept").becomes("k|1|0", "l|2|0");

      db().sql("ALTER SOURCE log ADD COLUMN city")
          .failsWith(
              SqlState.UNDEFINED_COLUMN, "the newest schema in the registry has no field \"city\"");
      int widerId = registry.register("t-value", WIDER);
      db().run(
              "ALTER SOURCE log ADD COLUMN city text, ADD note",
              "ALTER SOURCE last ADD COLUMN note",
              "ALTER SOURCE last ADD COLUMN IF NOT EXISTS note",
              "ALTER SOURCE IF EXISTS nothing ADD COLUMN note");
      refusals();
      broker.produce(
          new ProducerRecord<>(
              "t",
              utf8("k"),
              AvroText.confluent(
                  widerId,
                  WIDER,
                  "{\"city\":\"Bonn\",\"a\":3,\"note\":{\"string\":\"n\"},\"bare\":0}")));
      for (int life = 0; life < 2; life++) {
        db().sql("SELECT * FROM log").becomes("1|0|Ulm|∅", "2|1|Ulm|∅", "3|2|Bonn|n");
        db().sql("SELECT city FROM log WHERE a = 3").returns("Bonn");
        db().sql("SELECT * FROM everything").becomes("1|0", "2|1", "3|2");
        db().sql("SELECT * FROM last").becomes("k|3|0|n", "l|2|0|∅");
        db().sql("SELECT * FROM kept").becomes("k|3|0", "l|2|0");
        server.close();
        server = TestServer.start(directory);
      }
      broker.produce(new ProducerRecord<>("t", utf8("k"), null));
      broker.produce(
          new ProducerRecord<>("t", utf8("l"), AvroText.confluent(oldId, OLD, "{\"a\":9}")));
      db().sql("SELECT * FROM last").becomes("l|9|0|∅");
      db().sql("SELECT * FROM kept").becomes("l|9|0");
      db().sql("SELECT city FROM log WHERE a = 9").becomes("Ulm");
      db().sql(
              "SELECT column_name, data_type, is_nullable FROM information_schema.columns"
                  + " WHERE table_name = 'log' ORDER BY ordinal_position")
          .returns("a|integer|NO", "offset|uint8|NO", "city|text|NO", "note|text|YES");
    }
  }

  private void evolving() throws SQLException {
    String value = " FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr ";
    String from = " FROM KAFKA CONNECTION kafka (TOPIC 't') ";
    db().run(
            "CREATE SOURCE log" + from + value + "INCLUDE OFFSET",
            "CREATE SOURCE last"
                + from
                + "KEY FORMAT TEXT VALUE"
                + value
                + "INCLUDE PARTITION ENVELOPE UPSERT",
            "CREATE INDEX log_a ON log (a)",
            "CREATE VIEW everything AS SELECT * FROM log",
            "CREATE MATERIALIZED VIEW kept AS SELECT * FROM last",
            "CREATE SOURCE texts FROM KAFKA CONNECTION kafka (TOPIC 't') FORMAT BYTES");
  }

  private void refusals() {
    db().sql("ALTER SOURCE log ADD COLUMN note")
        .failsWith(SqlState.DUPLICATE_COLUMN, "column \"note\" of relation \"log\" already exists");
    db().sql("ALTER SOURCE last ADD COLUMN city int")
        .failsWith(
            SqlState.DATATYPE_MISMATCH,
            "column \"city\" is of type text in the schema, not integer");
    db().sql("ALTER SOURCE log ADD COLUMN bare")
        .failsWith(
            SqlState.INVALID_PARAMETER_VALUE,
            "the field \"bare\" has neither a default nor a null");
    db().sql("ALTER SOURCE texts ADD COLUMN x")
        .failsWith(SqlState.FEATURE_NOT_SUPPORTED, "ADD COLUMN to a source of FORMAT BYTES");
    db().sql("ALTER SOURCE texts_dead_letters ADD COLUMN x")
        .failsWith(SqlState.FEATURE_NOT_SUPPORTED, "ADD COLUMN to dead letters");
    db().sql("ALTER SOURCE log ADD COLUMN x, RENAME TO y")
        .failsWith(SqlState.UNDEFINED_COLUMN, "the newest schema in the registry has no field");
    db().sql("ALTER SOURCE nothing ADD COLUMN x")
        .failsWith(SqlState.UNDEFINED_TABLE, "source \"nothing\" does not exist");
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"T\",\"fields\":[" + fields + "]}";
  }

  private void produce(String topic, byte[] value) {
    broker.produce(new ProducerRecord<>(topic, value));
  }

  private void source(String name, String rest) throws SQLException {
    db().run(
            "CREATE SOURCE "
                + name
                + " FROM KAFKA CONNECTION kafka (TOPIC '"
                + name
                + "') "
                + rest);
  }

  private void produce(String topic, String key, String value) {
    broker.produce(new ProducerRecord<>(topic, utf8(key), utf8(value)));
  }

  private static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}

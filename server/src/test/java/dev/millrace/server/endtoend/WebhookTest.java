package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.SqlState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks by a real HTTP client: what comes in, what is answered, what is then in the relation.
final class WebhookTest {

  private static TestServer server;
  private static HttpClient client;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = TestServer.start(directory);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws SQLException {
    client.close();
    server.close();
  }

  private static Database db() {
    return server.db();
  }

  private static HttpRequest.Builder to(String source) {
    int port = server.server().httpAddress().getPort();
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + port + "/api/webhook/materialize/public/" + source));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String source, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = to(source).POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private static void accepts(String source, String body, String... headers) throws Exception {
    HttpResponse<String> response = post(source, body, headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  private static void refuses(int status, String text, HttpResponse<String> response) {
    assertThat(response.body()).contains(text);
    assertThat(response.statusCode()).isEqualTo(status);
  }

  @Test
  void aBodyIsARowAsSoonAsItIsAnswered() throws Exception {
    db().run("CREATE SOURCE plain FROM WEBHOOK BODY FORMAT JSON");
    accepts("plain", "{\"b\": [1, 2.50], \"a\": \"x\"}");
    db().sql("SELECT body, body->>'a' FROM plain").returns("{\"a\":\"x\",\"b\":[1,2.5]}|x");
    accepts("plain", "7");
    accepts("plain", "");
    db().sql("SELECT count(*) FROM plain").returns("2");
  }

  @Test
  void jsonValuesInARowAreRowsAndAnArrayIsOneUnlessAsked() throws Exception {
    db().run(
            "CREATE SOURCE lines FROM WEBHOOK BODY FORMAT JSON",
            "CREATE SOURCE elements FROM WEBHOOK BODY FORMAT JSON ARRAY");
    String body = "{\"n\":1}\n{\"n\":2}{\"n\":3}\r\n[4, [5]] \"six\" null\n";
    accepts("lines", body);
    db().sql("SELECT body FROM lines")
        .returnsInAnyOrder("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "[4,[5]]", "\"six\"", "null");
    accepts("elements", body);
    db().sql("SELECT body FROM elements")
        .returnsInAnyOrder("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "4", "[5]", "\"six\"", "null");
    accepts("elements", "[]");
    db().sql("SELECT count(*) FROM elements").returns("7");
  }

  @Test
  void textAndBytesAreOneRowAndMayBeEmpty() throws Exception {
    db().run(
            "CREATE SOURCE words FROM WEBHOOK BODY FORMAT TEXT",
            "CREATE SOURCE raw FROM WEBHOOK BODY FORMAT BYTES");
    accepts("words", "grün\n{");
    accepts("words", "");
    db().sql("SELECT body FROM words").returnsInAnyOrder("grün\n{", "");
    HttpResponse<String> response =
        send(to("raw").POST(BodyPublishers.ofByteArray(new byte[] {0, -1, 'a'})));
    assertThat(response.statusCode()).isEqualTo(200);
    db().sql("SELECT body FROM raw").returns("\\x00ff61");
  }

  @Test
  void headersBecomeColumns() throws Exception {
    db().run(
            "CREATE SOURCE headed FROM WEBHOOK BODY FORMAT TEXT"
                + " INCLUDE HEADER 'X-Id' AS id INCLUDE HEADER 'x-raw' AS raw BYTES"
                + " INCLUDE HEADER 'x-none' AS absent"
                + " INCLUDE HEADERS ('X-Id', 'x-raw', 'x-secret', NOT 'x-secret')");
    accepts("headed", "b", "X-ID", "seven", "x-raw", "r", "x-secret", "s", "x-other", "o");
    db().sql("SELECT body, headers, id, raw, absent FROM headed")
        .returns("b|{x-id=>seven,x-raw=>r}|seven|\\x72|∅");
    db().sql("SELECT headers->'x-id' FROM headed").returns("seven");
    db().run("CREATE SOURCE all_but FROM WEBHOOK BODY FORMAT TEXT INCLUDE HEADERS (NOT 'x-a')");
    accepts("all_but", "b", "x-a", "1", "x-b", "2");
    db().sql("SELECT headers ? 'x-a', headers->'x-b' FROM all_but").returns("f|2");
    refuses(
        401,
        "headers of request were invalid: x-a provided more than once",
        post("all_but", "b", "x-a", "1", "X-A", "2"));
    db().sql("SELECT count(*) FROM all_but").returns("1");
  }

  @Test
  void theSensorsTutorialRunsAsWritten() throws Exception {
    db().run(
            "CREATE SECRET basic_auth_secret AS 'some-secret-value'",
            "CREATE CLUSTER my_webhook_cluster SIZE = 'xsmall', REPLICATION FACTOR = 1",
            "CREATE SOURCE my_webhook_source IN CLUSTER my_webhook_cluster FROM WEBHOOK"
                + " BODY FORMAT JSON CHECK ( WITH ( HEADERS, SECRET basic_auth_secret )"
                + " \"headers\" -> 'authorization' = \"basic_auth_secret\" )",
            "CREATE VIEW readings AS SELECT (body->>'sensor_id')::text AS sensor_id,"
                + " (body->>'timestamp')::timestamp AS timestamp,"
                + " (body->'location'->>'latitude')::float AS latitude,"
                + " (body->>'temperature')::float AS temperature FROM my_webhook_source",
            "CREATE MATERIALIZED VIEW sensors_5m AS SELECT sensor_id, count(*) AS n,"
                + " avg(temperature) AS mean FROM readings"
                + " WHERE mz_now() < timestamp + INTERVAL '5 minutes' GROUP BY sensor_id");
    String[] auth = {"Authorization", "some-secret-value", "Content-Type", "application/json"};
    String reading =
        "{\"sensor_id\": \"a\", \"timestamp\": \"%s\", \"temperature\": %s,"
            + " \"location\": {\"latitude\": 47.5, \"longitude\": 19}}";
    String now = db().sql("SELECT now()::timestamp").rows().getFirst();
    accepts("my_webhook_source", reading.formatted(now, "20.5"), auth);
    accepts("my_webhook_source", reading.formatted(now, "21.5"), auth);
    accepts("my_webhook_source", reading.formatted("2020-01-01 00:00:00", "99"), auth);
    db().sql("SELECT * FROM sensors_5m").returns("a|2|21");
    db().sql("SELECT count(*), max(latitude) FROM readings").returns("3|47.5");
    refuses(
        400,
        "failed to validate the request",
        post("my_webhook_source", "{}", "Authorization", "other"));
    refuses(400, "failed to validate the request", post("my_webhook_source", "{}"));
    db().sql("SELECT count(*) FROM my_webhook_source").returns("3");
    db().run("ALTER SECRET basic_auth_secret AS 'changed'");
    refuses(400, "failed to validate the request", post("my_webhook_source", "{}", auth));
    accepts("my_webhook_source", "{}", "Authorization", "changed");
    db().sql(
            "SELECT value FROM mz_internal.millrace_source_counters"
                + " WHERE name = 'my_webhook_source' AND counter = 'rejected_by_check'")
        .returns("3");
    assertThat(db().sql("SHOW CREATE SOURCE my_webhook_source").rows().getFirst())
        .contains("WEBHOOK")
        .doesNotContain("some-secret-value")
        .doesNotContain("changed");
  }

  @Test
  void segmentSignsItsBodies() throws Exception {
    db().run(
            "CREATE SECRET segment_key AS 'shared with segment'",
            "CREATE SOURCE segment FROM WEBHOOK BODY FORMAT JSON INCLUDE HEADERS"
                + " CHECK (WITH (BODY BYTES, HEADERS, SECRET segment_key AS key BYTES)"
                + " constant_time_eq(decode(headers->'x-signature', 'hex'),"
                + " hmac(body, key, 'sha1')))");
    String body =
        "{\"type\":\"track\",\"event\":\"Demo Requested\",\"userId\":\"ada@example.org\","
            + "\"properties\":{\"plan\":\"é\"},\"receivedAt\":\"2026-01-01T00:00:00.123Z\"}";
    accepts("segment", body, "X-Signature", signature("shared with segment", body));
    refuses(
        400,
        "failed to validate the request",
        post("segment", body, "X-Signature", signature("guessed", body)));
    refuses(
        400,
        "error occurred while running validation",
        post("segment", body, "X-Signature", "no hex"));
    refuses(400, "failed to validate the request", post("segment", body));
    db().sql("SELECT body->>'event', body->'properties'->>'plan' FROM segment")
        .returns("Demo Requested|é");
  }

  private static String signature(String key, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aBodyThatIsNotWhatTheSourceTakesIsRefusedWholeAndKept() throws Exception {
    db().run(
            "CREATE SOURCE strict FROM WEBHOOK BODY FORMAT JSON",
            "CREATE SOURCE utf8 FROM WEBHOOK BODY FORMAT TEXT");
    refuses(400, "failed to deserialize body as Jsonb", post("strict", "{\"a\":1}\n{\"a\":"));
    db().sql("SELECT count(*) FROM strict").returns("0");
    db().sql("SELECT convert_from(value, 'utf8'), error, sqlstate FROM strict_dead_letters")
        .returns("{\"a\":1}\n{\"a\":|invalid input syntax for type json|22P02");
    refuses(
        400,
        "failed to deserialize body as Text",
        send(to("utf8").POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xc3}))));
    db().sql("SELECT value, sqlstate FROM utf8_dead_letters").returns("\\xc3|22021");
    db().sql(
            "SELECT dead_letters, messages_received FROM mz_internal.mz_source_statistics s"
                + " JOIN mz_sources o ON o.id = s.id WHERE o.name = 'strict'")
        .returns("1|1");
  }

  @Test
  void compressedBodiesAreUnpackedUpToTheLimit() throws Exception {
    db().run("CREATE SOURCE packed FROM WEBHOOK BODY FORMAT TEXT");
    int limit = 2 << 20;
    for (int size : new int[] {10, limit}) {
      byte[] body = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
      assertThat(sendPacked("gzip", gzip(body)).statusCode()).isEqualTo(200);
      assertThat(sendPacked("deflate", deflate(body)).statusCode()).isEqualTo(200);
    }
    db().sql("SELECT length(body), count(*) FROM packed GROUP BY 1 ORDER BY 1")
        .returns("10|2", limit + "|2");
    byte[] bomb = gzip(new byte[limit + 1]);
    assertThat(bomb.length).isLessThan(10_000);
    refuses(413, "too large", sendPacked("gzip", bomb));
    refuses(400, "content-encoding", sendPacked("gzip", new byte[] {1, 2, 3}));
    refuses(415, "gzip or deflate", sendPacked("br", new byte[] {1, 2, 3}));
    db().sql("SELECT count(*) FROM packed").returns("4");
  }

  private static HttpResponse<String> sendPacked(String encoding, byte[] body) throws Exception {
    return send(
        to("packed").header("Content-Encoding", encoding).POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  @Test
  void onlyPostsToAWebhookAreTaken() throws Exception {
    db().run(
            "CREATE SOURCE \"Odd name/é\" FROM WEBHOOK BODY FORMAT TEXT",
            "CREATE TABLE no_webhook (a int)");
    accepts("Odd%20name%2F%C3%A9", "there");
    db().sql("SELECT body FROM \"Odd name/é\"").returns("there");
    refuses(404, "'materialize.public.nowhere'", post("nowhere", "x"));
    refuses(404, "'materialize.public.no_webhook'", post("no_webhook", "x"));
    refuses(404, "'materialize.public.odd name/é'", post("odd%20name%2F%C3%A9", "x"));
    refuses(404, "no object was found", post("a/b", "x"));
    refuses(405, "POST only", send(to("plain").GET()));
    db().run("DROP SOURCE \"Odd name/é\"");
    refuses(404, "no object was found", post("Odd%20name%2F%C3%A9", "there"));
  }

  @Test
  void pagesOfOtherOriginsMayPost() throws Exception {
    db().run("CREATE SOURCE crossed FROM WEBHOOK BODY FORMAT TEXT");
    HttpResponse<String> preflight =
        send(
            to("crossed")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-signature")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().map())
        .extracting("access-control-allow-origin", "access-control-allow-headers")
        .asString()
        .contains("https://shop.example", "x-signature");
    HttpResponse<String> posted = post("crossed", "x", "Origin", "https://shop.example");
    assertThat(posted.headers().firstValue("access-control-allow-origin"))
        .contains("https://shop.example");
  }

  @Test
  void theCatalogListsWebhooks() throws SQLException {
    db().run("CREATE SOURCE listed FROM WEBHOOK BODY FORMAT JSON ARRAY");
    db().sql("SELECT type, value_format FROM mz_sources WHERE name = 'listed'")
        .returns("webhook|json array");
    db().sql("SELECT url FROM mz_internal.mz_webhook_sources WHERE name = 'listed'")
        .returns("/api/webhook/materialize/public/listed");
    db().sql("SELECT status FROM mz_internal.mz_source_statuses WHERE name = 'listed'")
        .becomes("running");
    db().sql(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid ="
                + " 'listed'::regclass AND attnum > 0")
        .returns("body|jsonb");
  }

  @Test
  void aCheckSeesNothingButItsRequest() throws Exception {
    db().run("CREATE SECRET k AS 'v'", "CREATE TABLE allowed (a text)");
    String create = "CREATE SOURCE checked FROM WEBHOOK BODY FORMAT TEXT CHECK (";
    db().sql(create + "headers->'a' = 'b')")
        .failsWith(SqlState.UNDEFINED_COLUMN, "column \"headers\" does not exist");
    db().sql(create + "true)").failsWith(SqlState.INVALID_PARAMETER_VALUE, "expression");
    db().sql(create + "WITH (BODY) body)")
        .failsWith(SqlState.DATATYPE_MISMATCH, "argument of CHECK must be type boolean");
    db().sql(create + "WITH (BODY) body IN (SELECT a FROM allowed))")
        .failsWith(SqlState.FEATURE_NOT_SUPPORTED, "a sub-query in CHECK is not supported");
    db().sql(create + "WITH (BODY) body = current_user)")
        .failsWith(SqlState.FEATURE_NOT_SUPPORTED, "cannot use current_user in CHECK");
    db().sql(create + "WITH (BODY, HEADERS AS body) body = 'x')")
        .failsWith(SqlState.DUPLICATE_COLUMN, "column \"body\" specified more than once");
    db().sql(create + "WITH (SECRET unknown) unknown = 'x')")
        .failsWith(SqlState.UNDEFINED_OBJECT, "secret \"unknown\" does not exist");
    db().run(create + "WITH (BODY AS b, SECRET k) b::timestamptz > now() - interval '1 hour')");
    accepts("checked", db().sql("SELECT now()").rows().getFirst());
    refuses(400, "failed to validate", post("checked", "2020-01-01"));
    db().sql("DROP SECRET k").failsWith(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, "");
  }
}

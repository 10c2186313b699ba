package dev.millrace.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The few calls of a Confluent-compatible registry that the product makes, over HTTP, under a path
/// prefix, with basic auth if asked. It stands in for the real one where that cannot run; the
/// end-to-end suite runs the same calls against Apicurio.
public final class RegistryStandIn implements AutoCloseable {

  private final HttpServer server;
  private final ObjectMapper json = new ObjectMapper();
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, List<Integer>> subjects = new HashMap<>();

  /// Subjects by the names under which Protobuf schemas import them: the registry's references.
  private final Map<String, String> imports = new LinkedHashMap<>();

  private volatile @Nullable String authorization;
  private volatile boolean isDown;

  private RegistryStandIn(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/apis/ccompat/v7", this::answer);
    server.start();
  }

  /// Starts on a free port.
  public static RegistryStandIn start() {
    try {
      return new RegistryStandIn(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The base URL.
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/apis/ccompat/v7";
  }

  /// Asks for these credentials from now on.
  public void requireBasic(String user, String password) {
    authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /// Answers 503 to everything while true.
  public void down(boolean isDown) {
    this.isDown = isDown;
  }

  /// Registers a schema and returns its id.
  public synchronized int register(String subject, String schema) {
    int id = schemas.indexOf(schema) + 1;
    if (id == 0) {
      schemas.add(schema);
      id = schemas.size();
    }
    List<Integer> versions = subjects.computeIfAbsent(subject, _ -> new ArrayList<>());
    if (!versions.contains(id)) {
      versions.add(id);
    }
    return id;
  }

  /// Registers a Protobuf schema under a subject that others import by a name.
  public synchronized void registerImport(String subject, String name, String schema) {
    register(subject, schema);
    imports.put(name, subject);
  }

  /// Adds what the registry says about a schema besides its text.
  private void describe(String schema, ObjectNode answer) {
    answer.put("schema", schema);
    if (!schema.contains("syntax = ")) {
      return;
    }
    answer.put("schemaType", "PROTOBUF");
    imports.forEach((name, subject) -> {
      if (schema.contains("import \"" + name + "\"")) {
        ObjectNode reference = answer.withArray("references").addObject();
        reference.put("name", name).put("subject", subject).put("version", 1);
      }
    });
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath().substring("/apis/ccompat/v7".length());
    String expected = authorization;
    ObjectNode answer = json.createObjectNode();
    int status = 200;
    if (isDown) {
      status = 503;
    } else if (expected != null
        && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      status = 401;
    } else {
      status = answer(exchange.getRequestMethod(), path.split("/"), body, answer);
    }
    byte[] bytes = json.writeValueAsBytes(answer);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized int answer(String method, String[] path, byte[] body, ObjectNode answer)
      throws IOException {
    if (path[1].equals("subjects") && path.length == 2) {
      return 200;
    }
    if (path[1].equals("schemas")) {
      int id = Integer.parseInt(path[3]);
      if (id < 1 || id > schemas.size()) {
        answer.put("error_code", 40403);
        return 404;
      }
      describe(schemas.get(id - 1), answer);
      return 200;
    }
    String subject = path[2];
    if (method.equals("POST")) {
      JsonNode posted = json.readTree(body);
      answer.put("id", register(subject, posted.path("schema").asText()));
      return 200;
    }
    List<Integer> versions = subjects.get(subject);
    if (versions == null) {
      answer.put("error_code", 40401);
      return 404;
    }
    int id = versions.getLast();
    answer.put("subject", subject).put("version", versions.size()).put("id", id);
    describe(schemas.get(id - 1), answer);
    return 200;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

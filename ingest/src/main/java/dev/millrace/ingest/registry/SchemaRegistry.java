package dev.millrace.ingest.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.ingest.Options;
import dev.millrace.ingest.Pem;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Client of a Confluent-compatible schema registry (API v7): schemas by id and by subject, and
/// registration for producers. Schemas by id never change, so they are cached. May be shared by
/// threads. A registry that does not answer is a [RegistryUnavailableException]; a refusal (unknown
/// schema, wrong credentials) is a DatabaseException.
public final class SchemaRegistry implements AutoCloseable {

  /// Time for one request.
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  /// Schemas kept; a topic has a handful.
  private static final int CACHE_MAX = 1000;

  /// References followed before they are taken for a cycle.
  private static final int REFERENCES_MAX = 64;

  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http;
  private final String base;
  private final @Nullable String authorization;
  private final Map<Integer, Registered> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Registered> eldest) {
          return size() > CACHE_MAX;
        }
      };

  /// A schema as registered.
  ///
  /// @param type `AVRO`, `JSON` or `PROTOBUF`
  /// @param references schemas it refers to, to be parsed before it, in order
  public record Registered(int id, String type, String schema, List<Reference> references) {
    public Registered {
      references = List.copyOf(references);
    }
  }

  /// A schema that another one refers to by a name.
  public record Reference(String name, String schema) {}

  private SchemaRegistry(HttpClient http, String base, @Nullable String authorization) {
    this.http = http;
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.authorization = authorization;
  }

  /// A client for a CONFLUENT SCHEMA REGISTRY connection.
  public static SchemaRegistry of(ConnectionSpec connection, SecretStore secrets) {
    Options options = new Options("CONFLUENT SCHEMA REGISTRY connection", connection.options());
    String url = options.required("URL");
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw options.invalid("URL", "must begin with http:// or https://");
    }
    String user = options.secretText("USERNAME", secrets);
    if (user == null) {
      user = options.secretText("USER", secrets);
    }
    String password = options.secretText("PASSWORD", secrets);
    HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(DEADLINE);
    String ca = options.secretText("SSL CERTIFICATE AUTHORITY", secrets);
    String certificate = options.secretText("SSL CERTIFICATE", secrets);
    String key = options.secretText("SSL KEY", secrets);
    if (ca != null || certificate != null) {
      http.sslContext(Pem.sslContext(ca, certificate, key, options));
    }
    options.rejectUnknown();
    String authorization = user == null ? null : basic(user, password == null ? "" : password);
    return new SchemaRegistry(http.build(), url, authorization);
  }

  /// A client for a plain URL, without credentials: producers of the demo.
  public static SchemaRegistry of(String url) {
    return new SchemaRegistry(HttpClient.newBuilder().connectTimeout(DEADLINE).build(), url, null);
  }

  /// A client for a plain URL with basic authentication.
  public static SchemaRegistry of(String url, String user, String password) {
    return new SchemaRegistry(
        HttpClient.newBuilder().connectTimeout(DEADLINE).build(), url, basic(user, password));
  }

  private static String basic(String user, String password) {
    byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /// Asks for something cheap: the registry is there and takes the credentials.
  public void check() {
    request("GET", "/subjects", null);
  }

  /// The schema with an id as it stands in a record's header; empty if the registry has none.
  public Optional<Registered> byId(int id) {
    synchronized (byId) {
      Registered known = byId.get(id);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<Registered> found =
        request("GET", "/schemas/ids/" + id, null).map(node -> registered(id, node));
    found.ifPresent(schema -> {
      synchronized (byId) {
        byId.put(id, schema);
      }
    });
    return found;
  }

  /// The newest schema of a subject; empty if there is no such subject.
  public Optional<Registered> latest(String subject) {
    return request("GET", "/subjects/" + encode(subject) + "/versions/latest", null)
        .map(node -> registered(node.path("id").asInt(), node));
  }

  /// Registers an Avro schema under a subject and returns its id.
  public int register(String subject, String schema) {
    ObjectNode body = json.createObjectNode().put("schema", schema);
    return request("POST", "/subjects/" + encode(subject) + "/versions", body.toString())
        .map(node -> node.path("id").asInt())
        .orElseThrow(() -> new RegistryUnavailableException("schema registry has no such path"));
  }

  private Registered registered(int id, JsonNode node) {
    List<Reference> references = new ArrayList<>();
    collect(node, references);
    return new Registered(
        id, node.path("schemaType").asText("AVRO"), node.path("schema").asText(), references);
  }

  private void collect(JsonNode node, List<Reference> references) {
    for (JsonNode reference : node.path("references")) {
      if (references.size() >= REFERENCES_MAX) {
        throw new DatabaseException(
            SqlState.PROGRAM_LIMIT_EXCEEDED,
            "schema has more than " + REFERENCES_MAX + " references");
      }
      String path =
          "/subjects/"
              + encode(reference.path("subject").asText())
              + "/versions/"
              + reference.path("version").asInt();
      JsonNode found =
          request("GET", path, null)
              .orElseThrow(() ->
                  new DatabaseException(
                      SqlState.UNDEFINED_OBJECT,
                      "schema registry has no reference " + reference.path("subject").asText()));
      collect(found, references);
      references.add(new Reference(reference.path("name").asText(), found.path("schema").asText()));
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The answer's JSON, or empty for 404.
  private Optional<JsonNode> request(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(DEADLINE)
            .header("Accept", MEDIA_TYPE + ", application/json");
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RegistryUnavailableException(
          "schema registry at " + base + " cannot be reached: " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("interrupted while waiting for the schema registry");
    }
    return answer(response);
  }

  private Optional<JsonNode> answer(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == 404) {
      return Optional.empty();
    }
    if (status == 401 || status == 403) {
      throw new DatabaseException(
          SqlState.SYSTEM_ERROR, "schema registry at " + base + " refused the credentials");
    }
    if (status >= 500 || status == 429) {
      throw new RegistryUnavailableException("schema registry at " + base + " answered " + status);
    }
    if (status >= 400) {
      throw new DatabaseException(
          SqlState.SYSTEM_ERROR,
          "schema registry at " + base + " answered " + status + ": " + shortened(response.body()));
    }
    try {
      return Optional.of(json.readTree(response.body()));
    } catch (JsonProcessingException e) {
      throw new DatabaseException(
          SqlState.SYSTEM_ERROR, "schema registry at " + base + " did not answer with JSON");
    }
  }

  private static String shortened(String body) {
    return body.length() > 200 ? body.substring(0, 200) + "…" : body;
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    http.close();
  }
}

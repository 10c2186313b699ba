package dev.millrace.server.webhook;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.ingest.webhook.WebhookAnswer;
import dev.millrace.ingest.webhook.WebhookRequest;
import dev.millrace.ingest.webhook.WebhookSource;
import dev.millrace.server.http.ContentEncoding;
import dev.millrace.server.http.HttpRoute;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Instance;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A small body is read and checked on the event loop itself: that takes less than handing it to
 * another thread. Large and compressed ones go to a pool as large as the machine, because they
 * would hold up the other connections of the loop, and because unpacking and reading many at once
 * takes many times their memory.
 */

/// `POST /api/webhook/<database>/<schema>/<source>`. Any thread. Owns the threads for large bodies.
public final class WebhookRoute implements HttpRoute, AutoCloseable {

  /// The beginning of the paths it serves.
  public static final String PREFIX = WebhookPath.PREFIX;

  private static final int SMALL_BYTES = 16 << 10;

  /// Large bodies that wait for a thread; beyond it requests are refused.
  private static final int WAITING_MAX = 256;

  private static final Response OVERLOADED = plain(429, "too many requests, try again later");

  private final Instance instance;
  private final int bodyBytesMax;
  private final ThreadPoolExecutor readers;

  /// @param bodyBytesMax of a body after it was decompressed
  public WebhookRoute(Instance instance, int bodyBytesMax) {
    this.instance = instance;
    this.bodyBytesMax = bodyBytesMax;
    int threads = Runtime.getRuntime().availableProcessors();
    this.readers =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("webhook-", 0).daemon().factory());
    readers.allowCoreThreadTimeOut(true);
  }

  @Override
  public void serve(Request request, Consumer<Response> answer) {
    Consumer<Response> shared = response -> answer.accept(withOrigin(request, response));
    switch (request.method()) {
      case "POST" -> post(request, shared);
      case "OPTIONS" -> shared.accept(preflight(request));
      default ->
          shared.accept(
              plain(405, "a webhook takes POST only").with(Map.of("allow", "POST, OPTIONS")));
    }
  }

  private void post(Request request, Consumer<Response> answer) {
    WebhookPath path = WebhookPath.of(request.path());
    CompletableFuture<Source> source = path == null ? null : find(path);
    if (source == null) {
      answer.accept(missing(path == null ? request.path() : path.toString()));
      return;
    }
    ContentEncoding encoding = ContentEncoding.of(request.header("content-encoding"));
    if (encoding == null) {
      answer.accept(plain(415, "a body may be compressed by gzip or deflate only"));
      return;
    }
    if (encoding == ContentEncoding.IDENTITY && request.body().length <= SMALL_BYTES) {
      hand(source, request, request.body(), answer);
      return;
    }
    try {
      readers.execute(() -> unpack(source, encoding, request, answer));
    } catch (RejectedExecutionException _) {
      answer.accept(OVERLOADED.with(Map.of("retry-after", "1")));
    }
  }

  /// The source that a path names; null if there is none.
  private @Nullable CompletableFuture<Source> find(WebhookPath path) {
    CatalogState state = instance.catalog().current();
    Database database = state.database(path.database());
    Schema schema = database == null ? null : state.schema(database.id(), path.schema());
    Item item = schema == null ? null : state.itemByName(schema.id(), path.source());
    return item == null ? null : instance.sources().opened(item.id());
  }

  private void unpack(
      CompletableFuture<Source> source,
      ContentEncoding encoding,
      Request request,
      Consumer<Response> answer) {
    byte[] body;
    try {
      body = encoding.decode(request.body(), bodyBytesMax);
    } catch (IOException _) {
      answer.accept(plain(400, "the body is not what its content-encoding says"));
      return;
    }
    if (body == null) {
      answer.accept(plain(413, "the body is too large"));
    } else {
      hand(source, request, body, answer);
    }
  }

  private void hand(
      CompletableFuture<Source> source, Request request, byte[] body, Consumer<Response> answer) {
    var _ =
        source.whenComplete((opened, failure) -> {
          if (failure == null && opened instanceof WebhookSource webhook) {
            webhook.receive(webhookRequest(request, body), a -> answer.accept(response(a)));
          } else {
            answer.accept(missing(String.valueOf(WebhookPath.of(request.path()))));
          }
        });
  }

  private WebhookRequest webhookRequest(Request request, byte[] body) {
    List<WebhookRequest.Header> headers =
        request.headers().stream()
            .map(h -> new WebhookRequest.Header(h.name(), h.value()))
            .toList();
    Instant now = instance.clock().instant();
    return new WebhookRequest(headers, body, now);
  }

  private static Response response(WebhookAnswer answer) {
    Response response = plain(answer.status(), answer.text());
    return answer.isRetriable() ? response.with(Map.of("retry-after", "1")) : response;
  }

  private static Response missing(String name) {
    return plain(404, "no object was found at the path '" + name + "'");
  }

  private static Response plain(int status, String text) {
    return Response.text(status, text);
  }

  /// Browsers may post from any page: who may post at all is for the source's CHECK to say.
  private static Response preflight(Request request) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("access-control-allow-methods", "POST");
    String wanted = request.header("access-control-request-headers");
    if (wanted != null) {
      headers.put("access-control-allow-headers", wanted);
    }
    return plain(200, "").with(headers);
  }

  private static Response withOrigin(Request request, Response response) {
    String origin = request.header("origin");
    if (origin == null) {
      return response;
    }
    Map<String, String> headers = new TreeMap<>(response.headers());
    headers.put("access-control-allow-origin", origin);
    headers.put("vary", "origin");
    return response.with(headers);
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}

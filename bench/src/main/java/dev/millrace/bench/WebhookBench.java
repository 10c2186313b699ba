package dev.millrace.bench;

import java.net.InetSocketAddress;
import java.util.List;

/// Requests of 1 KB of JSON that a webhook makes durable in a second, and how long one takes,
/// beside the same client and a server that only echoes.
final class WebhookBench {

  private static final List<Integer> CONNECTIONS = List.of(1, 64);
  private static final int BODY_BYTES = 1024;

  private final Arguments arguments;
  private final Report report =
      new Report("Webhook: POST of 1 KB JSON, answered when durable, beside a bare Netty echo");

  WebhookBench(Arguments arguments) {
    this.arguments = arguments;
  }

  Report run() throws Exception {
    double seconds = arguments.number("seconds", 5);
    String body = body();
    double[] echoed = new double[CONNECTIONS.size()];
    try (NettyEcho echo = new NettyEcho()) {
      for (int i = 0; i < echoed.length; i++) {
        echoed[i] = measure("echo_", echo.address(), "/", body, CONNECTIONS.get(i), seconds);
      }
    }
    try (BenchServer server = new BenchServer()) {
      server.run(List.of("CREATE SOURCE events FROM WEBHOOK BODY FORMAT JSON"));
      String path = "/api/webhook/materialize/public/events";
      for (int i = 0; i < echoed.length; i++) {
        int connections = CONNECTIONS.get(i);
        double before = server.recordsReceived();
        double rate = measure("", server.httpAddress(), path, body, connections, seconds);
        double stored = server.number("SELECT count(*) FROM events");
        if (stored != server.recordsReceived() || stored <= before) {
          throw new IllegalStateException("not every request acknowledged is a row");
        }
        report.add("ratio_" + connections, rate / echoed[i], "webhook to echo");
      }
      report.add(
          "steps_per_request",
          server.number("SELECT steps FROM mz_internal.millrace_steps") / server.recordsReceived(),
          "what grouping saves of fsyncs");
    }
    return report;
  }

  private double measure(
      String name,
      InetSocketAddress address,
      String path,
      String body,
      int connections,
      double seconds)
      throws Exception {
    HttpLoad.Result result = new HttpLoad(address, path, body).run(connections, seconds, seconds);
    report.add(
        name + "requests_per_s_" + connections,
        result.requestsPerSecond(),
        result.requests() + " requests after a warm-up");
    report.add(name + "p50_ms_" + connections, result.p50Millis(), "");
    report.add(name + "p99_ms_" + connections, result.p99Millis(), "");
    return result.requestsPerSecond();
  }

  /// An event as a product's website sends it, filled up to the size.
  private static String body() {
    String event =
        """
        {"type":"track","event":"Order Completed","userId":"ada@example.org",\
        "anonymousId":"7e6c1f0a-9a51-4d0e-8f6c-2f5ad5f1c3b1","messageId":"ajs-next-1767225600123",\
        "timestamp":"2026-01-01T00:00:00.123Z","receivedAt":"2026-01-01T00:00:00.456Z",\
        "properties":{"order_id":"50314b8e9bcf000000000000","total":27.5,"currency":"EUR",\
        "products":[{"product_id":"507f1f77bcf86cd799439011","price":19,"quantity":1},\
        {"product_id":"505bd76785ebb509fc183733","price":8.5,"quantity":3}]},\
        "context":{"ip":"192.0.2.7","locale":"de-AT","page":{"path":"/checkout/done",\
        "referrer":"https://shop.example/basket","title":"Thank you"},"userAgent":"\
        """;
    String end = "\"}}";
    return event + "x".repeat(BODY_BYTES - event.length() - end.length()) + end;
  }
}

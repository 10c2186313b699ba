package dev.millrace.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.ingest.CollectingContext;
import dev.millrace.ingest.webhook.WebhookRequest.Header;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.value.Slice;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A webhook over an engine that takes and acknowledges when the test says so.
final class WebhookSourceTest {

  private static final WebhookLimits SMALL = new WebhookLimits(3, 4000, 2000);

  private final HandContext engine = new HandContext();
  private WebhookSource source;
  private Thread thread;

  /// Keeps what it is asked to append until it is told to take it.
  private static final class HandContext implements SourceContext {
    private record Asked(Supplier<List<OutputRows>> rows, CompletableFuture<Void> durable) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch appended = new CountDownLatch(1);

    /// Takes the next of what was appended: its rows' first columns, by output.
    private List<String> take() {
      List<String> rows = new ArrayList<>();
      for (OutputRows output : asked.getFirst().rows().get()) {
        Chunk chunk = output.rows();
        for (int i = 0; i < chunk.size(); i++) {
          rows.add(output.output() + ":" + ((Slice) chunk.row(i)[0]).toUtf8());
        }
      }
      return rows;
    }

    private void acknowledge() {
      asked.removeFirst().durable().complete(null);
    }

    private void fail() {
      asked.removeFirst().durable().completeExceptionally(new IllegalStateException("no disk"));
    }

    @Override
    public CompletableFuture<?> append(Supplier<List<OutputRows>> rows) {
      Asked one = new Asked(rows, new CompletableFuture<>());
      asked.add(one);
      appended.countDown();
      return one.durable();
    }

    @Override
    public byte[] position() {
      return new byte[0];
    }

    @Override
    public void emit(List<OutputRows> rows, byte[] position) {
      throw new IllegalStateException("a webhook appends");
    }

    @Override
    public void status(SourceStatus status, @Nullable String error) {
      running.countDown();
    }

    @Override
    public void count(String statistic, long delta) {
      counts.merge(statistic, delta, Long::sum);
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }

  private void start(String format, WebhookLimits limits, IncludeSpec... includes)
      throws InterruptedException {
    open(format, limits, includes);
    thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                source.run(engine);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    engine.running.await();
  }

  private void open(String format, WebhookLimits limits, IncludeSpec... includes) {
    SourceSpec spec =
        new SourceSpec(
            "webhook",
            "",
            Map.of("ONLY HEADERS", new OptionValue.Items(List.of())),
            null,
            null,
            new SourceSpec.FormatSpec(format, Map.of(), null, null),
            List.of(includes),
            SourceSpec.Envelope.NONE,
            null);
    source = (WebhookSource) new WebhookConnector(limits).open(spec, _ -> new byte[0]);
  }

  @AfterEach
  void stop() throws InterruptedException {
    source.close();
    if (thread != null) {
      thread.join();
    }
  }

  private CompletableFuture<WebhookAnswer> post(String body, Header... headers) {
    CompletableFuture<WebhookAnswer> answer = new CompletableFuture<>();
    source.receive(
        new WebhookRequest(
            List.of(headers), body.getBytes(StandardCharsets.UTF_8), CollectingContext.NOW),
        a -> assertThat(answer.complete(a)).as("answered twice").isTrue());
    return answer;
  }

  private static void is(int status, CompletableFuture<WebhookAnswer> answer) {
    assertThat(answer).isCompleted();
    assertThat(answer.join().status()).as(answer.join().text()).isEqualTo(status);
  }

  @Test
  void whatComesUntilTheEngineTakesItIsOneBatch() throws Exception {
    start("TEXT", SMALL);
    CompletableFuture<WebhookAnswer> a = post("a");
    CompletableFuture<WebhookAnswer> b = post("b");
    assertThat(engine.asked).hasSize(1);
    assertThat(engine.take()).containsExactly("0:a", "0:b");
    CompletableFuture<WebhookAnswer> c = post("c");
    assertThat(engine.asked).hasSize(2);
    assertThat(a).isNotDone();
    engine.acknowledge();
    is(200, a);
    is(200, b);
    assertThat(c).isNotDone();
    assertThat(engine.take()).containsExactly("0:c");
    engine.acknowledge();
    is(200, c);
    assertThat(engine.counts)
        .containsEntry("messages_received", 3L)
        .containsEntry("updates_committed", 3L);
  }

  @Test
  void requestsBeyondTheLimitAreShedUntilOthersAreAnswered() throws Exception {
    start("TEXT", SMALL);
    List<CompletableFuture<WebhookAnswer>> taken = List.of(post("1"), post("2"), post("3"));
    CompletableFuture<WebhookAnswer> fourth = post("4");
    is(429, fourth);
    assertThat(fourth.join().isRetriable()).isTrue();
    assertThat(engine.counts).containsEntry("rejected_overload", 1L);
    assertThat(engine.take()).hasSize(3);
    engine.acknowledge();
    taken.forEach(t -> is(200, t));
    CompletableFuture<WebhookAnswer> fifth = post("5");
    assertThat(fifth).isNotDone();
    assertThat(engine.take()).containsExactly("0:5");
  }

  @Test
  void bytesThatWaitHaveALimit() throws Exception {
    start("TEXT", SMALL);
    String most = "x".repeat(2000 - 32);
    CompletableFuture<WebhookAnswer> first = post(most);
    CompletableFuture<WebhookAnswer> second = post(most);
    is(429, post(""));
    engine.take();
    engine.acknowledge();
    is(200, first);
    is(200, second);
    CompletableFuture<WebhookAnswer> third = post("");
    assertThat(third).isNotDone();
  }

  @Test
  void aSmallBodyMayNotBecomeManyLargeRows() throws Exception {
    start("JSON ARRAY", SMALL, new IncludeSpec("HEADERS", null, null, false));
    Header header = new Header("x", "y".repeat(100));
    assertThat(post("[" + "1,".repeat(10) + "1]", header)).isNotDone();
    is(413, post("[" + "1,".repeat(20) + "1]", header));
    assertThat(engine.counts).containsEntry("rejected_too_large", 1L);
  }

  @Test
  void aBatchThatFailsFailsAllItsRequests() throws Exception {
    start("TEXT", SMALL);
    CompletableFuture<WebhookAnswer> a = post("a");
    CompletableFuture<WebhookAnswer> b = post("b");
    engine.fail();
    is(503, a);
    is(503, b);
    CompletableFuture<WebhookAnswer> c = post("c");
    assertThat(engine.take()).containsExactly("0:c");
    engine.acknowledge();
    is(200, c);
  }

  @Test
  void aBodyThatCannotBeReadIsADeadLetterBeforeItIsRefused() throws Exception {
    start("JSON", SMALL);
    CompletableFuture<WebhookAnswer> good = post("1");
    CompletableFuture<WebhookAnswer> bad = post("{");
    assertThat(bad).isNotDone();
    assertThat(engine.take()).containsExactly("0:1", "1:{");
    engine.acknowledge();
    is(200, good);
    is(400, bad);
    assertThat(engine.counts).containsEntry("dead_letters", 1L);
  }

  @Test
  void aRequestThatComesBeforeTheSourceRunsWaitsForIt() throws Exception {
    open("TEXT", SMALL);
    CompletableFuture<WebhookAnswer> early = post("a");
    assertThat(early).isNotDone();
    thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                source.run(engine);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    engine.appended.await();
    assertThat(engine.take()).containsExactly("0:a");
    engine.acknowledge();
    is(200, early);
    source.close();
    is(404, post("b"));
  }

  @Test
  void aSourceThatIsClosedBeforeItRanAnswersWhoWaits() {
    open("TEXT", SMALL);
    CompletableFuture<WebhookAnswer> early = post("a");
    source.close();
    is(404, early);
  }
}

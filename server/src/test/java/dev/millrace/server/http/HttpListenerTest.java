package dev.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.http.HttpRoute.Response;
import dev.millrace.server.http.RawHttp.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The listener by bytes over real sockets, its limits at their edges.
final class HttpListenerTest {

  private static final int LINE_MAX = 100;
  private static final int HEADERS_MAX = 200;
  private static final int BODY_MAX = 1000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /// Answers that routes hold back until the test gives them.
  private final BlockingQueue<Consumer<Response>> held = new LinkedBlockingQueue<>();

  private HttpListener listener = listener(config(10, TIMEOUT));
  private InetSocketAddress address = listen();

  private static HttpConfig config(int connections, Duration bodyTimeout) {
    return new HttpConfig(
        LINE_MAX, HEADERS_MAX, BODY_MAX, BODY_MAX * 2, connections, bodyTimeout, TIMEOUT);
  }

  private HttpListener listener(HttpConfig config) {
    HttpRoute echo =
        (request, answer) ->
            answer.accept(Response.text(200, new String(request.body(), StandardCharsets.UTF_8)));
    HttpRoute failing =
        (_, _) -> {
          throw new IllegalStateException("a secret of ours");
        };
    return new HttpListener(
        new Routes(
            Map.of("/echo", echo, "/held", (_, answer) -> held.add(answer), "/fail", failing),
            Map.of(
                "/under/", (request, answer) -> answer.accept(Response.text(200, request.path())))),
        config);
  }

  private InetSocketAddress listen() {
    try {
      return listener.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void restart(HttpConfig config) {
    listener.close();
    listener = listener(config);
    address = listen();
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  private static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: x\r\ncontent-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static void is(int status, String body, Answer answer) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void requestsOnOneConnectionAreAnsweredInTheirOrder() throws Exception {
    try (RawHttp client = RawHttp.to(address)) {
      client.send(post("/held", "") + post("/echo", "second") + post("/nowhere", "third"));
      held.take().accept(Response.text(200, "first"));
      is(200, "first", client.answer());
      is(200, "second", client.answer());
      is(404, "no such path\n", client.answer());
    }
  }

  @Test
  void manyRequestsSentAheadAreAllAnswered() throws Exception {
    try (RawHttp client = RawHttp.to(address)) {
      client.send(post("/echo", "x").repeat(5000));
      for (int i = 0; i < 5000; i++) {
        is(200, "x", client.answer());
      }
    }
  }

  @Test
  void pathsAreFoundWholeOrByTheirBeginning() throws Exception {
    try (RawHttp client = RawHttp.to(address)) {
      is(200, "/under/a%20b", client.send(post("/under/a%20b?c=d", "")).answer());
      is(404, "no such path\n", client.send(post("/under", "")).answer());
      is(404, "no such path\n", client.send(post("/echo/", "")).answer());
    }
  }

  @Test
  void aRequestLineHasALimit() throws Exception {
    String start = "GET /echo?";
    String end = " HTTP/1.1";
    String most = "x".repeat(LINE_MAX - start.length() - end.length());
    try (RawHttp client = RawHttp.to(address)) {
      is(200, "", client.send(start + most + end + "\r\n\r\n").answer());
      is(
          414,
          "the request line is too long\n",
          client.send(start + most + "x" + end + "\r\n\r\n").answer());
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void headersHaveALimitTogether() throws Exception {
    String line = "GET /echo HTTP/1.1\r\n";
    try (RawHttp client = RawHttp.to(address)) {
      is(200, "", client.send(line + "a: " + "x".repeat(HEADERS_MAX / 2) + "\r\n\r\n").answer());
      String half = "x".repeat(HEADERS_MAX / 2);
      is(
          431,
          "the headers are too long\n",
          client.send(line + "a: " + half + "\r\nb: " + half + "\r\n\r\n").answer());
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aBodyHasALimitAndTheConnectionSurvivesIt() throws Exception {
    String most = "x".repeat(BODY_MAX);
    try (RawHttp client = RawHttp.to(address)) {
      is(200, most, client.send(post("/echo", most)).answer());
      is(413, "the body is too large\n", client.send(post("/echo", most + "x")).answer());
      is(200, "on", client.send(post("/echo", "on")).answer());
    }
  }

  @Test
  void aBodyInChunksHasTheSameLimit() throws Exception {
    String head = "POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    String chunk = Integer.toHexString(BODY_MAX / 2) + "\r\n" + "x".repeat(BODY_MAX / 2) + "\r\n";
    try (RawHttp client = RawHttp.to(address)) {
      is(200, "x".repeat(BODY_MAX), client.send(head + chunk + chunk + "0\r\n\r\n").answer());
      is(
          413,
          "the body is too large\n",
          client.send(head + chunk + chunk + "1\r\nx\r\n" + "0\r\n\r\n").answer());
      is(200, "on", client.send(post("/echo", "on")).answer());
      is(400, "malformed request\n", client.send(head + "zz\r\n").answer());
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aBodyThatIsEndlessIsCutOff() throws Exception {
    try (RawHttp client = RawHttp.to(address)) {
      client.send("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000000\r\n\r\n");
      String part = "x".repeat(1 << 20);
      for (int i = 0; i < 9; i++) {
        client.send(part);
      }
      is(413, "the body is too large\n", client.answer());
    }
  }

  @Test
  void whoAsksBeforeSendingIsToldBeforeSending() throws Exception {
    String head = "POST /echo HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: ";
    try (RawHttp client = RawHttp.to(address)) {
      assertThat(client.send(head + "2\r\n\r\n").answer().status()).isEqualTo(100);
      is(200, "ok", client.send("ok").answer());
      is(413, "the body is too large\n", client.send(head + "2000\r\n\r\n").answer());
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void bodiesTogetherHaveALimit() throws Exception {
    String most = "x".repeat(BODY_MAX);
    try (RawHttp first = RawHttp.to(address);
        RawHttp second = RawHttp.to(address);
        RawHttp third = RawHttp.to(address)) {
      first.send(post("/held", most));
      second.send(post("/held", most));
      Consumer<Response> one = held.take();
      Consumer<Response> two = held.take();
      Answer refused = third.send(post("/echo", "x")).answer();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.headers()).containsEntry("retry-after", "1");
      one.accept(Response.text(200, "one"));
      is(200, "one", first.answer());
      is(200, "x", third.send(post("/echo", "x")).answer());
      two.accept(Response.text(200, "two"));
      is(200, "two", second.answer());
    }
  }

  @Test
  void whatIsNotHttpIsRefused() throws Exception {
    String post = "POST /echo HTTP/1.1\r\n";
    for (String bytes :
        new String[] {
          "\0\0\0\10\4\322\26\57\r\n\r\n",
          "nonsense\r\n\r\n",
          post + "content-length: many\r\n\r\n",
          post + "content-length: -1\r\n\r\n",
          post + "content-length: 1\r\ncontent-length: 2\r\n\r\n",
          post + "no colon\r\n\r\n"
        }) {
      try (RawHttp client = RawHttp.to(address)) {
        is(400, "malformed request\n", client.send(bytes).answer());
        assertThat(client.isEnded()).isTrue();
      }
    }
  }

  @Test
  void aFailureOfOursIsNotShown() throws Exception {
    try (RawHttp client = RawHttp.to(address)) {
      is(500, "internal error\n", client.send(post("/fail", "")).answer());
      is(200, "on", client.send(post("/echo", "on")).answer());
    }
  }

  @Test
  void aConnectionIsClosedWhenTheClientAsksForIt() throws Exception {
    try (RawHttp client = RawHttp.to(address)) {
      is(200, "", client.send("GET /echo HTTP/1.1\r\nconnection: close\r\n\r\n").answer());
      assertThat(client.isEnded()).isTrue();
    }
    try (RawHttp client = RawHttp.to(address)) {
      is(200, "", client.send("GET /echo HTTP/1.0\r\n\r\n").answer());
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    restart(config(1, TIMEOUT));
    try (RawHttp first = RawHttp.to(address)) {
      is(200, "a", first.send(post("/echo", "a")).answer());
      try (RawHttp second = RawHttp.to(address)) {
        assertThat(second.isEnded()).isTrue();
      }
      is(200, "b", first.send(post("/echo", "b")).answer());
    }
  }

  @Test
  void aBodyThatTakesTooLongIsRefused() throws Exception {
    restart(config(10, Duration.ofNanos(1)));
    try (RawHttp client = RawHttp.to(address)) {
      is(408, "the body took too long\n", client.send(post("/echo", "x")).answer());
    }
  }

  @Test
  void aClientThatLeavesWhileItsRequestIsServedHarmsNobody() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (RawHttp client = RawHttp.to(address)) {
        client.send(post("/held", "x".repeat(BODY_MAX)));
        held.take().accept(Response.text(200, ""));
      }
      try (RawHttp client = RawHttp.to(address)) {
        client.send("POST /echo HTTP/1.1\r\ncontent-length: 900\r\n\r\n" + "x".repeat(500));
      }
    }
    try (RawHttp client = RawHttp.to(address)) {
      is(200, "on", client.send(post("/echo", "on")).answer());
    }
  }
}

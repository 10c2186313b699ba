package dev.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A client that posts the same request again and again over a number of connections, each as soon
/// as the answer to its last one is there. One thread, so that it takes as little as it can of the
/// machine it shares with the server. Any answer but 200 ends the measurement.
final class HttpLoad {

  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int ANSWER_BYTES_MAX = 64 << 10;

  private final InetSocketAddress address;
  private final byte[] request;

  /// @param path what is posted to
  HttpLoad(InetSocketAddress address, String path, String body) {
    this.address = address;
    String head =
        ("POST %s HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
                + "content-length: %d\r\n\r\n")
            .formatted(path, body.getBytes(StandardCharsets.UTF_8).length);
    this.request = (head + body).getBytes(StandardCharsets.UTF_8);
  }

  /// What was measured, after the warm-up.
  record Result(double requestsPerSecond, double p50Millis, double p99Millis, long requests) {}

  /// One connection: what is still to be sent, and what has been read of the answer.
  private static final class Exchange {
    private final SocketChannel channel;
    private final ByteBuffer out;
    private final ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES_MAX);
    private long startNanos;

    private Exchange(SocketChannel channel, byte[] request) {
      this.channel = channel;
      this.out = ByteBuffer.wrap(request);
    }

    private void send() throws IOException {
      out.clear();
      in.clear();
      startNanos = System.nanoTime();
      while (out.hasRemaining()) {
        channel.write(out); // a request is far smaller than the socket's buffer
      }
    }

    /// Reads; true if the answer is complete.
    private boolean isAnswered() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("the server closed a connection");
      }
      int head = headSize();
      return head > 0 && in.position() >= head + contentLength(head);
    }

    private int headSize() {
      for (int i = 0; i + HEAD_END.length <= in.position(); i++) {
        if (in.get(i) == '\r' && in.get(i + 1) == '\n' && in.get(i + 2) == '\r') {
          return i + HEAD_END.length;
        }
      }
      return 0;
    }

    private int contentLength(int head) throws IOException {
      String text =
          new String(in.array(), 0, head, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
      if (!text.startsWith("http/1.1 200 ")) {
        throw new IOException("the server answered " + text.lines().findFirst().orElse(""));
      }
      int at = text.indexOf("content-length:") + "content-length:".length();
      return Integer.parseInt(text.substring(at, text.indexOf('\r', at)).strip());
    }
  }

  Result run(int connections, double warmUpSeconds, double seconds) throws IOException {
    Samples samples = new Samples();
    try (Selector selector = Selector.open()) {
      try {
        for (int i = 0; i < connections; i++) {
          SocketChannel channel = SocketChannel.open(address);
          channel.socket().setTcpNoDelay(true);
          channel.configureBlocking(false);
          Exchange exchange = new Exchange(channel, request);
          channel.register(selector, SelectionKey.OP_READ, exchange);
          exchange.send();
        }
        long from = System.nanoTime() + (long) (warmUpSeconds * 1e9);
        long until = from + (long) (seconds * 1e9);
        exchange(selector, samples, from, until);
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
    return new Result(
        samples.count() / seconds,
        samples.percentile(0.50),
        samples.percentile(0.99),
        samples.count());
  }

  private static void exchange(Selector selector, Samples samples, long from, long until)
      throws IOException {
    long now = System.nanoTime();
    while (now < until) {
      selector.select(TimeUnit.NANOSECONDS.toMillis(until - now) + 1);
      for (SelectionKey key : selector.selectedKeys()) {
        Exchange exchange = (Exchange) key.attachment();
        if (exchange.isAnswered()) {
          now = System.nanoTime();
          if (now >= from && now < until) {
            samples.add((now - exchange.startNanos) / 1e6);
          }
          exchange.send();
        }
      }
      selector.selectedKeys().clear();
      now = System.nanoTime();
    }
  }
}

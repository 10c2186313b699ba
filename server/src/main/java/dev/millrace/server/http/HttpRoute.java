package dev.millrace.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Answers requests to one path. Called on a virtual thread of its own, so it may block.
@FunctionalInterface
public interface HttpRoute {

  /// The answer; a RuntimeException becomes 500 without its text.
  Response answer(Request request);

  /// A request whose body was read whole.
  ///
  /// @param path decoded, without the query string
  /// @param headers names in lower case
  record Request(String method, String path, Map<String, String> headers, byte[] body) {}

  /// An answer.
  record Response(int status, String contentType, byte[] body) {

    /// A text answer.
    public static Response text(int status, String text) {
      return new Response(
          status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
  }
}

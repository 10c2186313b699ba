package dev.millrace.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers requests to one path, or to all paths that begin alike.
@FunctionalInterface
public interface HttpRoute {

  /// Takes a request; `answer` is to be called exactly once, at once or later, on any thread. Runs
  /// on the event loop of the connection: it must not block, and not compute for long. An exception
  /// becomes 500 without its text.
  void serve(Request request, Consumer<Response> answer);

  /// A route that is answered on a virtual thread of its own, so that it may block.
  static HttpRoute blocking(Function<Request, Response> answerer) {
    return (request, answer) ->
        Thread.ofVirtual()
            .name("http-request")
            .start(() -> {
              Response response;
              try {
                response = answerer.apply(request);
              } catch (RuntimeException e) {
                HttpConnection.logFailure(request, e);
                response = Response.INTERNAL_ERROR;
              }
              answer.accept(response);
            });
  }

  /// A request whose body was read whole.
  ///
  /// @param path as sent, without the query string: still percent-encoded
  /// @param headers in the order in which they came
  record Request(String method, String path, List<Header> headers, byte[] body) {
    public Request {
      headers = List.copyOf(headers);
    }

    /// The first header of a name in any case, or null.
    public @Nullable String header(String name) {
      for (Header header : headers) {
        if (header.name().equalsIgnoreCase(name)) {
          return header.value();
        }
      }
      return null;
    }
  }

  /// One header; in the value each character is one byte.
  record Header(String name, String value) {}

  /// An answer.
  ///
  /// @param headers besides the content's type and length
  record Response(int status, String contentType, Map<String, String> headers, byte[] body) {

    static final Response INTERNAL_ERROR = text(500, "internal error\n");

    public Response {
      headers = Map.copyOf(headers);
    }

    /// A text answer.
    public static Response text(int status, String text) {
      return new Response(
          status, "text/plain; charset=utf-8", Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    /// The same with other headers.
    public Response with(Map<String, String> others) {
      return new Response(status, contentType, others, body);
    }
  }
}

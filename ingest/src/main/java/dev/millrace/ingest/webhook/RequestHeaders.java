package dev.millrace.ingest.webhook;

import dev.millrace.ingest.webhook.WebhookRequest.Header;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Slice;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The headers of one request by lower-case name, each there once. As text a header has a value
/// only if that is printable ASCII; as bytes it always has.
final class RequestHeaders {

  private final Map<String, String> values;

  private RequestHeaders(Map<String, String> values) {
    this.values = values;
  }

  /// Refuses a request that gives a header twice: which of the two was meant must not depend on who
  /// reads it.
  static RequestHeaders of(List<Header> headers) {
    Map<String, String> values = HashMap.newHashMap(headers.size());
    for (Header header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (values.put(name, header.value()) != null) {
        throw new RefusedException(
            WebhookAnswer.refused(
                401, "headers of request were invalid: " + name + " provided more than once"),
            "rejected_headers");
      }
    }
    return new RequestHeaders(values);
  }

  /// A header's value, or null.
  @Nullable Slice value(String name, boolean isBytes) {
    String value = values.get(name);
    return value == null ? null : bytes(value, isBytes);
  }

  private static @Nullable Slice bytes(String value, boolean isBytes) {
    return isBytes || isPrintable(value)
        ? Slice.of(value.getBytes(StandardCharsets.ISO_8859_1))
        : null;
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~') {
        return false;
      }
    }
    return true;
  }

  /// The headers whose names pass as a stored map.
  Slice map(boolean isBytes, Predicate<String> isWanted) {
    Map<Slice, Slice> entries = HashMap.newHashMap(values.size());
    values.forEach((name, text) -> {
      Slice value = isWanted.test(name) ? bytes(text, isBytes) : null;
      if (value != null) {
        entries.put(Slice.utf8(name), value);
      }
    });
    return MapValue.of(entries);
  }
}

package dev.millrace.server.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The three names behind `/api/webhook/`, exactly as they are in the catalog: nothing is folded.
record WebhookPath(String database, String schema, String source) {

  static final String PREFIX = "/api/webhook/";

  /// The names in a percent-encoded path; null if it is no such path.
  static @Nullable WebhookPath of(String path) {
    String[] parts = path.substring(PREFIX.length()).split("/", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      return new WebhookPath(decode(parts[0]), decode(parts[1]), decode(parts[2]));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// URLDecoder reads a plus as a blank, which is right for forms only.
  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return database + "." + schema + "." + source;
  }
}

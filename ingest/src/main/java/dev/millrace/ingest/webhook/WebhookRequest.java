package dev.millrace.ingest.webhook;

import java.time.Instant;
import java.util.List;

/// A request as a webhook sees it: read whole, decompressed.
///
/// @param headers in the order of the request
/// @param receivedAt when the body was complete
public record WebhookRequest(List<Header> headers, byte[] body, Instant receivedAt) {

  public WebhookRequest {
    headers = List.copyOf(headers);
  }

  /// One header line; a character of the value stands for one byte of it.
  public record Header(String name, String value) {}
}

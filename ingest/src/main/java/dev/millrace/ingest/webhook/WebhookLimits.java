package dev.millrace.ingest.webhook;

/// What all webhooks of a server together may hold at once. Beyond it a request is answered with
/// 429 and nothing of it is kept.
///
/// @param requestsMax requests taken and not yet answered
/// @param heldBytesMax bytes of rows that wait to become durable
/// @param requestBytesMax bytes of rows that one request may become; a larger one is answered with
///   413, because it would never fit
public record WebhookLimits(int requestsMax, long heldBytesMax, long requestBytesMax) {

  public static final WebhookLimits DEFAULT = new WebhookLimits(500, 64L << 20, 16L << 20);

  public WebhookLimits {
    if (requestsMax < 1 || requestBytesMax < 1 || heldBytesMax < requestBytesMax) {
      throw new IllegalArgumentException(
          "limits of webhooks must be positive, and what may be held no less than one request");
    }
  }

  /// The same with another limit of requests.
  public WebhookLimits withRequestsMax(int requests) {
    return new WebhookLimits(requests, heldBytesMax, requestBytesMax);
  }
}

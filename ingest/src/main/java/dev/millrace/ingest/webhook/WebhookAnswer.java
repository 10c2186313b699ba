package dev.millrace.ingest.webhook;

/// What the sender of a request is told, in HTTP's terms.
///
/// @param text one line for a person, empty if all is well
/// @param isRetriable the same request may be taken a little later
public record WebhookAnswer(int status, String text, boolean isRetriable) {

  static final WebhookAnswer ACCEPTED = new WebhookAnswer(200, "", false);

  static final WebhookAnswer OVERLOADED =
      new WebhookAnswer(429, "too many requests, try again later", true);

  static final WebhookAnswer UNAVAILABLE =
      new WebhookAnswer(503, "the server cannot take requests at the moment", true);

  static final WebhookAnswer GONE = new WebhookAnswer(404, "the source was dropped", false);

  static WebhookAnswer refused(int status, String text) {
    return new WebhookAnswer(status, text, false);
  }
}

package dev.millrace.ingest.webhook;

/// A request that is not taken, with the answer for its sender and the name under which it is
/// counted.
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient WebhookAnswer answer;
  private final String counter;

  RefusedException(WebhookAnswer answer, String counter) {
    super(answer.text(), null, false, false);
    this.answer = answer;
    this.counter = counter;
  }

  WebhookAnswer answer() {
    return answer;
  }

  String counter() {
    return counter;
  }
}

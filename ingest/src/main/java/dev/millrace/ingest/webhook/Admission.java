package dev.millrace.ingest.webhook;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what all webhooks of a server hold against their limits. What was taken is given back
/// exactly once. Any thread.
final class Admission {

  private final WebhookLimits limits;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Admission(WebhookLimits limits) {
    this.limits = limits;
  }

  WebhookLimits limits() {
    return limits;
  }

  /// Lets one more request in, if there is room.
  boolean enter() {
    if (requests.incrementAndGet() <= limits.requestsMax()) {
      return true;
    }
    requests.decrementAndGet();
    return false;
  }

  void leave() {
    requests.decrementAndGet();
  }

  /// Makes room for the bytes of a request's rows, if there is any.
  boolean hold(long size) {
    if (bytes.addAndGet(size) <= limits.heldBytesMax()) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  void release(long size) {
    bytes.addAndGet(-size);
  }
}

package dev.millrace.server.http;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes that all connections together may hold. Any thread.
final class ByteBudget {

  private final long max;
  private final AtomicLong held = new AtomicLong();

  ByteBudget(long max) {
    this.max = max;
  }

  /// Takes bytes if there are so many left.
  boolean take(long bytes) {
    if (held.addAndGet(bytes) <= max) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}

package dev.millrace.pgwire;

import dev.millrace.pgwire.message.FrontendMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Messages between the event loop, which offers, and the connection's thread, which takes. Bounded
/// by bytes: above the limit `pause` is called and the socket is no longer read, below half of it
/// `resume` is.
final class Inbox {

  private final int bytesMax;
  private final Runnable pause;
  private final Runnable resume;
  private final ArrayDeque<FrontendMessage> messages = new ArrayDeque<>();
  private long bytes;
  private boolean isPaused;
  private boolean isClosed;

  Inbox(int bytesMax, Runnable pause, Runnable resume) {
    this.bytesMax = bytesMax;
    this.pause = pause;
    this.resume = resume;
  }

  /// Adds a message; called by the event loop.
  synchronized void offer(FrontendMessage message) {
    messages.add(message);
    bytes += message.bytes();
    if (bytes > bytesMax && !isPaused) {
      isPaused = true;
      pause.run();
    }
    notifyAll();
  }

  /// The next message; null once the peer is gone and all was taken, or when `isInterrupted` holds
  /// (looked at again after [#wake]).
  synchronized @Nullable FrontendMessage take(BooleanSupplier isInterrupted) {
    while (messages.isEmpty()) {
      if (isClosed || isInterrupted.getAsBoolean()) {
        return null;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    FrontendMessage message = messages.remove();
    bytes -= message.bytes();
    if (isPaused && bytes < bytesMax / 2) {
      isPaused = false;
      resume.run();
    }
    return message;
  }

  /// True if the next message is wanted; waits for it. False when there will be none, and when
  /// `isInterrupted` holds (looked at again after [#wake]).
  synchronized boolean isNext(Predicate<FrontendMessage> isWanted, BooleanSupplier isInterrupted) {
    while (messages.isEmpty() && !isClosed && !isInterrupted.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    FrontendMessage next = messages.peek();
    return next != null && isWanted.test(next);
  }

  /// Waits until there is a message, or none will come; false if the time is over before. Zero is
  /// for ever.
  synchronized boolean await(Duration max) {
    long deadline = System.nanoTime() + max.toNanos();
    while (messages.isEmpty() && !isClosed) {
      long millis = max.isZero() ? 0 : (deadline - System.nanoTime()) / 1_000_000 + 1;
      if (!max.isZero() && deadline - System.nanoTime() <= 0) {
        return false;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return true;
  }

  /// Makes a waiting `take` look at its condition again.
  synchronized void wake() {
    notifyAll();
  }

  /// The peer is gone.
  synchronized void close() {
    isClosed = true;
    notifyAll();
  }

  /// True once the peer is gone.
  synchronized boolean isClosed() {
    return isClosed;
  }
}

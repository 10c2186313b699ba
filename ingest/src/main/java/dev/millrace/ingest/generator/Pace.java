package dev.millrace.ingest.generator;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Keeps a producer at a rate: a token bucket over a clock of nanoseconds that holds at most a
/// tenth of a second's worth, so that a pause is not followed by a burst. Confined to one thread.
public final class Pace {

  private static final long NANOS = 1_000_000_000L;

  private final double perNano;
  private final double tokensMax;
  private final LongSupplier nanoTime;
  private double tokens;
  private long last;

  /// @param perSecond units a second; 0: no limit
  public Pace(double perSecond, LongSupplier nanoTime) {
    this.perNano = perSecond / NANOS;
    this.tokensMax = Math.max(perSecond / 10, 1);
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /// True if there is no limit.
  public boolean isUnlimited() {
    return perNano == 0;
  }

  /// True if units may be produced now.
  public boolean isDue() {
    if (isUnlimited()) {
      return true;
    }
    long now = nanoTime.getAsLong();
    tokens = Math.min(tokensMax, tokens + (now - last) * perNano);
    last = now;
    return tokens > 0;
  }

  /// Counts units as produced; may overdraw.
  public void spend(int units) {
    tokens -= units;
  }

  /// Waits until units may be produced.
  public void awaitDue() throws InterruptedException {
    while (!isDue()) {
      LockSupport.parkNanos((long) (-tokens / perNano) + 1);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}

package dev.millrace.ingest.webhook;

import java.time.Instant;

/// Moments as timestamps hold them.
final class Moments {

  /// Seconds from 1970 to 2000, where timestamps begin.
  private static final long EPOCH_SECONDS = 946_684_800L;

  private Moments() {}

  /// Microseconds since 2000-01-01.
  static long micros(Instant instant) {
    return (instant.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + instant.getNano() / 1_000;
  }
}

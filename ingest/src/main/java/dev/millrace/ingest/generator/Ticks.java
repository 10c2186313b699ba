package dev.millrace.ingest.generator;

import java.time.Duration;

/// The options common to generators that go by ticks.
///
/// @param interval time between ticks
/// @param asOf ticks made at once at the start
/// @param upTo ticks after which the source is complete
record Ticks(Duration interval, long asOf, long upTo) {

  Pace pace() {
    return new Pace(1e9 / interval.toNanos(), System::nanoTime);
  }
}

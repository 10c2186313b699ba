package dev.millrace.model.time;

/// The number of a step: milliseconds since 1970 and a sequence number within the millisecond,
/// packed into one long (44 bits and 20 bits) so that numbers order as times. `mz_timestamp` and
/// `mz_now()` are its milliseconds.
public record StepTime(long packed) implements Comparable<StepTime> {

  /// Steps possible within a millisecond: 2^20.
  public static final int SEQUENCE_BITS = 20;

  public static final StepTime ZERO = new StepTime(0);

  public StepTime {
    assert packed >= 0;
  }

  /// The first step of a millisecond.
  public static StepTime ofMillis(long millis) {
    return new StepTime(millis << SEQUENCE_BITS);
  }

  /// Milliseconds since 1970-01-01 UTC.
  public long millis() {
    return packed >>> SEQUENCE_BITS;
  }

  /// Position within the millisecond.
  public int sequence() {
    return (int) (packed & ((1L << SEQUENCE_BITS) - 1));
  }

  /// The step after this one if the clock shows `nowMillis`: never earlier than the next number.
  public StepTime next(long nowMillis) {
    return new StepTime(Math.max(packed + 1, nowMillis << SEQUENCE_BITS));
  }

  @Override
  public int compareTo(StepTime other) {
    return Long.compare(packed, other.packed);
  }

  @Override
  public String toString() {
    return millis() + "." + sequence();
  }
}

package dev.millrace.model.value;

/// A time of day with the offset of its clock. Ordered by the moment in UTC, then by the offset;
/// the stored form (12 bytes: the moment in UTC as a long, the offset west as an int, both
/// big-endian with the sign bit turned) has the same order.
///
/// @param micros since the clock's midnight
/// @param westSeconds by which the clock is behind UTC, as PostgreSQL counts
public record TimeWithZone(long micros, int westSeconds) {

  private static final int BYTES = 12;

  /// Takes the stored form apart.
  public static TimeWithZone of(Slice stored) {
    long utc = (long) Elements.LONG.get(stored.array(), stored.offset()) ^ Long.MIN_VALUE;
    int west = (int) Elements.INT.get(stored.array(), stored.offset() + 8) ^ Integer.MIN_VALUE;
    return new TimeWithZone(utc - west * 1_000_000L, west);
  }

  /// The stored form.
  public Slice toSlice() {
    byte[] bytes = new byte[BYTES];
    Elements.LONG.set(bytes, 0, utcMicros() ^ Long.MIN_VALUE);
    Elements.INT.set(bytes, 8, westSeconds ^ Integer.MIN_VALUE);
    return Slice.of(bytes);
  }

  /// Microseconds since UTC's midnight; before it or after a day where the clock is far away.
  public long utcMicros() {
    return micros + westSeconds * 1_000_000L;
  }
}

package dev.millrace.model.value;

import java.math.BigInteger;

/// A span of time as PostgreSQL keeps it: months, days and microseconds, each with its own sign.
/// Stored in 16 bytes: months int, days int, micros long, big-endian. `compareTo` is PostgreSQL's
/// order, in which a month has 30 days and a day 24 hours, so `1 mon = 30 days`: equal intervals
/// may differ in their parts, and record equality is equality of parts.
public record Interval(int months, int days, long micros) implements Comparable<Interval> {

  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_HOUR = 3_600_000_000L;
  public static final long MICROS_PER_DAY = 86_400_000_000L;
  public static final int DAYS_PER_MONTH = 30;
  public static final int MONTHS_PER_YEAR = 12;
  public static final Interval ZERO = new Interval(0, 0, 0);

  /// The interval behind its stored form.
  public static Interval of(Slice stored) {
    assert stored.length() == 16;
    return new Interval(
        intAt(stored, 0),
        intAt(stored, 4),
        ((long) intAt(stored, 8) << 32) | (intAt(stored, 12) & 0xffffffffL));
  }

  /// The stored form.
  public Slice toSlice() {
    byte[] bytes = new byte[16];
    putInt(bytes, 0, months);
    putInt(bytes, 4, days);
    putInt(bytes, 8, (int) (micros >> 32));
    putInt(bytes, 12, (int) micros);
    return Slice.of(bytes);
  }

  @Override
  public int compareTo(Interval other) {
    return isSmall() && other.isSmall()
        ? Long.compare(spanLong(), other.spanLong())
        : span().compareTo(other.span());
  }

  /// Microseconds of the whole span at 30 days a month: what intervals are compared by.
  public BigInteger span() {
    long totalDays = (long) months * DAYS_PER_MONTH + days;
    return BigInteger.valueOf(totalDays)
        .multiply(BigInteger.valueOf(MICROS_PER_DAY))
        .add(BigInteger.valueOf(micros));
  }

  /// True if the span surely fits a long.
  private boolean isSmall() {
    return Math.abs((long) months) < 100_000
        && Math.abs((long) days) < 3_000_000
        && Math.abs(micros) < Long.MAX_VALUE / 4;
  }

  private long spanLong() {
    return ((long) months * DAYS_PER_MONTH + days) * MICROS_PER_DAY + micros;
  }

  private static int intAt(Slice bytes, int at) {
    return (bytes.at(at) & 0xff) << 24
        | (bytes.at(at + 1) & 0xff) << 16
        | (bytes.at(at + 2) & 0xff) << 8
        | (bytes.at(at + 3) & 0xff);
  }

  private static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }
}

package dev.millrace.dataflow.port;

/// How much of a log is kept, at least: rows of the last so many milliseconds, and the last so many
/// bytes. The largest number is no bound. What is beyond goes in blocks, some time later; that is
/// no change of the collection, so nothing that has seen the rows takes them back.
public record Retention(long millis, long bytes) {

  /// Everything.
  public static final Retention FOREVER = new Retention(Long.MAX_VALUE, Long.MAX_VALUE);

  public Retention {
    if (millis <= 0 || bytes <= 0) {
      throw new IllegalArgumentException("nothing would be kept");
    }
  }

  /// True if nothing ever goes.
  public boolean isForever() {
    return equals(FOREVER);
  }
}

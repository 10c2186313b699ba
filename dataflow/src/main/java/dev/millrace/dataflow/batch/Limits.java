package dev.millrace.dataflow.batch;

/// What one query may take.
///
/// @param memoryBytes rows held at one time by joins, groups and sorts; beyond it 53200
/// @param resultBytes rows of the result; beyond it 54000
public record Limits(long memoryBytes, long resultBytes) {

  /// For tests and tools.
  public static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE);

  /// For a server that was told nothing else: 512 MiB each.
  public static final Limits STANDARD = new Limits(512L << 20, 512L << 20);

  public Limits {
    assert memoryBytes > 0 && resultBytes > 0;
  }
}

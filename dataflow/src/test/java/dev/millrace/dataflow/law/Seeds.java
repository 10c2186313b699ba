package dev.millrace.dataflow.law;

import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;

/// The seeds of a random test: fixed ones, or the one asked for by `-Dmillrace.seed=`, or
/// `-Dmillrace.seeds=` times as many for a long run.
public final class Seeds {

  /// A test of one seed.
  @FunctionalInterface
  public interface SeededTest {
    /// Runs the test.
    void run(long seed) throws Exception;
  }

  private Seeds() {}

  /// Runs a test with seeds 1 to `count`; a failure names its seed.
  public static void each(int count, SeededTest test) {
    Long asked = Long.getLong("millrace.seed");
    List<Long> seeds =
        asked != null
            ? List.of(asked)
            : LongStream.rangeClosed(1, count * Long.getLong("millrace.seeds", 1)).boxed().toList();
    for (long seed : seeds) {
      try {
        test.run(seed);
      } catch (Throwable e) {
        Assertions.fail("with -Dmillrace.seed=" + seed + ": " + e, e);
      }
    }
  }
}

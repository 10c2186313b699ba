package dev.millrace.dataflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class StepSizeTest {

  private static final long LIMIT = 131_072;

  private final StepSize size = new StepSize(LIMIT, Duration.ofMillis(100));

  /// Runs full steps that cost what the function says.
  private long after(int steps, LongUnaryOperator nanosOfRows) {
    for (int i = 0; i < steps; i++) {
      long rows = size.rowsMax();
      size.learn(rows, nanosOfRows.applyAsLong(rows));
    }
    return size.rowsMax();
  }

  @Test
  void quickStepsGrowToTheLimit() {
    assertThat(after(4, rows -> rows)).isEqualTo(LIMIT);
  }

  @Test
  void rowsThatCostTheSameAtAnySizeStayWithinTheTarget() {
    // 32,768 rows take 82 ms, twice as many 164 ms
    after(20, rows -> rows * 2_500);
    assertThat(size.rowsMax()).isEqualTo(32_768);
  }

  @Test
  void aSlowStepGrowsAsLongAsThatMakesRowsCheaper() {
    // two seconds however many rows there are
    assertThat(after(20, rows -> 2_000_000_000L)).isEqualTo(LIMIT);
  }

  @Test
  void aStepThatWasNotFullTeachesNothing() {
    long before = size.rowsMax();
    size.learn(before - 1, 10_000_000_000L);
    size.learn(1, 1);
    assertThat(size.rowsMax()).isEqualTo(before);
  }

  @Test
  void noSizeExceedsASmallLimit() {
    StepSize small = new StepSize(10, Duration.ofMillis(100));
    small.learn(10, 1);
    assertThat(small.rowsMax()).isEqualTo(10);
  }
}

package dev.millrace.ingest.generator;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ScalarType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One row, the time: at every tick the former one leaves and that of the tick comes, rounded down
/// to the interval. Ticks that nobody was there for are left out. The position is the time shown,
/// in milliseconds since 1970.
final class ClockGenerator implements Source {

  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  /// How often the clock is looked at while the next tick is not due: a clock may jump.
  private static final long LOOK_MILLIS_MAX = 1_000;

  /// What the source produces.
  static final List<Output> OUTPUTS =
      List.of(
          new Output(
              Role.MAIN,
              "",
              List.of(new OutputColumn("time", ScalarType.TIMESTAMPTZ, false)),
              Keeping.ROWS,
              List.of()));

  private final long intervalMillis;
  private final CountDownLatch closed = new CountDownLatch(1);

  ClockGenerator(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    context.status(SourceStatus.RUNNING, null);
    ByteBuffer position = ByteBuffer.wrap(context.position());
    boolean isShown = position.hasRemaining();
    long shown = isShown ? position.getLong() : Long.MIN_VALUE;
    while (closed.getCount() > 0) {
      long now = context.clock().millis();
      long tick = Math.floorDiv(now, intervalMillis) * intervalMillis;
      if (tick > shown) {
        Chunk chunk = Chunk.of(List.of(ScalarType.TIMESTAMPTZ), 2);
        if (isShown) {
          chunk.appendRow(new Object[] {micros(shown)}, -1);
        }
        chunk.appendRow(new Object[] {micros(tick)}, 1);
        context.count("messages_received", 1);
        context.emit(
            List.of(new OutputRows(0, chunk)), ByteBuffer.allocate(8).putLong(tick).array());
        shown = tick;
        isShown = true;
      }
      long wait = Math.min(Math.max(shown + intervalMillis - now, 1), LOOK_MILLIS_MAX);
      if (closed.await(wait, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static long micros(long millis) {
    return millis * 1000 - EPOCH_MICROS;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

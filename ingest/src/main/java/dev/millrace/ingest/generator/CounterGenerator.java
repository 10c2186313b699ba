package dev.millrace.ingest.generator;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ScalarType;
import java.nio.ByteBuffer;
import java.util.List;

/// Counts 1, 2, 3, … one a tick; with a maximum cardinality `m` the row `k - m` leaves when `k`
/// comes. The position is the last number.
final class CounterGenerator implements Source {

  private final Ticks ticks;
  private final long cardinalityMax;
  private volatile boolean isClosed;

  /// @param cardinalityMax 0: none
  CounterGenerator(Ticks ticks, long cardinalityMax) {
    this.ticks = ticks;
    this.cardinalityMax = cardinalityMax;
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    byte[] position = context.position();
    long counter = position.length == 0 ? 0 : ByteBuffer.wrap(position).getLong();
    Pace pace = ticks.pace();
    context.status(SourceStatus.RUNNING, null);
    while (!isClosed && counter < ticks.upTo()) {
      boolean isCatchingUp = counter < ticks.asOf();
      if (!isCatchingUp) {
        pace.awaitDue();
        pace.spend(1);
      }
      Chunk chunk = Chunk.of(List.of(ScalarType.INT8), 2);
      counter++;
      chunk.appendRow(new Object[] {counter}, 1);
      if (cardinalityMax > 0 && counter > cardinalityMax) {
        chunk.appendRow(new Object[] {counter - cardinalityMax}, -1);
      }
      context.count("messages_received", 1);
      context.emit(
          List.of(new OutputRows(0, chunk)), ByteBuffer.allocate(8).putLong(counter).array());
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }
}

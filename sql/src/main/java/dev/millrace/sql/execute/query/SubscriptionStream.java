package dev.millrace.sql.execute.query;

import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.port.Subscription;
import dev.millrace.dataflow.port.Subscription.Event;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.execute.RowStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events of a subscription as rows: time, (progress,) weight, columns. Used by one thread.
final class SubscriptionStream implements RowStream {

  /// How often a wait looks whether it was cancelled.
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Subscription subscription;
  private final List<SqlType> types;
  private final boolean progress;

  /// Nothing can come after the snapshot.
  private final boolean isConstant;

  private final Runnable onClose;
  private final Deque<Chunk> ready = new ArrayDeque<>();
  private boolean isClosed;
  private boolean isEnded;

  SubscriptionStream(
      Subscription subscription,
      List<SqlType> types,
      boolean progress,
      boolean isConstant,
      Runnable onClose) {
    this.subscription = subscription;
    this.types = types;
    this.progress = progress;
    this.isConstant = isConstant;
    this.onClose = onClose;
    if (progress) {
      ready.add(progressRow(subscription.asOf()));
    }
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public @Nullable Chunk next(Duration wait, Interruption waiting) {
    long deadline =
        System.nanoTime()
            + Math.min(wait.toSeconds(), 1L << 32) * 1_000_000_000
            + wait.toNanosPart();
    while (ready.isEmpty() && !isEnded) {
      waiting.check();
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Event event = poll(left.compareTo(LOOK) < 0 ? left : LOOK);
      if (event == null && left.isZero()) {
        return Chunk.of(types, 1);
      }
      if (event != null) {
        take(event);
      }
    }
    return ready.poll();
  }

  private @Nullable Event poll(Duration wait) {
    try {
      return subscription.poll(wait);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    }
  }

  private void take(Event event) {
    switch (event) {
      case Event.Rows rows -> rows.rows().forEach(c -> ready.add(rows(rows.millis(), c)));
      case Event.Progress p -> {
        if (progress && p.millis() > subscription.asOf()) {
          ready.add(progressRow(p.millis()));
        }
        isEnded |= isConstant;
      }
      case Event.End _ -> isEnded = true;
    }
  }

  private Chunk rows(long millis, Chunk changes) {
    Slice time = Numeric.of(millis);
    int first = progress ? 3 : 2;
    Column[] columns = new Column[first + changes.columns.length];
    Column[] head = Chunk.of(types.subList(0, first), changes.size()).columns;
    System.arraycopy(head, 0, columns, 0, first);
    System.arraycopy(changes.columns, 0, columns, first, changes.columns.length);
    for (int row = 0; row < changes.size(); row++) {
      columns[0].append((Object) time);
      if (progress) {
        columns[1].append((Object) false);
      }
      columns[first - 1].append((Object) (long) changes.weight(row));
    }
    return new Chunk(columns);
  }

  private Chunk progressRow(long millis) {
    Chunk row = Chunk.of(types, 1);
    @Nullable Object[] values = new Object[types.size()];
    values[0] = Numeric.of(millis);
    values[1] = true;
    row.appendRow(values, 1);
    return row;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      subscription.close();
      onClose.run();
    }
  }
}

package dev.millrace.ingest;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A source running on a thread of its own, and everything it has handed over. Tests wait for a
/// state, never for a time.
public final class RunningSource implements SourceContext, AutoCloseable {

  private static final long DEADLINE_SECONDS = 60;

  private final Source source;
  private final byte[] start;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, List<List<Object>>> rows = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private byte[] position;
  private SourceStatus status = SourceStatus.STARTING;
  private @Nullable String error;

  private RunningSource(Source source, byte[] start) {
    this.source = source;
    this.start = start;
    this.position = start;
    this.thread =
        Thread.ofPlatform()
            .name("source")
            .unstarted(() -> {
              try {
                source.run(this);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /// Starts a source from a position.
  public static RunningSource start(Source source, byte[] position) {
    RunningSource running = new RunningSource(source, position);
    running.thread.start();
    return running;
  }

  /// Waits until an output has so many rows and returns them: values, then the weight.
  public List<List<Object>> awaitRows(int output, int count) {
    await(() -> rows.getOrDefault(output, List.of()).size() >= count);
    return rows(output);
  }

  /// Rows of an output so far.
  public List<List<Object>> rows(int output) {
    lock.lock();
    try {
      return new ArrayList<>(rows.getOrDefault(output, List.of()));
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a status and returns its error text.
  public @Nullable String awaitStatus(SourceStatus wanted) {
    await(() -> status == wanted);
    return error;
  }

  /// A statistic's value so far.
  public long count(String statistic) {
    lock.lock();
    try {
      return counts.getOrDefault(statistic, 0L);
    } finally {
      lock.unlock();
    }
  }

  /// Ends the source and returns the position reached.
  public byte[] stop() {
    close();
    return position;
  }

  @Override
  public void close() {
    source.close();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(BooleanSupplier condition) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          throw new IllegalStateException(
              new TimeoutException("status " + status + " " + error + " rows " + rows));
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public byte[] position() {
    return start;
  }

  @Override
  public void emit(List<OutputRows> emitted, byte[] reached) {
    change(() -> {
      for (OutputRows output : emitted) {
        List<List<Object>> all = rows.computeIfAbsent(output.output(), _ -> new ArrayList<>());
        for (int i = 0; i < output.rows().size(); i++) {
          List<Object> row = new ArrayList<>(Arrays.asList(output.rows().row(i)));
          row.add(output.rows().weight(i));
          all.add(row);
        }
      }
      position = reached;
    });
  }

  @Override
  public CompletableFuture<?> append(Supplier<List<OutputRows>> appended) {
    emit(appended.get(), new byte[0]);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void status(SourceStatus now, @Nullable String why) {
    change(() -> {
      status = now;
      error = why;
    });
  }

  @Override
  public void count(String statistic, long delta) {
    change(() -> counts.merge(statistic, delta, Long::sum));
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }
}

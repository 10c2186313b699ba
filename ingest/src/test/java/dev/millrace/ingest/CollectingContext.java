package dev.millrace.ingest;

import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A source's context that keeps what it is given, as rows, and closes the source after enough
/// emits.
public final class CollectingContext implements SourceContext {

  /// 2026-01-01T00:00:00Z.
  public static final Instant NOW = Instant.ofEpochSecond(1_767_225_600L);

  /// Rows per output; each row is the values and then the weight.
  public final Map<Integer, List<List<Object>>> rows = new HashMap<>();

  /// Statistics counted.
  public final Map<String, Long> counts = new HashMap<>();

  /// Statuses reported, in order.
  public final List<SourceStatus> statuses = new ArrayList<>();

  /// Position after each emit.
  public final List<byte[]> positions = new ArrayList<>();

  private final Source source;
  private final byte[] start;
  private final int emitsMax;

  public CollectingContext(Source source, byte[] start, int emitsMax) {
    this.source = source;
    this.start = start;
    this.emitsMax = emitsMax;
  }

  /// Runs the source from a position until it ended or emitted so often.
  public static CollectingContext run(Source source, byte[] start, int emitsMax)
      throws InterruptedException {
    CollectingContext context = new CollectingContext(source, start, emitsMax);
    source.run(context);
    return context;
  }

  /// Rows of an output so far.
  public List<List<Object>> rows(int output) {
    return rows.getOrDefault(output, List.of());
  }

  @Override
  public byte[] position() {
    return start;
  }

  @Override
  public void emit(List<OutputRows> emitted, byte[] position) {
    for (OutputRows output : emitted) {
      List<List<Object>> all = rows.computeIfAbsent(output.output(), _ -> new ArrayList<>());
      for (int i = 0; i < output.rows().size(); i++) {
        List<Object> row = new ArrayList<>(Arrays.asList(output.rows().row(i)));
        row.add(output.rows().weight(i));
        all.add(row);
      }
    }
    positions.add(position);
    if (positions.size() >= emitsMax) {
      source.close();
    }
  }

  @Override
  public CompletableFuture<?> append(Supplier<List<OutputRows>> appended) {
    emit(appended.get(), new byte[0]);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void status(SourceStatus status, @Nullable String error) {
    statuses.add(status);
  }

  @Override
  public void count(String statistic, long delta) {
    counts.merge(statistic, delta, Long::sum);
  }

  @Override
  public Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }
}

package dev.millrace.sql.session;

import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ScalarType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A connector whose topics hold what the test puts there; every topic has an upsert relation and
/// dead letters.
final class ScriptedConnector implements Connector {

  final Map<String, List<OutputColumn>> topics = new HashMap<>();
  private final Map<String, BlockingQueue<Batch>> queues = new ConcurrentHashMap<>();

  private record Batch(Chunk rows, CompletableFuture<Boolean> taken) {}

  /// Puts rows into a topic and waits until the source has handed them over.
  void emit(String topic, @Nullable Object[]... rows) {
    Chunk chunk =
        Chunk.of(topics.get(topic).stream().map(OutputColumn::type).toList(), rows.length);
    for (@Nullable Object[] row : rows) {
      chunk.appendRow(row, 1);
    }
    Batch batch = new Batch(chunk, new CompletableFuture<>());
    queue(topic).add(batch);
    batch.taken().join();
  }

  private BlockingQueue<Batch> queue(String topic) {
    return queues.computeIfAbsent(topic, _ -> new LinkedBlockingQueue<>());
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public SourceDescription describe(SourceSpec spec, SecretStore secrets) {
    List<OutputColumn> columns = topics.get(topic(spec));
    return new SourceDescription(
        spec,
        List.of(
            new Output(Role.MAIN, "", columns, Action.Keeping.KEYED, List.of(0)),
            new Output(
                Role.DEAD_LETTERS,
                "",
                List.of(new OutputColumn("error", ScalarType.TEXT, false)),
                Action.Keeping.LOG,
                List.of())));
  }

  private static String topic(SourceSpec spec) {
    return ((OptionValue.Text) spec.options().get("TOPIC")).value();
  }

  @Override
  public Source open(SourceSpec spec, SecretStore secrets) {
    BlockingQueue<Batch> queue = queue(topic(spec));
    return new Source() {
      @Override
      public void run(SourceContext context) throws InterruptedException {
        context.status(SourceStatus.RUNNING, null);
        while (true) {
          Batch batch = queue.take();
          context.emit(List.of(new SourceContext.OutputRows(0, batch.rows())), new byte[] {1});
          context.count("messages_received", batch.rows().size());
          batch.taken().complete(true);
        }
      }

      @Override
      public void close() {}
    };
  }
}

package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.Workers;
import dev.millrace.dataflow.operator.join.ArrangeOperator;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A graph without an engine around it: tables in memory, plans installed over them, steps by hand.
public final class GraphRun implements AutoCloseable {

  private static final long STEP_ROWS_MAX = 10_000_000;

  private final Workers workers;
  private final Graph graph = new Graph(STEP_ROWS_MAX, 1_000);
  private final Map<CollectionId, Node> tables = new HashMap<>();
  private final Map<CollectionId, ArrangeOperator> rows = new HashMap<>();
  private long millis;

  /// @param parallelFromRows as in [Workers]
  public GraphRun(int shards, long parallelFromRows) {
    this.workers = new Workers(shards, parallelFromRows);
  }

  /// Creates a table.
  public void table(CollectionId id, List<SqlType> types) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      all.add(i);
    }
    ArrangeOperator table = new ArrangeOperator(types, all, workers.shards());
    rows.put(id, table);
    Node node = graph.stored(id, types, table::scan);
    node.holders++;
    tables.put(id, node);
  }

  /// A plan kept up to date.
  public final class View {
    private final Node node;
    private final Node arranged;

    private View(Node node, Node arranged) {
      this.node = node;
      this.arranged = arranged;
    }

    /// The rows it holds; throws its error.
    public void scan(Consumer<Chunk> consumer) {
      arranged.requireHealthy();
      ((ArrangeOperator) arranged.operator()).scan(consumer);
    }

    /// The same rows, from the operators' states instead of the deltas they emitted.
    public void contents(Consumer<Chunk> consumer) {
      arranged.requireHealthy();
      graph.contents(node, scope()).stream(consumer);
    }

    /// Stops keeping it.
    public void drop() {
      graph.release(arranged);
    }
  }

  /// Installs a plan.
  public View install(Plan plan) {
    Lowering lowering = new Lowering(graph, workers.shards(), tables::get);
    Node node = lowering.node(plan);
    Node arranged = lowering.arranged(node, List.of());
    graph.load(lowering.created(), scope());
    arranged.holders++;
    return new View(node, arranged);
  }

  /// Runs a step.
  public void step(long millis, Map<CollectionId, Chunk> changes) {
    this.millis = millis;
    changes.forEach((id, chunk) -> {
      ArrangeOperator table = rows.get(id);
      Delta[] input = {Delta.of(chunk)};
      table.run(input, Output.into(new Delta(), List.of(), Long.MAX_VALUE), scope());
      graph.change(tables.get(id), chunk);
    });
    graph.run(scope());
    graph.endStep();
  }

  /// The earliest millisecond at which something changes by itself.
  public long dueMillis() {
    return graph.dueMillis();
  }

  /// Operators in the graph.
  public int operators() {
    return graph.nodes().size() - tables.size();
  }

  /// What the operators in the graph do.
  public List<String> descriptions() {
    return graph.nodes().stream().map(Node::description).toList();
  }

  private StepScope scope() {
    return new StepScope(millis, workers);
  }

  @Override
  public void close() {
    workers.close();
  }
}

package dev.millrace.dataflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecursionTest {

  private static final CollectionId EDGES = new CollectionId(1);
  private static final List<SqlType> PAIR = List.of(ScalarType.INT8, ScalarType.INT8);

  /// Rounds that GraphRun allows.
  private static final int ROUNDS_MAX = 1_000;

  /// All pairs connected by edges.
  private static Plan.Recursion reachable(RecursionLimit limit) {
    Plan edges = new Plan.Get(EDGES, PAIR);
    Plan longer =
        new Plan.Mfp(
            new Plan.Join(
                new Plan.Variable(0, PAIR),
                edges,
                JoinKind.INNER,
                List.of(1),
                List.of(0),
                List.of(false),
                List.of()),
            List.of(),
            List.of(),
            List.of(0, 3));
    Plan pairs = new Plan.Distinct(new Plan.Union(List.of(edges, longer)));
    return new Plan.Recursion(List.of(pairs), 0, limit);
  }

  private static Map<CollectionId, Chunk> edges(int weight, long... ends) {
    Chunk chunk = Chunk.of(PAIR, 4);
    for (int i = 0; i < ends.length; i += 2) {
      chunk.appendRow(new Object[] {ends[i], ends[i + 1]}, weight);
    }
    return Map.of(EDGES, chunk);
  }

  private static List<String> rows(GraphRun.View view) {
    List<String> rows = new ArrayList<>();
    view.scan(chunk -> {
      for (int row = 0; row < chunk.size(); row++) {
        rows.add(List.of(chunk.row(row)) + " x " + chunk.weight(row));
      }
    });
    rows.sort(null);
    return rows;
  }

  @Test
  void aCycleThatIsCutOffLeavesNothingBehind() {
    try (GraphRun graph = new GraphRun(1, 1)) {
      graph.table(EDGES, PAIR);
      GraphRun.View view = graph.install(reachable(null));
      graph.step(1, edges(1, 1, 2, 2, 3, 3, 2));
      assertThat(rows(view))
          .containsExactly(
              "[1, 2] x 1", "[1, 3] x 1", "[2, 2] x 1", "[2, 3] x 1", "[3, 2] x 1", "[3, 3] x 1");
      graph.step(2, edges(-1, 1, 2, 2, 3));
      assertThat(rows(view)).containsExactly("[3, 2] x 1");
      graph.step(3, edges(-1, 3, 2));
      assertThat(rows(view)).isEmpty();
    }
  }

  @Test
  void anErrorAtTheLimitHealsWhenFewerRoundsAreEnough() {
    try (GraphRun graph = new GraphRun(1, 1)) {
      graph.table(EDGES, PAIR);
      GraphRun.View view = graph.install(reachable(new RecursionLimit(3, true)));
      graph.step(1, edges(1, 1, 2, 2, 3));
      assertThat(rows(view)).hasSize(3);
      graph.step(2, edges(1, 3, 4));
      assertThatThrownBy(() -> rows(view))
          .isInstanceOfSatisfying(
              DatabaseException.class,
              e -> assertThat(e.state()).isEqualTo(SqlState.PROGRAM_LIMIT_EXCEEDED))
          .hasMessage("recursive query still changes after 3 rounds");
      graph.step(3, edges(-1, 2, 3));
      assertThat(rows(view)).containsExactly("[1, 2] x 1", "[3, 4] x 1");
    }
  }

  @Test
  void aReturnAtTheLimitShowsWhatTheLastRoundMade() {
    try (GraphRun graph = new GraphRun(1, 1)) {
      graph.table(EDGES, PAIR);
      graph.step(1, edges(1, 1, 2, 2, 3, 3, 4, 4, 5));
      GraphRun.View view = graph.install(reachable(new RecursionLimit(2, false)));
      assertThat(rows(view)).hasSize(7).contains("[1, 3] x 1").doesNotContain("[1, 4] x 1");
    }
  }

  @Test
  void asManyRoundsAsAllowedAreTakenAndNotOneMore() {
    try (GraphRun graph = new GraphRun(1, 1)) {
      graph.table(EDGES, PAIR);
      // round n counts to n, and one more round finds nothing new
      GraphRun.View inTime = graph.install(counter(ROUNDS_MAX - 1));
      assertThat(rows(inTime)).hasSize(ROUNDS_MAX - 1);
      assertThatThrownBy(() -> graph.install(counter(ROUNDS_MAX + 1)))
          .isInstanceOf(DatabaseException.class)
          .hasMessage(
              "a recursion of this view still changes after " + ROUNDS_MAX + " rounds in one step");
    }
  }

  /// The numbers from 1 to an end.
  private static Plan counter(long end) {
    List<SqlType> types = List.of(ScalarType.INT8);
    Scalar number = new Scalar.ColumnRef(0, ScalarType.INT8);
    Plan next =
        new Plan.Mfp(
            new Plan.Variable(0, types),
            List.of(call("+", number, 1)),
            List.of(call("<", number, end)),
            List.of(1));
    Plan first = new Plan.Constant(List.of(List.of(1L)), types);
    return new Plan.Iteration(first, next, false);
  }

  private static Scalar call(String symbol, Scalar left, long right) {
    ScalarFunction function =
        FunctionRegistry.standard().operators(symbol).stream()
            .filter(f -> f.arguments().equals(PAIR))
            .findFirst()
            .orElseThrow();
    Scalar literal = new Scalar.Literal(right, ScalarType.INT8);
    return new Scalar.Call(function, List.of(left, literal), function.result());
  }
}

package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Evaluates a plan from scratch. Runs in the caller's thread; stateless.
///
/// The first row that cannot be evaluated fails the query.
public final class BatchExecutor {

  private BatchExecutor() {}

  /// The result in chunks; in the request's order if it has one. A row that occurs n times has
  /// weight n, or occurs in several places.
  public static List<Chunk> run(BatchRequest request) {
    List<Chunk> result = new ArrayList<>();
    long[] bytes = {0};
    run(
        request,
        chunk -> {
          bytes[0] += chunk.bytes();
          if (bytes[0] > request.limits().resultBytes()) {
            throw new DatabaseException(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "result exceeds the maximum size of " + request.limits().resultBytes() + " bytes");
          }
          result.add(chunk);
        });
    return result;
  }

  /// Hands the result over chunk by chunk, without a limit on the result; a DatabaseException that
  /// the receiver throws ends the query.
  public static void run(BatchRequest request, Consumer<Chunk> result) {
    Evaluation evaluation = new Evaluation(request, PlanTrees.share(request.plan()));
    if (request.order().isEmpty()) {
      evaluation.run(result);
      return;
    }
    RowStore rows = new RowStore(request.plan().types(), evaluation.budget());
    evaluation.run(rows::add);
    RowOrder order = RowOrder.total(request.plan().types(), request.order());
    request.interruption().check();
    rows.emit(order.sorted(rows), result);
  }
}

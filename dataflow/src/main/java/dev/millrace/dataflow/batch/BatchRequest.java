package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.function.Environment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One query to run.
///
/// @param order the outermost ORDER BY, over columns of the plan's result; empty: any order
/// @param millis what mz_now() is
/// @param environment for catalog functions; null where none may occur
public record BatchRequest(
    Plan plan,
    List<SortKey> order,
    CollectionReader reader,
    long millis,
    @Nullable Environment environment,
    Limits limits,
    Interruption interruption) {

  public BatchRequest {
    order = List.copyOf(order);
  }
}

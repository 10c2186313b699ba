package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bound query: its rows and which of their columns are its result. LIMIT and OFFSET are kept
/// apart, because the outermost ones cut the sorted result instead of the rows.
///
/// @param order its ORDER BY, maybe over columns that are not in the result
public record BoundQuery(
    Rel rel, List<Output> outputs, List<Order> order, @Nullable Long limit, long offset) {

  /// A column of the result.
  public record Output(String name, ColumnRef column) {}

  public BoundQuery {
    outputs = List.copyOf(outputs);
    order = List.copyOf(order);
  }

  public static BoundQuery of(Rel rel, List<Output> outputs) {
    return new BoundQuery(rel, outputs, List.of(), null, 0);
  }

  public List<ColumnRef> columns() {
    return outputs.stream().map(Output::column).toList();
  }

  public List<String> names() {
    return outputs.stream().map(Output::name).toList();
  }

  public boolean isLimited() {
    return limit != null || offset > 0;
  }

  /// The rows after LIMIT and OFFSET; without them ORDER BY does not matter.
  public Rel rows() {
    return isLimited() ? new Rel.TopK(rel, List.of(), order, limit, offset) : rel;
  }
}

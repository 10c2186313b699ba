package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bound query: its rows and which of their columns are its result. LIMIT and OFFSET are kept
/// apart, because the outermost ones cut the sorted result instead of the rows.
///
/// @param cut LIMIT and OFFSET if they are no constants; `limit` and `offset` are not set then
/// @param order its ORDER BY, maybe over columns that are not in the result
public record BoundQuery(
    Rel rel,
    List<Output> outputs,
    List<Order> order,
    @Nullable Long limit,
    long offset,
    @Nullable Cut cut) {

  /// A LIMIT and OFFSET known only when the query runs; type bigint, null where not written.
  ///
  /// @param rows what they leave of the query's rows
  public record Cut(@Nullable Scalar limit, @Nullable Scalar offset, Rel rows) {}

  /// A column of the result.
  ///
  /// @param isUntyped if it is a literal without a type, taken for text for want of anything better
  public record Output(String name, ColumnRef column, boolean isUntyped, Origin origin) {
    /// A column of a certain type that is computed.
    public Output(String name, ColumnRef column) {
      this(name, column, false, Origin.NONE);
    }

    /// A column of a certain type.
    public Output(String name, ColumnRef column, Origin origin) {
      this(name, column, false, origin);
    }
  }

  public BoundQuery {
    outputs = List.copyOf(outputs);
    order = List.copyOf(order);
  }

  /// A query without order and limits.
  public static BoundQuery of(Rel rel, List<Output> outputs) {
    return new BoundQuery(rel, outputs, List.of(), null, 0, null);
  }

  /// The columns of the result, in order.
  public List<ColumnRef> columns() {
    return outputs.stream().map(Output::column).toList();
  }

  /// The names of the result, in order.
  public List<String> names() {
    return outputs.stream().map(Output::name).toList();
  }

  /// True if LIMIT or OFFSET is set.
  public boolean isLimited() {
    return limit != null || offset > 0 || cut != null;
  }

  /// The rows after LIMIT and OFFSET; without them ORDER BY does not matter.
  public Rel rows() {
    if (cut != null) {
      return cut.rows;
    }
    return isLimited() ? new Rel.TopK(rel, List.of(), order, limit, offset) : rel;
  }
}

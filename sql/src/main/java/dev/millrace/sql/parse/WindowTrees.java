package dev.millrace.sql.parse;

import dev.millrace.sql.parse.node.WindowNode;
import dev.millrace.sql.parse.node.WindowNode.Bound;
import dev.millrace.sql.parse.node.WindowNode.BoundKind;
import dev.millrace.sql.parse.node.WindowNode.Exclusion;
import dev.millrace.sql.parse.node.WindowNode.Frame;
import dev.millrace.sql.parse.node.WindowNode.Unit;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// Builds windows and their frames.
final class WindowTrees {

  private WindowTrees() {}

  static WindowNode windowReference(SqlToken name) {
    return new WindowNode(
        "", name.text, SqlNodeList.EMPTY, SqlNodeList.EMPTY, null, Positions.of(name));
  }

  static WindowNode window(
      @Nullable SqlToken reference,
      SqlNodeList partitionBy,
      SqlNodeList orderBy,
      @Nullable Frame frame,
      Token t) {
    String start = reference == null ? "" : reference.text;
    return new WindowNode("", start, partitionBy, orderBy, frame, Positions.of(t));
  }

  static Frame frame(SqlToken unit, Bound start, Bound end, Exclusion exclusion) {
    Unit kind =
        switch (unit.text) {
          case "rows" -> Unit.ROWS;
          case "range" -> Unit.RANGE;
          default -> Unit.GROUPS;
        };
    return new Frame(kind, start, end, exclusion);
  }

  static Bound currentRow() {
    return new Bound(BoundKind.CURRENT_ROW, null);
  }

  /// A bound with an offset, or unbounded without one.
  static Bound bound(@Nullable SqlNode offset, boolean isPreceding) {
    if (offset == null) {
      return new Bound(
          isPreceding ? BoundKind.UNBOUNDED_PRECEDING : BoundKind.UNBOUNDED_FOLLOWING, null);
    }
    return new Bound(isPreceding ? BoundKind.PRECEDING : BoundKind.FOLLOWING, offset);
  }
}

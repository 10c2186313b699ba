package dev.millrace.sql.parse.node;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// A window: what stands behind `OVER`, or one entry of a `WINDOW` clause (then it has a name).
public final class WindowNode extends LeafNode {

  private final String name;
  private final String reference;
  private final SqlNodeList partitionBy;
  private final SqlNodeList orderBy;
  private final @Nullable Frame frame;

  /// @param name in the WINDOW clause, otherwise empty
  /// @param reference to a named window that this one extends or, in `OVER w`, is; or empty
  public WindowNode(
      String name,
      String reference,
      SqlNodeList partitionBy,
      SqlNodeList orderBy,
      @Nullable Frame frame,
      SqlParserPos position) {
    super(position);
    this.name = name;
    this.reference = reference;
    this.partitionBy = partitionBy;
    this.orderBy = orderBy;
    this.frame = frame;
  }

  /// The same window under the name a WINDOW clause gives it.
  public WindowNode named(String name) {
    return new WindowNode(name, reference, partitionBy, orderBy, frame, getParserPosition());
  }

  @Override
  String text() {
    return "WINDOW["
        + String.join(" ", name, reference)
        + " PARTITION BY "
        + partitionBy.getList()
        + " ORDER BY "
        + orderBy.getList()
        + (frame == null ? "" : " " + frame)
        + "]";
  }

  /// The name given by a WINDOW clause, or empty.
  public String name() {
    return name;
  }

  /// The named window this one starts from, or empty.
  public String reference() {
    return reference;
  }

  /// The expressions of PARTITION BY.
  public SqlNodeList partitionBy() {
    return partitionBy;
  }

  /// The order items of ORDER BY.
  public SqlNodeList orderBy() {
    return orderBy;
  }

  /// The frame if one is written.
  public @Nullable Frame frame() {
    return frame;
  }

  /// How a frame counts.
  public enum Unit {
    ROWS,
    RANGE,
    GROUPS
  }

  /// What one end of a frame refers to.
  public enum BoundKind {
    UNBOUNDED_PRECEDING,
    PRECEDING,
    CURRENT_ROW,
    FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  /// Which rows a frame leaves out again.
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /// One end of a frame; the offset belongs to PRECEDING and FOLLOWING.
  public record Bound(BoundKind kind, @Nullable SqlNode offset) {}

  /// A frame; a short form without BETWEEN ends at the current row.
  public record Frame(Unit unit, Bound start, Bound end, Exclusion exclusion) {}
}

package dev.millrace.sql.parse.node;

import dev.millrace.sql.statement.Option;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// One SELECT with PostgreSQL's `DISTINCT ON` and Materialize's `OPTIONS`. Windows are ours, so
/// Calcite's own window list stays empty.
public final class SelectNode extends SqlSelect {

  private final Parts parts;

  /// A SELECT made of its clauses.
  public SelectNode(Parts parts, SqlParserPos position) {
    super(
        position,
        parts.isDistinct
            ? SqlNodeList.of(SqlSelectKeyword.DISTINCT.symbol(position))
            : SqlNodeList.EMPTY,
        parts.items,
        parts.from,
        parts.where,
        parts.groupBy,
        parts.having,
        SqlNodeList.EMPTY,
        parts.qualify,
        null,
        null,
        null,
        SqlNodeList.EMPTY);
    this.parts = parts;
  }

  /// The expressions of DISTINCT ON, or empty.
  public SqlNodeList distinctOn() {
    return parts.distinctOn;
  }

  /// The windows named by the WINDOW clause.
  public List<WindowNode> windows() {
    return List.copyOf(parts.windows);
  }

  /// The options of `OPTIONS (…)`.
  public List<Option> options() {
    return List.copyOf(parts.options);
  }

  /// The clauses while the grammar collects them; used by one parse, then left alone.
  public static final class Parts {
    public boolean isDistinct;
    public SqlNodeList distinctOn = SqlNodeList.EMPTY;
    public SqlNodeList items = SqlNodeList.EMPTY;
    public @Nullable SqlNode from;
    public @Nullable SqlNode where;
    public @Nullable SqlNodeList groupBy;
    public @Nullable SqlNode having;
    public @Nullable SqlNode qualify;
    public List<WindowNode> windows = List.of();
    public List<Option> options = List.of();
  }
}

package dev.millrace.sql.parse.node;

import dev.millrace.sql.statement.ColumnSpec;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;

/// A function, or several in step, as an item of FROM. Its alias is an `AS` call around it.
public final class TableFunctionNode extends LeafNode {

  private final List<FunctionCall> functions;
  private final boolean isRowsFrom;
  private final boolean isLateral;
  private final boolean withOrdinality;
  private final List<ColumnSpec> columnDefinitions;

  /// @param columnDefinitions of `f() AS t (a int, b text)`, usually empty
  public TableFunctionNode(
      List<FunctionCall> functions,
      boolean isRowsFrom,
      boolean isLateral,
      boolean withOrdinality,
      List<ColumnSpec> columnDefinitions,
      SqlParserPos position) {
    super(position);
    this.functions = List.copyOf(functions);
    this.isRowsFrom = isRowsFrom;
    this.isLateral = isLateral;
    this.withOrdinality = withOrdinality;
    this.columnDefinitions = List.copyOf(columnDefinitions);
  }

  /// The same item with the columns its alias defines.
  public TableFunctionNode withColumns(List<ColumnSpec> definitions) {
    return new TableFunctionNode(
        functions, isRowsFrom, isLateral, withOrdinality, definitions, getParserPosition());
  }

  @Override
  String text() {
    return (isLateral ? "LATERAL " : "")
        + (isRowsFrom ? "ROWS FROM " : "")
        + functions
        + (withOrdinality ? " WITH ORDINALITY" : "")
        + (columnDefinitions.isEmpty() ? "" : " " + columnDefinitions);
  }

  /// One function, or as many as `ROWS FROM` lists.
  public List<FunctionCall> functions() {
    return functions;
  }

  /// True for the `ROWS FROM (…)` form.
  public boolean isRowsFrom() {
    return isRowsFrom;
  }

  /// True if LATERAL was written; a function may refer to its left side without it.
  public boolean isLateral() {
    return isLateral;
  }

  /// True if a last column numbers the rows.
  public boolean withOrdinality() {
    return withOrdinality;
  }

  /// The columns with types that the alias defines, usually none.
  public List<ColumnSpec> columnDefinitions() {
    return columnDefinitions;
  }
}

package dev.millrace.sql.parse.node;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/// A node of ours that Calcite's visitors cannot look into: to them it is a call without operands.
/// Match it by its type. Calcite does not validate it.
public abstract sealed class LeafNode extends SqlCall
    permits TypeNode, WindowNode, TableFunctionNode, MutuallyRecursiveNode, ShowNode {

  private static final SqlOperator OPERATOR = new SpellingOperator.Named("NODE");

  LeafNode(SqlParserPos position) {
    super(position);
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public SqlKind getKind() {
    return SqlKind.OTHER;
  }

  @Override
  public final void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
    writer.print(text());
  }

  /// For people who debug; nothing parses it again.
  abstract String text();

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }
}

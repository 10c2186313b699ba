package dev.millrace.sql.parse.node;

import dev.millrace.sql.statement.Statement;
import org.apache.calcite.sql.parser.SqlParserPos;

/// `(SHOW …)` as an item of FROM.
public final class ShowNode extends LeafNode {

  private final Statement statement;

  /// A SHOW statement standing where a query may stand.
  public ShowNode(Statement statement, SqlParserPos position) {
    super(position);
    this.statement = statement;
  }

  @Override
  String text() {
    return statement.toString();
  }

  /// The SHOW statement.
  public Statement statement() {
    return statement;
  }
}

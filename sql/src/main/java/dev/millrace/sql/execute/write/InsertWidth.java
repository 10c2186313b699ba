package dev.millrace.sql.execute.write;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.Query;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/// INSERT with a list of columns wants a value for each of them.
final class InsertWidth {

  private InsertWidth() {}

  static void check(Query source, int named) {
    SqlNode node = source.node();
    if (node.getKind() == SqlKind.VALUES && node instanceof SqlBasicCall values) {
      SqlBasicCall first = (SqlBasicCall) values.getOperandList().getFirst();
      if (first.getOperandList().size() < named) {
        throw DatabaseException.at(
            source.position(),
            SqlState.SYNTAX_ERROR,
            "INSERT has more target columns than expressions");
      }
    }
  }
}

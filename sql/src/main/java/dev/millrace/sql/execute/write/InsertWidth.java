package dev.millrace.sql.execute.write;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.Query;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/// INSERT with a list of columns wants a value for each of them.
final class InsertWidth {

  private InsertWidth() {}

  static void check(Query source, List<ColumnName> named) {
    SqlNode node = source.node();
    if (node.getKind() == SqlKind.VALUES && node instanceof SqlBasicCall values) {
      SqlBasicCall first = (SqlBasicCall) values.getOperandList().getFirst();
      int width = first.getOperandList().size();
      if (width < named.size()) {
        throw DatabaseException.at(
            named.get(width).position(),
            SqlState.SYNTAX_ERROR,
            "INSERT has more target columns than expressions");
      }
    }
  }
}

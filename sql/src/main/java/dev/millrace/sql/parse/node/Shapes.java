package dev.millrace.sql.parse.node;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// The operators of constructs that Calcite has none for, and questions about nodes that more than
/// one reader asks. `dev.millrace.sql.parse` lists what stands for what.
public final class Shapes {

  /// `x[i]`: operands x and i.
  public static final SqlOperator SUBSCRIPT = new SpellingOperator.Named("SUBSCRIPT");

  /// `x[a:b]`: operands x, a and b; see [#isAbsent].
  public static final SqlOperator SLICE = new SpellingOperator.Named("SLICE");

  /// `(x).f` and `(x).*`: operands x and an identifier.
  public static final SqlOperator FIELD = new SpellingOperator.Named("FIELD");

  /// `x COLLATE c`: operands x and an identifier.
  public static final SqlOperator COLLATE = new SpellingOperator.Named("COLLATE");

  /// `LIST[…]`: the elements.
  public static final SqlOperator LIST = new SpellingOperator.Named("LIST");

  /// `LIST(query)`: one operand.
  public static final SqlOperator LIST_QUERY = new SpellingOperator.Named("LIST QUERY");

  /// `MAP(query)`: one operand.
  public static final SqlOperator MAP_QUERY = new SpellingOperator.Named("MAP QUERY");

  /// `name => value` as an argument: operands identifier and value.
  public static final SqlOperator NAMED = new SpellingOperator.Named("=>");

  /// `FETCH FIRST n ROWS WITH TIES`, where a limit stands: operand n.
  public static final SqlOperator WITH_TIES = new SpellingOperator.Named("WITH TIES");

  private Shapes() {}

  /// A call of any operator.
  public static SqlCall call(SqlOperator operator, SqlParserPos position, SqlNode... operands) {
    return new SqlBasicCall(operator, operands, position);
  }

  /// What stands where an optional operand was not written.
  public static SqlLiteral absent() {
    return SqlLiteral.createNull(SqlParserPos.ZERO);
  }

  /// True for [#absent()].
  public static boolean isAbsent(@Nullable SqlNode node) {
    return node instanceof SqlLiteral && node.getParserPosition() == SqlParserPos.ZERO;
  }

  /// True if the node is a query and not an expression (a scalar sub-query is an expression).
  public static boolean isQuery(SqlNode node) {
    if (node instanceof SqlSelect
        || node instanceof SqlOrderBy
        || node instanceof SqlWith
        || node instanceof MutuallyRecursiveNode) {
      return true;
    }
    return switch (node.getKind()) {
      case UNION, INTERSECT, EXCEPT, VALUES, EXPLICIT_TABLE -> true;
      default -> false;
    };
  }
}

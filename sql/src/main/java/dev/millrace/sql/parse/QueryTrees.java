package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.parse.node.TableFunctionNode;
import dev.millrace.sql.statement.ColumnSpec;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Builds the nodes of queries and of what stands in FROM.
final class QueryTrees {

  private QueryTrees() {}

  static SqlNode with(List<SqlNode> items, SqlNode body, Token t) {
    SqlParserPos position = Positions.of(t);
    if (body instanceof SqlWith) {
      throw DatabaseException.at(
          Positions.character(body), SqlState.SYNTAX_ERROR, "multiple WITH clauses not allowed");
    }
    return new SqlWith(position, new SqlNodeList(items, position), body);
  }

  static SqlNode withItem(
      SqlIdentifier name, List<ColumnName> columns, SqlNode query, boolean isRecursive) {
    SqlParserPos position = name.getParserPosition();
    return new SqlWithItem(
        position,
        name,
        columns.isEmpty() ? null : identifiers(columns),
        query,
        SqlLiteral.createBoolean(isRecursive, position));
  }

  private static SqlNodeList identifiers(List<ColumnName> columns) {
    List<SqlNode> list = new ArrayList<>();
    for (ColumnName column : columns) {
      list.add(new SqlIdentifier(column.name(), Positions.at(column.position())));
    }
    return new SqlNodeList(list, Positions.at(columns.getFirst().position()));
  }

  static SqlNode setOperation(SqlNode left, SqlNode right, Token t, boolean isAll) {
    SqlOperator operator =
        switch (t.kind) {
          case MillraceParserConstants.UNION ->
              isAll ? SqlStdOperatorTable.UNION_ALL : SqlStdOperatorTable.UNION;
          case MillraceParserConstants.EXCEPT ->
              isAll ? SqlStdOperatorTable.EXCEPT_ALL : SqlStdOperatorTable.EXCEPT;
          default -> isAll ? SqlStdOperatorTable.INTERSECT_ALL : SqlStdOperatorTable.INTERSECT;
        };
    return Shapes.call(operator, Positions.of(t), left, right);
  }

  static SqlNode table(ObjectName name, Token t) {
    return Shapes.call(SqlStdOperatorTable.EXPLICIT_TABLE, Positions.of(t), Trees.identifier(name));
  }

  static SqlNode values(List<SqlNode> rows, Token t) {
    return Shapes.call(SqlStdOperatorTable.VALUES, Positions.of(t), rows.toArray(new SqlNode[0]));
  }

  /// `FETCH FIRST ROW ONLY` without a count.
  static SqlNode one(Token t) {
    return SqlLiteral.createExactNumeric("1", Positions.of(t));
  }

  /// Words behind FOR that ask for row locks.
  static boolean isLock(String word) {
    return switch (word) {
      case "update", "share", "no", "key" -> true;
      default -> false;
    };
  }

  static SqlNode descending(SqlNode e, Token t) {
    return Shapes.call(SqlStdOperatorTable.DESC, Positions.of(t), e);
  }

  static SqlNode nullsFirst(SqlNode e, Token t) {
    return Shapes.call(SqlStdOperatorTable.NULLS_FIRST, Positions.of(t), e);
  }

  static SqlNode nullsLast(SqlNode e, Token t) {
    return Shapes.call(SqlStdOperatorTable.NULLS_LAST, Positions.of(t), e);
  }

  /// An index is unordered: the direction of a key is read and means nothing.
  static SqlNode withoutOrder(SqlNode e) {
    SqlNode key = e;
    while (isOrder(key)) {
      key = ((SqlCall) key).operand(0);
    }
    return key;
  }

  private static boolean isOrder(SqlNode e) {
    return switch (e.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> true;
      default -> false;
    };
  }

  static SqlNode emptyGroup(Token t) {
    return new SqlNodeList(List.of(), Positions.of(t));
  }

  static SqlNode rollup(SqlNodeList list, Token t) {
    return group(SqlStdOperatorTable.ROLLUP, list, t);
  }

  static SqlNode cube(SqlNodeList list, Token t) {
    return group(SqlStdOperatorTable.CUBE, list, t);
  }

  static SqlNode groupingSets(List<SqlNode> items, Token t) {
    return group(SqlStdOperatorTable.GROUPING_SETS, items, t);
  }

  private static SqlNode group(SqlOperator operator, List<SqlNode> items, Token t) {
    return Shapes.call(operator, Positions.of(t), items.toArray(new SqlNode[0]));
  }

  static SqlNode as(SqlNode e, SqlIdentifier alias) {
    return Shapes.call(SqlStdOperatorTable.AS, alias.getParserPosition(), e, alias);
  }

  static SqlNode as(SqlNode e, SqlIdentifier alias, List<ColumnName> columns) {
    if (columns.isEmpty()) {
      return as(e, alias);
    }
    List<SqlNode> operands = new ArrayList<>(List.of(e, alias));
    operands.addAll(identifiers(columns));
    return Shapes.call(
        SqlStdOperatorTable.AS, alias.getParserPosition(), operands.toArray(new SqlNode[0]));
  }

  // Joins.

  static SqlNode comma(SqlNode left, SqlNode right, Token t) {
    return join(left, right, JoinType.COMMA, false, JoinConditionType.NONE, null, t);
  }

  static SqlNode cross(SqlNode left, SqlNode right, Token t) {
    return join(left, right, JoinType.CROSS, false, JoinConditionType.NONE, null, t);
  }

  /// A join with a qualification; without one it must be natural.
  static SqlNode join(
      SqlNode left,
      SqlNode right,
      JoinType type,
      boolean isNatural,
      @Nullable SqlNode condition,
      @Nullable SqlNodeList columns,
      Token t) {
    if (condition != null) {
      return join(left, right, type, isNatural, JoinConditionType.ON, condition, t);
    }
    if (columns != null) {
      return join(left, right, type, isNatural, JoinConditionType.USING, columns, t);
    }
    return join(left, right, type, isNatural, JoinConditionType.NONE, null, t);
  }

  private static SqlNode join(
      SqlNode left,
      SqlNode right,
      JoinType type,
      boolean isNatural,
      JoinConditionType conditionType,
      @Nullable SqlNode condition,
      Token t) {
    SqlParserPos position = Positions.of(t);
    return new SqlJoin(
        position,
        left,
        SqlLiteral.createBoolean(isNatural, position),
        type.symbol(position),
        right,
        conditionType.symbol(position),
        condition);
  }

  static SqlNode lateral(SqlNode query, Token t) {
    return Shapes.call(SqlStdOperatorTable.LATERAL, Positions.of(t), query);
  }

  static SqlNode defineColumns(SqlNode e, List<ColumnSpec> definitions, Token t) {
    if (e instanceof TableFunctionNode function) {
      return function.withColumns(definitions);
    }
    throw DatabaseException.at(
        t.beginColumn, SqlState.SYNTAX_ERROR, "syntax error at or near \"(\"");
  }

  static SqlNode withTies(SqlNode count, Token t) {
    return Shapes.call(Shapes.WITH_TIES, Positions.of(t), count);
  }
}

package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.expression.OrderBinder.Item;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.FunctionCall.Arguments;
import dev.millrace.sql.parse.node.OperatorSymbol;
import dev.millrace.sql.parse.node.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// `rank(h) WITHIN GROUP (ORDER BY x)`: the place that a row of values `h` would have among the
/// rows. Written out as counts of the rows that sort before it. Pure functions of the syntax.
final class HypotheticalSets {

  private static final Set<String> NAMES =
      Set.of("rank", "dense_rank", "percent_rank", "cume_dist");

  private final FunctionCall call;
  private final SqlParserPos at;
  private final List<Item> items;

  private HypotheticalSets(FunctionCall call) {
    this.call = call;
    this.at = call.getParserPosition();
    this.items = CallShapes.withinGroup(call);
  }

  /// True for calls of this kind.
  static boolean isOne(FunctionCall call, String name) {
    return NAMES.contains(name) && !call.withinGroup().isEmpty();
  }

  /// The call in other words.
  static SqlNode expand(FunctionCall call, String name) {
    HypotheticalSets set = new HypotheticalSets(call);
    set.check(name);
    return set.grouped(set.value(name));
  }

  private SqlNode value(String name) {
    SqlNode one = number("1");
    return switch (name) {
      case "rank" -> operator("+", one, count(before(0, false)));
      case "dense_rank" -> operator("+", one, countDistinct());
      case "cume_dist" ->
          operator(
              "/",
              fraction(operator("+", one, count(before(0, true)))),
              operator("+", one, count(null)));
      default -> {
        SqlNode place = operator("/", fraction(count(before(0, false))), count(null));
        SqlNode isEmpty = operator("=", count(null), number("0"));
        yield choice(isEmpty, fraction(number("0")), place);
      }
    };
  }

  /// The value, with the arguments named outside of aggregates, where only grouped columns may be.
  private SqlNode grouped(SqlNode value) {
    SqlNode all = value;
    for (SqlNode argument : call.arguments()) {
      if (!(argument instanceof SqlLiteral)) {
        all = choice(shape(SqlStdOperatorTable.IS_NULL, argument), all, all);
      }
    }
    return all;
  }

  private SqlNode choice(SqlNode condition, SqlNode yes, SqlNode no) {
    return new SqlCase(at, null, SqlNodeList.of(condition), SqlNodeList.of(yes), no);
  }

  private void check(String name) {
    if (call.isDistinct()) {
      throw DatabaseException.at(
          position(call), SqlState.SYNTAX_ERROR, "cannot use DISTINCT with WITHIN GROUP");
    }
    if (call.arguments().size() != items.size()) {
      throw DatabaseException.at(
              position(call),
              SqlState.UNDEFINED_FUNCTION,
              "function " + name + " does not exist with these arguments")
          .withHint(
              "To use the hypothetical-set aggregate "
                  + name
                  + ", the number of hypothetical direct arguments (here "
                  + call.arguments().size()
                  + ") must match the number of ordering columns (here "
                  + items.size()
                  + ").");
    }
  }

  /// Whether a row sorts before the values from the i-th column on, or, if `orSame`, is like them.
  private SqlNode before(int i, boolean orSame) {
    if (i == items.size()) {
      return SqlLiteral.createBoolean(orSame, at);
    }
    Item item = items.get(i);
    SqlNode x = item.node();
    SqlNode h = call.arguments().get(i);
    SqlNode nullSide = item.isNullsFirst() ? x : h;
    SqlNode otherSide = item.isNullsFirst() ? h : x;
    SqlNode isNullBefore =
        shape(
            SqlStdOperatorTable.AND,
            shape(SqlStdOperatorTable.IS_NULL, nullSide),
            shape(SqlStdOperatorTable.IS_NOT_NULL, otherSide));
    SqlNode isBefore =
        shape(
            SqlStdOperatorTable.OR, operator(item.isDescending() ? ">" : "<", x, h), isNullBefore);
    SqlNode isSame =
        shape(
            SqlStdOperatorTable.AND,
            shape(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, x, h),
            before(i + 1, orSame));
    return shape(SqlStdOperatorTable.OR, isBefore, isSame);
  }

  /// The rows for which the condition is true; all without one.
  private SqlNode count(@Nullable SqlNode condition) {
    return filtered(FunctionCall.of("count", at, SqlLiteral.createBoolean(true, at)), condition);
  }

  /// The different rows before the values.
  private SqlNode countDistinct() {
    SqlNode[] columns = items.stream().map(Item::node).toArray(SqlNode[]::new);
    SqlNode row = shape(SqlStdOperatorTable.ROW, columns);
    Arguments distinct = new Arguments(List.of(row), false, true, false, SqlNodeList.EMPTY);
    FunctionCall count = FunctionCall.of(new SqlIdentifier("count", at), distinct);
    return filtered(count, before(0, false));
  }

  private SqlNode filtered(FunctionCall count, @Nullable SqlNode condition) {
    List<SqlNode> conditions = new ArrayList<>();
    SqlNode filter = call.filter();
    if (filter != null) {
      conditions.add(filter);
    }
    if (condition != null) {
      conditions.add(condition);
    }
    if (conditions.isEmpty()) {
      return count;
    }
    return count.filter(
        conditions.size() == 1
            ? conditions.getFirst()
            : shape(SqlStdOperatorTable.AND, conditions.get(0), conditions.get(1)));
  }

  private SqlNode fraction(SqlNode number) {
    return FunctionCall.of("float8", at, number);
  }

  private SqlNode number(String digits) {
    return SqlLiteral.createExactNumeric(digits, at);
  }

  private SqlNode operator(String symbol, SqlNode left, SqlNode right) {
    return shape(new OperatorSymbol(symbol, ""), left, right);
  }

  private SqlNode shape(SqlOperator operator, SqlNode... operands) {
    return Shapes.call(operator, at, operands);
  }
}

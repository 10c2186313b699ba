package dev.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.OperatorSymbol;
import dev.millrace.sql.parse.node.SelectNode;
import dev.millrace.sql.statement.CreateStatement.CreateView;
import dev.millrace.sql.statement.QueryStatement.Select;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.junit.jupiter.api.Test;

final class ParserTest {

  @Test
  void aStringHoldsManyStatementsAndEmptyOnesAreDropped() {
    List<ParsedStatement> list = Parser.parse(";;  select 1 ;; -- nothing\n select $2, '2;3';");
    assertThat(list)
        .extracting(ParsedStatement::text)
        .containsExactly("select 1", "select $2, '2;3'");
    assertThat(list).extracting(ParsedStatement::offset).containsExactly(4, 28);
    assertThat(list).extracting(ParsedStatement::parameterCount).containsExactly(0, 2);
  }

  @Test
  void unquotedNamesFoldAndQuotedNamesStay() {
    SqlIdentifier name = (SqlIdentifier) Parser.parseExpression("Foo.\"Bar\"\"s\".BAZ");
    assertThat(name.names).containsExactly("foo", "Bar\"s", "baz");
    assertThat(Positions.character(name.getComponentParserPosition(2))).isEqualTo(14);
  }

  @Test
  void anOperatorStandsWhereItIsWritten() {
    SqlCall call = (SqlCall) Parser.parseExpression("1.50 + $3 * -2");
    assertThat(((OperatorSymbol) call.getOperator()).symbol()).isEqualTo("+");
    assertThat(Positions.character(call)).isEqualTo(6);
    assertThat(((SqlNumericLiteral) call.operand(0)).bigDecimalValue()).hasToString("1.50");
    SqlCall product = call.operand(1);
    assertThat(((SqlDynamicParam) product.operand(0)).getIndex()).isEqualTo(2);
    assertThat(((SqlNumericLiteral) product.operand(1)).bigDecimalValue()).hasToString("-2");
  }

  @Test
  void anAggregateKeepsEverythingBehindItsParentheses() {
    FunctionCall call =
        (FunctionCall)
            Parser.parseExpression(
                "string_agg(distinct a, ',' order by b desc) filter (where c) over w");
    assertThat(call.isDistinct()).isTrue();
    assertThat(call.arguments()).hasSize(2);
    assertThat(call.orderBy()).hasSize(1);
    assertThat(call.filter()).isNotNull();
    assertThat(call.over().reference()).isEqualTo("w");
  }

  @Test
  void aViewKeepsTheTextOfItsQuery() {
    CreateView view =
        (CreateView)
            Parser.parse("create view v as  select /* why */ 1 ; select 2").getFirst().statement();
    assertThat(view.query().text()).isEqualTo("select /* why */ 1");
    assertThat(view.query().position()).isEqualTo(19);
  }

  @Test
  void wordsThatPostgresDoesNotReserveAreNames() {
    for (String word :
        List.of(
            "source",
            "data",
            "value",
            "type",
            "key",
            "timestamp",
            "date",
            "time",
            "year",
            "name",
            "interval",
            "position",
            "row",
            "values",
            "cluster",
            "text",
            "count",
            "list",
            "map")) {
      SqlNode node =
          ((Select)
                  Parser.parse("select " + word + ", t." + word + " from t as " + word)
                      .getFirst()
                      .statement())
              .query()
              .node();
      assertThat(((SelectNode) node).getSelectList()).hasSize(2);
    }
  }

  @Test
  void positionsCountCharactersAndNotUtf16Units() {
    DatabaseException e = failure("select '\uD83D\uDE00' 'x");
    assertThat(e.position()).isEqualTo(12);
  }

  @Test
  void deepNestingIsRefusedAndNotABug() {
    DatabaseException e = failure("select " + "(".repeat(20_000) + "1" + ")".repeat(20_000));
    assertThat(e.state()).isEqualTo(SqlState.STATEMENT_TOO_COMPLEX);
  }

  private static DatabaseException failure(String sql) {
    DatabaseException e = catchThrowableOfType(DatabaseException.class, () -> Parser.parse(sql));
    assertThat(e).describedAs(sql).isNotNull();
    return e;
  }
}

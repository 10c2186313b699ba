package dev.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What INSERT, UPDATE and DELETE read.
final class WritesTest {

  private static final List<InsertColumn> COLUMNS =
      List.of(
          new InsertColumn("a", ScalarType.INT4, null),
          new InsertColumn("b", ScalarType.TEXT, new Literal(Slice.utf8("none"), ScalarType.TEXT)));

  private static Workbench workbench() {
    return new Workbench()
        .table("t", "a int4, b text", "1|x", "2|y", "2|y", "3|NULL")
        .table("s", "a int4, c text", "2|p", "2|q", "3|r");
  }

  private static Statement parse(String sql) {
    return Parser.parse(sql).getFirst().statement();
  }

  private static List<String> insert(String sql) {
    Workbench workbench = workbench();
    DataStatement.Insert insert = (DataStatement.Insert) parse(sql);
    return workbench.run(
        Workbench.BINDER
            .insert(
                java.util.Objects.requireNonNull(insert.source()).node(),
                new Binder.InsertRequest(insert, COLUMNS, COLUMNS.size(), COLUMNS),
                workbench.request(BindMode.ONE_SHOT))
            .source());
  }

  private static List<String> update(String sql) {
    Workbench workbench = workbench();
    return workbench.run(
        Workbench.BINDER
            .update(
                (DataStatement.Update) parse(sql), COLUMNS, workbench.request(BindMode.ONE_SHOT))
            .rows());
  }

  private static List<String> delete(String sql) {
    Workbench workbench = workbench();
    return workbench.run(
        Workbench.BINDER
            .delete((DataStatement.Delete) parse(sql), workbench.request(BindMode.ONE_SHOT))
            .rows());
  }

  @Test
  void valuesAreReadAsTheColumnTheyGoTo() {
    assertThat(insert("insert into t values ('7', 5), (8, default), (9, null)"))
        .containsExactly("7|5", "8|none", "9|NULL");
  }

  @Test
  void missingColumnsGetTheirDefaults() {
    assertThat(insert("insert into t values (7), (8)")).containsExactly("7|none", "8|none");
    assertThat(insert("insert into t select a from s where a = 3")).containsExactly("3|none");
  }

  @Test
  void anUntypedLiteralOfASelectTakesTheColumnsType() {
    assertThat(insert("insert into t select '4', 'z'")).containsExactly("4|z");
    assertThat(insert("insert into t select null, 'z' union all select '5', 'y'"))
        .containsExactly("5|y", "NULL|z");
  }

  @Test
  void aValueOfAnotherTypeIsRefusedByTheColumnsName() {
    assertThatThrownBy(() -> insert("insert into t values (true, 'x')"))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.DATATYPE_MISMATCH);
              assertThat(e.message())
                  .isEqualTo("column \"a\" is of type integer but expression is of type boolean");
              assertThat(e.position()).isEqualTo(23);
            });
  }

  @Test
  void moreValuesThanColumnsAreRefused() {
    assertThatThrownBy(() -> insert("insert into t values (1, 'x', 2)"))
        .hasMessage("INSERT has more expressions than target columns");
  }

  @Test
  void anUpdateGivesTheOldRowAndTheNew() {
    assertThat(update("update t set b = b || '!', a = a + 10 where a >= 2"))
        .containsExactly("2|y|12|y!", "2|y|12|y!", "3|NULL|13|NULL");
  }

  @Test
  void anUpdateFromSeveralMatchesTakesOneAndKeepsEqualRowsApart() {
    List<String> rows = update("update t set b = s.c from s where s.a = t.a and s.c < 'q'");
    assertThat(rows).containsExactly("2|y|2|p", "2|y|2|p");
    assertThat(update("update t set b = s.c from s where s.a = t.a"))
        .hasSize(3)
        .contains("3|NULL|3|r");
  }

  @Test
  void anUpdateMayReadASubquery() {
    assertThat(update("update t set a = (select max(a) from s), b = default where b is null"))
        .containsExactly("3|NULL|3|none");
  }

  @Test
  void anUpdateOfAColumnThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> update("update t set nope = 1"))
        .hasMessage("column \"nope\" of relation \"t\" does not exist");
    assertThatThrownBy(() -> update("update t set a = 1, a = 2"))
        .hasMessage("multiple assignments to same column \"a\"");
  }

  @Test
  void aDeleteGivesTheRowsToTakeOut() {
    assertThat(delete("delete from t where a = 2")).containsExactly("2|y", "2|y");
    assertThat(delete("delete from t using s where s.a = t.a and s.c = 'r'"))
        .containsExactly("3|NULL");
    assertThat(delete("delete from t as x where not exists (select 1 from s where s.a = x.a)"))
        .containsExactly("1|x");
  }
}

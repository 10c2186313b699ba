package dev.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Statements too large to be planned are refused, large ones are not.
final class LimitsTest {

  private static Workbench workbench() {
    return new Workbench().table("t", "a int4", "1", "2");
  }

  @Test
  void withQueriesThatDoubleAtEachStepAreRefused() {
    StringBuilder query = new StringBuilder("with q0 as (select a from t)");
    for (int i = 1; i < 40; i++) {
      query.append(", q").append(i).append(" as (select x.a from q").append(i - 1);
      query.append(" x, q").append(i - 1).append(" y)");
    }
    query.append(" select * from q39");
    assertThatThrownBy(() -> workbench().query(query.toString()))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.STATEMENT_TOO_COMPLEX));
  }

  @Test
  void aLongInListIsAnswered() {
    String list =
        IntStream.range(2, 2_000).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    assertThat(workbench().query("select a from t where a in (" + list + ")")).containsExactly("2");
  }

  @Test
  void aLongDisjunctionIsAnswered() {
    String either =
        IntStream.range(2, 2_000).mapToObj(i -> "a = " + i).collect(Collectors.joining(" or "));
    assertThat(workbench().query("select a from t where " + either)).containsExactly("2");
  }
}

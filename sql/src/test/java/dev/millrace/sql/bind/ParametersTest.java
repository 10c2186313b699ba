package dev.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The types of parameters, and plans with their values.
final class ParametersTest {

  private static Workbench workbench() {
    return new Workbench()
        .table(
            "t",
            "a int4, b text, n numeric, ts timestamp",
            "1|x|1.5|2020-01-01",
            "2|y|2|2021-01-01");
  }

  private static List<String> types(String query) {
    return workbench().bind(query, BindMode.ONE_SHOT).parameters().stream()
        .map(SqlType::displayName)
        .toList();
  }

  private static List<String> run(String query, @Nullable Object... values) {
    Workbench workbench = workbench();
    Bound bound = workbench.bind(query, BindMode.ONE_SHOT);
    Plan plan = bound.withParameters(Arrays.asList(values));
    return workbench.run(new Bound(plan, bound.columns(), bound.order(), List.of()));
  }

  @Test
  void aParameterTakesTheTypeOfWhatItIsComparedWith() {
    assertThat(types("select a from t where a = $1 and b like $2 and n > $3 and ts < $4"))
        .containsExactly("integer", "text", "numeric", "timestamp without time zone");
  }

  @Test
  void theFirstUseDecidesAndLaterOnesAreCast() {
    assertThat(types("select a from t where a = $1 and n = $1")).containsExactly("integer");
  }

  @Test
  void aCastSaysTheType() {
    assertThat(types("select $1::int8 + 1, coalesce($2, 1.5), $3"))
        .containsExactly("bigint", "numeric", "text");
  }

  @Test
  void limitsAreBigints() {
    assertThat(types("select a from t order by a limit $1 offset $2"))
        .containsExactly("bigint", "bigint");
    assertThat(run("select a from t order by a limit $1 offset $2", 1L, 1L)).containsExactly("2");
    assertThat(run("select a from t order by a limit $1", new Object[] {null}))
        .containsExactly("1", "2");
  }

  @Test
  void limitsOfInnerQueriesMayBeParameters() {
    assertThat(run("select a from (select a from t order by a limit $1 offset $2) q", 1L, 1L))
        .containsExactly("2");
    assertThat(run("select a from t where a in (select a from t order by a limit $1)", 1L))
        .containsExactly("1");
    assertThat(run("select a from t order by a fetch first $1 rows with ties", 1L))
        .containsExactly("1");
  }

  @Test
  void aNegativeLimitIsRefusedWhenItIsKnown() {
    assertThatThrownBy(() -> run("select a from t limit $1", -1L))
        .hasMessage("LIMIT must not be negative");
  }

  @Test
  void aParameterNobodyUsesHasNoType() {
    assertThatThrownBy(() -> types("select a from t where a = $2"))
        .hasMessage("could not determine data type of parameter $1");
  }

  @Test
  void valuesStandWhereParametersStood() {
    assertThat(run("select b from t where a = $1 or b = $2", 1, null)).containsExactly("x");
  }
}

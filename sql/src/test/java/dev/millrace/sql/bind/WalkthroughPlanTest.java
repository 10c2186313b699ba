package dev.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.codec.PlanPrinter;
import dev.millrace.model.error.DatabaseException;
import org.junit.jupiter.api.Test;

/// The tutorial's views, bound to be maintained.
final class WalkthroughPlanTest {

  private static Workbench workbench() {
    return new Workbench()
        .table("users", "id int4, email text, ts timestamp")
        .table("items", "id int4, material text, description text")
        .table("purchases", "id int4, user_id int4, item_ids text, total text, ts timestamp")
        .view(
            "recent",
            "select id, user_id, total, ts from purchases "
                + "where mz_now() >= ts and mz_now() <= ts + interval '1m'")
        .view(
            "totals",
            "select u.id as user_id, list_agg(p.id) as purchase_ids, "
                + "sum(cast(p.total as numeric)) as total_last_min "
                + "from users as u join purchases as p on u.id = p.user_id "
                + "where mz_now() >= p.ts and mz_now() <= p.ts + interval '1m' group by u.id");
  }

  @Test
  void aTemporalConditionMovesBelowTheJoinAndBecomesBounds() {
    Bound bound = workbench().bind("select * from totals", BindMode.MAINTAINED);
    String text = PlanPrinter.print(bound.plan());
    assertThat(text).contains("TemporalFilter").doesNotContain("mz_now");
    assertThat(bound.columns())
        .extracting(Bound.OutputColumn::name)
        .containsExactly("user_id", "purchase_ids", "total_last_min");
    assertThat(depthOf(bound.plan(), Plan.TemporalFilter.class))
        .isGreaterThan(depthOf(bound.plan(), Plan.Join.class));
  }

  private static int depthOf(Plan plan, Class<? extends Plan> kind) {
    if (kind.isInstance(plan)) {
      return 0;
    }
    int deepest = Integer.MIN_VALUE;
    for (Plan input : plan.inputs()) {
      deepest = Math.max(deepest, depthOf(input, kind) + 1);
    }
    return deepest;
  }

  @Test
  void theClockAsAValueCannotBeMaintained() {
    assertThatThrownBy(() -> workbench().bind("select mz_now() from users", BindMode.MAINTAINED))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("cannot materialize call to mz_now");
  }

  @Test
  void aDisjunctionOverTheClockCannotBeMaintained() {
    assertThatThrownBy(() ->
            workbench()
                .bind("select id from users where mz_now() > ts or id = 1", BindMode.MAINTAINED))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("`mz_now()` must be directly compared");
  }

  @Test
  void aBoundOverBothSidesOfAJoinIsCheckedAboveIt() {
    Bound bound =
        workbench()
            .bind(
                "select u.id from users u join purchases p on u.id = p.user_id "
                    + "where mz_now() <= u.ts + (p.ts - u.ts)",
                BindMode.MAINTAINED);
    assertThat(depthOf(bound.plan(), Plan.Join.class))
        .isGreaterThan(depthOf(bound.plan(), Plan.TemporalFilter.class));
  }

  @Test
  void whatDependsOnTheCatalogCannotBeMaintained() {
    assertThatThrownBy(() ->
            workbench().bind("select 'users'::regclass::text from users", BindMode.MAINTAINED))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("cannot materialize call to");
  }

  @Test
  void aLimitOnTheRowNumberKeepsOnlyTheFirstRows() {
    Bound bound =
        workbench()
            .bind(
                "select id from users qualify row_number() over (partition by email "
                    + "order by ts) = 1",
                BindMode.MAINTAINED);
    assertThat(PlanPrinter.print(bound.plan())).contains("TopK");
  }
}

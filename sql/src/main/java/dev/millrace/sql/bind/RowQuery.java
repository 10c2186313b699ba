package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan over rows that only a running statement has: those it writes or is about to change. The
/// plan gives one row for each of them, the row's number from 0 on in its last column.
///
/// @param types of the rows
public record RowQuery(Plan plan, List<SqlType> types) {

  /// What stands for the rows in the plan; no stored collection has this number. Behind their
  /// columns is their number.
  public static final CollectionId ROWS = new CollectionId(0);

  public RowQuery {
    types = List.copyOf(types);
  }

  /// How many columns are in front of the row's number.
  public int width() {
    return plan.types().size() - 1;
  }

  /// The order of the rows given.
  public List<SortKey> order() {
    return List.of(new SortKey(width(), false, false));
  }

  /// True if the plan reads more than the rows.
  public boolean isReading() {
    return PlanTrees.inOrder(plan).stream()
        .anyMatch(node -> node instanceof Plan.Get get && get.id().number() > 0);
  }

  /// The plan over certain rows.
  public Plan over(List<List<@Nullable Object>> rows) {
    List<List<@Nullable Object>> numbered = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<@Nullable Object> one = new ArrayList<>(row);
      one.add((long) numbered.size());
      numbered.add(one);
    }
    List<SqlType> all = new ArrayList<>(types);
    all.add(ScalarType.INT8);
    Plan constant = new Plan.Constant(numbered, all);
    return PlanTrees.rewrite(
        plan, node -> node instanceof Plan.Get get && get.id().equals(ROWS) ? constant : node);
  }
}

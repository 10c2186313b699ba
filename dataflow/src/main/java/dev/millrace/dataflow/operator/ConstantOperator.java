package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that never change.
final class ConstantOperator implements StatelessOperator {

  private final Plan.Constant plan;

  ConstantOperator(Plan.Constant plan) {
    this.plan = plan;
  }

  @Override
  public String description() {
    return "constant of " + plan.rows().size() + " rows";
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {}

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    for (List<@Nullable Object> row : plan.rows()) {
      for (int i = 0; i < row.size(); i++) {
        out.chunk().columns[i].append(row.get(i));
      }
      out.endRow(1);
    }
    out.flush();
  }

  @Override
  public long stateRows() {
    return plan.rows().size();
  }
}

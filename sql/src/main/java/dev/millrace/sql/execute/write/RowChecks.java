package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.model.chunk.Chunk;
import java.util.List;

/// NOT NULL and CHECK of a table, for one run of a statement.
record RowChecks(TableRules rules, List<Evaluator> conditions) {

  /// Fails with 23502 or 23514 if a row may not be in the table.
  void check(Chunk rows, int row) {
    for (int i = 0; i < rules.width(); i++) {
      if (rules.columns().get(i).isNotNull() && rows.columns[i].isNull(row)) {
        throw rules.nullViolation(i, rows, row);
      }
    }
    if (conditions.isEmpty()) {
      return;
    }
    Object[] values = rows.row(row);
    for (int i = 0; i < conditions.size(); i++) {
      if (Boolean.FALSE.equals(conditions.get(i).evaluate(values))) {
        throw rules.checkViolation(rules.checks().get(i).name(), rows, row);
      }
    }
  }
}

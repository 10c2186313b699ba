package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Environment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// INSERT … ON CONFLICT, row by row in the order proposed. Confined to one run.
final class Upsert {

  private final ConflictRule rule;
  private final TableChange change;
  private final KeyHolders keys;
  private final @Nullable List<Evaluator> values;
  private final @Nullable Evaluator condition;
  private final RowMaker maker;
  private final ConflictPairs pairs;
  private int proposed;

  Upsert(
      TableRules rules,
      ConflictRule rule,
      KeyHolders keys,
      ConflictPairs pairs,
      List<@Nullable Object> parameters,
      @Nullable Environment environment) {
    this.rule = rule;
    this.change = new TableChange(rules, environment);
    this.keys = keys;
    this.pairs = pairs;
    this.maker = new RowMaker(rules, parameters, environment);
    List<Scalar> assigned = rule.action().values();
    Scalar where = rule.action().condition();
    this.values = assigned == null ? null : maker.prepare(assigned);
    this.condition = where == null ? null : maker.prepare(where);
  }

  /// What becomes of the rows proposed.
  TableChange run(List<Chunk> chunks) {
    for (Chunk rows : chunks) {
      for (int row = 0; row < rows.size(); row++) {
        for (int copy = 0; copy < rows.weight(row); copy++) {
          propose(rows, row);
          proposed++;
        }
      }
    }
    return change;
  }

  private void propose(Chunk rows, int row) {
    change.check(rows, row);
    KeyHolders.Holder holder = null;
    for (int key : rule.keys()) {
      if (holder == null) {
        holder = keys.find(key, rows, row);
      }
    }
    if (holder == null) {
      Chunk one = maker.chunk(rows.row(row), 1);
      change.insert(one);
      keys.add(one, 0);
    } else if (values != null) {
      update(holder, rows, row, values);
    }
  }

  private void update(KeyHolders.Holder holder, Chunk rows, int row, List<Evaluator> assigned) {
    if (holder.isNew()) {
      throw new DatabaseException(
              SqlState.CARDINALITY_VIOLATION,
              "ON CONFLICT DO UPDATE command cannot affect row a second time")
          .withHint(
              "Ensure that no rows proposed for insertion within the same command have duplicate"
                  + " constrained values.");
    }
    Chunk there = Objects.requireNonNull(holder.rows());
    @Nullable Object[] both = pairs.pair(proposed, there.row(holder.row()), rows.row(row));
    if (condition != null && !Boolean.TRUE.equals(condition.evaluate(both))) {
      return;
    }
    Chunk after = maker.row(assigned, both, 1);
    change.update(maker.chunk(there.row(holder.row()), 1), after);
    keys.remove(there, holder.row());
    keys.add(after, 0);
  }
}

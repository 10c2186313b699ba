package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Environment;
import dev.millrace.sql.bind.BoundMerge;
import dev.millrace.sql.bind.BoundMerge.Act;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// MERGE over its pairs of rows. Confined to one run.
final class MergeRun {

  private final TableRules rules;
  private final TableChange change;
  private final RowMaker maker;
  private final List<Branch> branches = new ArrayList<>();
  private final Set<List<@Nullable Object>> touched = new HashSet<>();

  /// A branch made ready; `values` of UPDATE and INSERT, else empty.
  private record Branch(
      boolean isMatched, @Nullable Evaluator condition, Act act, List<Evaluator> values) {}

  MergeRun(
      TableRules rules,
      List<BoundMerge.Branch> bound,
      List<@Nullable Object> parameters,
      @Nullable Environment environment) {
    this.rules = rules;
    this.change = new TableChange(rules, environment);
    this.maker = new RowMaker(rules, parameters, environment);
    for (BoundMerge.Branch branch : bound) {
      branches.add(
          new Branch(
              branch.isMatched(),
              branch.condition() == null ? null : maker.prepare(branch.condition()),
              branch.act(),
              switch (branch.act()) {
                case Act.Update(var values) -> maker.prepare(values);
                case Act.Insert(var values) -> maker.prepare(values);
                case Act.Nothing _, Act.Delete _ -> List.of();
              }));
    }
  }

  /// What becomes of the pairs.
  TableChange run(List<Chunk> pairs) {
    for (Chunk chunk : pairs) {
      for (int row = 0; row < chunk.size(); row++) {
        for (int copy = 0; copy < chunk.weight(row); copy++) {
          pair(chunk.row(row));
        }
      }
    }
    return change;
  }

  private void pair(@Nullable Object[] pair) {
    boolean isMatched = pair[rules.width()] != null;
    for (Branch branch : branches) {
      boolean isTaken =
          branch.isMatched() == isMatched
              && (branch.condition() == null
                  || Boolean.TRUE.equals(branch.condition().evaluate(pair)));
      if (isTaken) {
        act(branch, pair);
        return;
      }
    }
  }

  private void act(Branch branch, @Nullable Object[] pair) {
    switch (branch.act()) {
      case Act.Nothing _ -> {}
      case Act.Insert _ -> change.insert(maker.row(branch.values(), pair, 1));
      case Act.Delete _ -> change.delete(touch(pair));
      case Act.Update _ -> {
        Chunk old = touch(pair);
        change.update(old, maker.row(branch.values(), pair, old.weight(0)));
      }
    }
  }

  /// The table's row of a pair, as often as it is there; 21000 if it was touched before.
  private Chunk touch(@Nullable Object[] pair) {
    @Nullable Object[] row = Arrays.copyOf(pair, rules.width());
    if (!touched.add(Arrays.asList(row))) {
      throw new DatabaseException(
              SqlState.CARDINALITY_VIOLATION, "MERGE command cannot affect row a second time")
          .withHint("Ensure that not more than one source row matches any one target row.");
    }
    Object copies = pair[rules.width()];
    return maker.chunk(row, Math.toIntExact(copies instanceof Long count ? count : 1L));
  }
}

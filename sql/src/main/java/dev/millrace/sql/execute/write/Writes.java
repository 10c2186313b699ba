package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Binder.BoundChange;
import dev.millrace.sql.bind.Binder.BoundInsert;
import dev.millrace.sql.bind.Binder.InsertRequest;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.bind.BoundMerge;
import dev.millrace.sql.bind.ConflictAction;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.write.WriteWork.Answer;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.DataStatement.Overriding;
import dev.millrace.sql.statement.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// INSERT, UPDATE, DELETE and MERGE: what they read and what becomes of it.
public final class Writes {

  private Writes() {}

  public static Work insert(
      DataStatement.Insert insert, List<@Nullable SqlType> declared, Frame frame) {
    Binding binding = Binding.of(frame);
    TableTarget table = TableTarget.of(insert.table(), "insert into", binding);
    List<Integer> positions = new ArrayList<>(table.positions(insert.columns()));
    int named = positions.size();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!positions.contains(i)) {
        positions.add(i);
      }
    }
    InsertRequest request =
        new InsertRequest(
            insert,
            table.targets(positions, insert.overriding(), binding),
            named,
            table.targets(table.all(), Overriding.NOTHING, binding));
    Query source = insert.source();
    BoundInsert inserted =
        binding
            .binder()
            .insert(
                source == null ? null : source.node(),
                request,
                binding.request(BindMode.ONE_SHOT, declared));
    Bound bound = inserted.source();
    if (source != null && !insert.columns().isEmpty()) {
      InsertWidth.check(source, insert.columns());
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      order.add(positions.indexOf(i));
    }
    Plan rows =
        table.rules().withGenerated(new Plan.Mfp(bound.plan(), List.of(), List.of(), order), 0);
    Set<CollectionId> gets = Binding.gets(rows);
    Answer answer = Answer.of(inserted.returning());
    ConflictAction conflict = inserted.conflict();
    boolean isReading = gets.stream().anyMatch(id -> id.number() > 0);
    WriteAction action =
        conflict == null
            ? new WriteAction.Insert()
            : new WriteAction.Upsert(ConflictRule.of(conflict, table));
    return new WriteWork(
        table, rows, bound.parameters(), isReading, action, answer, !binding.isMomentary());
  }

  public static Work delete(
      DataStatement.Delete delete, List<@Nullable SqlType> declared, Frame frame) {
    Binding binding = Binding.of(frame);
    TableTarget table = TableTarget.of(delete.table(), "delete from", binding);
    BoundChange bound =
        binding.binder().delete(delete, binding.request(BindMode.ONE_SHOT, declared));
    return new WriteWork(
        table,
        bound.rows().plan(),
        bound.rows().parameters(),
        true,
        new WriteAction.Delete(),
        Answer.of(bound.returning()),
        !binding.isMomentary());
  }

  public static Work merge(
      DataStatement.Merge merge, List<@Nullable SqlType> declared, Frame frame) {
    Binding binding = Binding.of(frame);
    TableTarget table = TableTarget.of(merge.table(), "merge into", binding);
    BoundMerge bound =
        binding
            .binder()
            .merge(
                merge,
                overriding -> table.targets(table.all(), overriding, binding),
                binding.request(BindMode.ONE_SHOT, declared));
    return new WriteWork(
        table,
        bound.plan(),
        bound.parameters(),
        true,
        new WriteAction.Merge(bound.branches()),
        null,
        !binding.isMomentary());
  }

  public static Work update(
      DataStatement.Update update, List<@Nullable SqlType> declared, Frame frame) {
    Binding binding = Binding.of(frame);
    TableTarget table = TableTarget.of(update.table(), "update", binding);
    List<InsertColumn> columns = table.targets(table.all(), Overriding.NOTHING, binding);
    BoundChange bound =
        binding.binder().update(update, columns, binding.request(BindMode.ONE_SHOT, declared));
    return new WriteWork(
        table,
        table.rules().withGenerated(bound.rows().plan(), table.columns().size()),
        bound.rows().parameters(),
        true,
        new WriteAction.Update(),
        Answer.of(bound.returning()),
        !binding.isMomentary());
  }
}

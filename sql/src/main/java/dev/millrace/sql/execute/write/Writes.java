package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.Returning;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.WriteBuffer;
import dev.millrace.sql.execute.query.Reader;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// INSERT, UPDATE and DELETE. They add to the transaction's buffer what they change in the state
/// that the transaction reads; what reads and is the whole transaction is [OneStatement].
public final class Writes {

  private Writes() {}

  public static Work insert(
      DataStatement.Insert insert, List<@Nullable SqlType> declared, Frame frame) {
    if (insert.onConflict() != null) {
      throw DatabaseException.notSupported("ON CONFLICT", insert.onConflict().position());
    }
    TableTarget table = TableTarget.of(insert.table(), "insert into", frame);
    Binding binding = Binding.of(frame);
    List<Integer> positions = new ArrayList<>(table.positions(insert.columns()));
    int named = positions.size();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!positions.contains(i)) {
        positions.add(i);
      }
    }
    List<InsertColumn> targets = table.targets(positions, binding);
    Bound bound = source(insert.source(), targets, binding, declared);
    if (insert.source() != null && !insert.columns().isEmpty()) {
      InsertWidth.check(insert.source(), named);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      order.add(positions.indexOf(i));
    }
    Plan rows = new Plan.Mfp(bound.plan(), List.of(), List.of(), order);
    Set<CollectionId> gets = Binding.gets(rows);
    Answer answer = Answer.of(insert.returning(), insert.table(), insert.alias(), binding);
    return new WriteWork(
        table,
        rows,
        bound.parameters(),
        gets.stream().anyMatch(id -> id.number() > 0),
        Kind.INSERT,
        answer,
        !binding.isMomentary());
  }

  private static Bound source(
      @Nullable Query source,
      List<InsertColumn> targets,
      Binding binding,
      List<@Nullable SqlType> declared) {
    if (source != null) {
      return binding
          .binder()
          .insert(source.node(), targets, binding.request(BindMode.ONE_SHOT, declared));
    }
    Plan one = new Plan.Constant(List.of(List.of()), List.of());
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      all.add(i);
    }
    Plan defaults =
        new Plan.Mfp(one, targets.stream().map(InsertColumn::valueOrNull).toList(), List.of(), all);
    return new Bound(defaults, List.of(), List.of(), List.of());
  }

  public static Work delete(
      DataStatement.Delete delete, List<@Nullable SqlType> declared, Frame frame) {
    TableTarget table = TableTarget.of(delete.table(), "delete from", frame);
    Binding binding = Binding.of(frame);
    Bound bound = binding.binder().delete(delete, binding.request(BindMode.ONE_SHOT, declared));
    return new WriteWork(
        table,
        bound.plan(),
        bound.parameters(),
        true,
        Kind.DELETE,
        Answer.of(delete.returning(), delete.table(), delete.alias(), binding),
        !binding.isMomentary());
  }

  public static Work update(
      DataStatement.Update update, List<@Nullable SqlType> declared, Frame frame) {
    TableTarget table = TableTarget.of(update.table(), "update", frame);
    Binding binding = Binding.of(frame);
    List<InsertColumn> columns = table.targets(table.positions(List.of()), binding);
    Bound bound =
        binding.binder().update(update, columns, binding.request(BindMode.ONE_SHOT, declared));
    return new WriteWork(
        table,
        bound.plan(),
        bound.parameters(),
        true,
        Kind.UPDATE,
        Answer.of(update.returning(), update.table(), update.alias(), binding),
        !binding.isMomentary());
  }

  private enum Kind {
    INSERT("INSERT 0"),
    UPDATE("UPDATE"),
    DELETE("DELETE");

    private final String verb;

    Kind(String verb) {
      this.verb = verb;
    }
  }

  /// RETURNING, if there is one.
  private record Answer(Returning returning, List<ResultColumn> columns) {
    private static @Nullable Answer of(
        SqlNodeList items, ObjectName table, @Nullable String alias, Binding binding) {
      if (items.isEmpty()) {
        return null;
      }
      Returning returning =
          binding.binder().returning(items, table, alias, binding.request(BindMode.ONE_SHOT));
      return new Answer(returning, Binding.columns(returning.columns()));
    }

    /// What is answered for rows of the table.
    private List<Chunk> rows(List<Chunk> written, TableTarget table, Frame frame) {
      List<List<@Nullable Object>> all = new ArrayList<>();
      for (Chunk chunk : written) {
        for (int row = 0; row < chunk.size(); row++) {
          for (int copy = 0; copy < chunk.weight(row); copy++) {
            all.add(java.util.Arrays.asList(chunk.row(row)));
          }
        }
      }
      List<Integer> last = new ArrayList<>();
      for (int i = 0; i < returning.values().size(); i++) {
        last.add(table.columns().size() + i);
      }
      Plan plan =
          new Plan.Mfp(new Plan.Constant(all, table.types()), returning.values(), List.of(), last);
      return Reader.read(plan, List.of(), frame);
    }
  }

  private record WriteWork(
      TableTarget table,
      Plan plan,
      List<SqlType> parameterTypes,
      boolean isReading,
      Kind kind,
      @Nullable Answer answer,
      boolean isReusable)
      implements Work {

    @Override
    public @Nullable List<ResultColumn> columns() {
      return answer == null ? null : answer.columns();
    }

    @Override
    public Effect effect() {
      return Effect.WRITE;
    }

    @Override
    public boolean asksForWhole() {
      return true;
    }

    @Override
    public Outcome run(Run run) {
      Frame frame = run.frame();
      Plan bound = Binding.withParameters(plan, run.parameters());
      List<Chunk> written = new ArrayList<>();
      if (isReading && frame.reads().isSingle()) {
        OneStatement.run(
            bound,
            frame,
            run.writes(),
            (rows, writes) -> {
              written.clear();
              put(rows, writes, written);
            });
      } else {
        int mark = run.writes().mark();
        put(Reader.read(bound, List.of(), frame), run.writes(), written);
        if (!frame.reads().isSingle()) {
          frame.reads().verify(run.writes().checks(mark), frame);
        }
      }
      return outcome(written, frame);
    }

    /// Adds what changes to the buffer, and the rows that RETURNING is about to `answered`.
    private void put(List<Chunk> rows, WriteBuffer writes, List<Chunk> answered) {
      for (Chunk delta : deltas(rows, answered)) {
        writes.add(table.item(), delta);
      }
    }

    /// What changes; adds the rows that RETURNING is about to `answered`.
    private List<Chunk> deltas(List<Chunk> rows, List<Chunk> answered) {
      List<Chunk> deltas = new ArrayList<>();
      for (Chunk chunk : rows) {
        switch (kind) {
          case INSERT -> {
            table.checkNotNull(chunk);
            deltas.add(chunk);
            answered.add(chunk);
          }
          case DELETE -> {
            Chunk old = ChunkParts.columns(chunk, 0, table.columns().size(), 1);
            deltas.add(ChunkParts.columns(chunk, 0, table.columns().size(), -1));
            answered.add(old);
          }
          case UPDATE -> {
            int size = table.columns().size();
            Chunk next = ChunkParts.columns(chunk, size, 2 * size, 1);
            table.checkNotNull(next);
            deltas.add(ChunkParts.columns(chunk, 0, size, -1));
            deltas.add(next);
            answered.add(next);
          }
        }
      }
      return deltas;
    }

    private Outcome outcome(List<Chunk> written, Frame frame) {
      if (answer != null) {
        List<Chunk> rows = answer.rows(written, table, frame);
        return new Outcome.Rows(answer.columns(), RowStream.of(rows), kind.verb);
      }
      long count = 0;
      for (Chunk chunk : written) {
        for (int row = 0; row < chunk.size(); row++) {
          count += chunk.weight(row);
        }
      }
      return new Outcome.Done(kind.verb + " " + count);
    }
  }
}

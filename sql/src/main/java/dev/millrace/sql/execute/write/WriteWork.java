package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Returning;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.WriteBuffer;
import dev.millrace.sql.execute.query.Reader;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// A statement that writes rows of one table: what it changes goes into the transaction's buffer.
/// If it looks at rows and is the whole transaction, it runs as [OneStatement].
record WriteWork(
    TableTarget table,
    Plan plan,
    List<SqlType> parameterTypes,
    boolean isReading,
    WriteAction action,
    @Nullable Answer answer,
    boolean isReusable)
    implements Work {

  private static final Plan NO_ROWS = new Plan.Constant(List.of(), List.of());

  /// RETURNING, if there is one.
  record Answer(Returning returning, List<ResultColumn> columns) {
    static @Nullable Answer of(
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
    Environment environment = new CatalogFunctions(frame.relationContext());
    // What reads nothing is evaluated once, whatever happens afterwards: it may draw from
    // sequences.
    List<Chunk> known = isReading ? null : Reader.read(bound, List.of(), frame);
    boolean looksAtRows = isReading || !table.rules().keys().isEmpty();
    List<Chunk> written = new ArrayList<>();
    if (looksAtRows && frame.reads().isSingle()) {
      OneStatement.run(
          known == null ? bound : NO_ROWS,
          frame,
          run.writes(),
          (rows, probe, writes) -> {
            written.clear();
            List<Chunk> read = known == null ? rows : known;
            written.addAll(write(read, probe, writes, run.parameters(), environment));
          });
    } else {
      int mark = run.writes().mark();
      List<Chunk> rows = known == null ? Reader.read(bound, List.of(), frame) : known;
      Probe probe = Probe.of(frame.reads(), frame);
      written.addAll(write(rows, probe, run.writes(), run.parameters(), environment));
      if (!frame.reads().isSingle()) {
        frame.reads().verify(run.writes().checks(mark), frame);
      }
    }
    return outcome(written, frame);
  }

  /// Puts what changes into the buffer; returns the rows to answer and to count.
  private List<Chunk> write(
      List<Chunk> rows,
      Probe probe,
      WriteBuffer writes,
      List<@Nullable Object> parameters,
      Environment environment) {
    int width = table.columns().size();
    TableChange change =
        switch (action) {
          case WriteAction.Insert _ -> {
            TableChange inserted = new TableChange(table.rules(), environment);
            rows.forEach(inserted::insert);
            yield inserted;
          }
          case WriteAction.Upsert(ConflictRule rule) ->
              probe.look(
                  table.rules(),
                  keys -> new Upsert(table.rules(), rule, keys, parameters, environment).run(rows));
          case WriteAction.Merge(var branches) ->
              new MergeRun(table.rules(), branches, parameters, environment).run(rows);
          case WriteAction.Delete _ -> {
            TableChange deleted = new TableChange(table.rules(), environment);
            rows.forEach(r -> deleted.delete(ChunkParts.columns(r, 0, width, 1)));
            yield deleted;
          }
          case WriteAction.Update _ -> {
            TableChange updated = new TableChange(table.rules(), environment);
            rows.forEach(r ->
                updated.update(
                    ChunkParts.columns(r, 0, width, 1),
                    ChunkParts.columns(r, width, 2 * width, 1)));
            yield updated;
          }
        };
    change.writeTo(writes, table.item());
    return change.answered();
  }

  private Outcome outcome(List<Chunk> written, Frame frame) {
    if (answer != null) {
      List<Chunk> rows = answer.rows(written, table, frame);
      return new Outcome.Rows(answer.columns(), RowStream.of(rows), action.verb());
    }
    long count = 0;
    for (Chunk chunk : written) {
      for (int row = 0; row < chunk.size(); row++) {
        count += chunk.weight(row);
      }
    }
    return new Outcome.Done(action.verb() + " " + count);
  }
}

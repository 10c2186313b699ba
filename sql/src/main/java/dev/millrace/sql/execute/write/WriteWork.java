package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.Returning;
import dev.millrace.sql.bind.RowQuery;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    static @Nullable Answer of(@Nullable Returning returning) {
      return returning == null ? null : new Answer(returning, Binding.columns(returning.columns()));
    }

    /// What is answered for rows written.
    private List<Chunk> rows(List<Chunk> written, List<@Nullable Object> parameters, Probe probe) {
      List<List<@Nullable Object>> all = new ArrayList<>();
      for (Chunk chunk : written) {
        for (int row = 0; row < chunk.size(); row++) {
          for (int copy = 0; copy < chunk.weight(row); copy++) {
            all.add(Arrays.asList(chunk.row(row)));
          }
        }
      }
      RowQuery rows = returning.rows();
      return probe.read(Binding.withParameters(rows.over(all), parameters), rows.order());
    }
  }

  /// What was written, and what RETURNING answers.
  private record Written(List<Chunk> rows, List<Chunk> answers) {}

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
    List<Plan> later = later();
    boolean looksAtRows =
        isReading || !table.rules().keys().isEmpty() || later.stream().anyMatch(WriteWork::reads);
    Written[] written = new Written[1];
    if (looksAtRows && frame.reads().isSingle()) {
      OneStatement.run(
          known == null ? bound : NO_ROWS,
          later,
          frame,
          run.writes(),
          (rows, probe, writes) -> {
            List<Chunk> read = known == null ? rows : known;
            written[0] = write(read, probe, writes, run.parameters(), environment);
          });
    } else {
      int mark = run.writes().mark();
      List<Chunk> rows = known == null ? Reader.read(bound, List.of(), frame) : known;
      Probe probe = Probe.of(frame.reads(), frame);
      written[0] = write(rows, probe, run.writes(), run.parameters(), environment);
      if (!frame.reads().isSingle()) {
        frame.reads().verify(run.writes().checks(mark), frame);
      }
    }
    return outcome(written[0]);
  }

  /// What is read after the rows to write are known.
  private List<Plan> later() {
    List<Plan> later = new ArrayList<>();
    if (answer != null) {
      later.add(answer.returning().rows().plan());
    }
    if (action instanceof WriteAction.Upsert(ConflictRule rule)
        && rule.action().subqueries() != null) {
      later.add(rule.action().subqueries().plan());
    }
    return later;
  }

  private static boolean reads(Plan plan) {
    return Binding.gets(plan).stream().anyMatch(id -> id.number() > 0);
  }

  /// Puts what changes into the buffer, once it is known what to answer.
  private Written write(
      List<Chunk> read,
      Probe probe,
      WriteBuffer writes,
      List<@Nullable Object> parameters,
      Environment environment) {
    int width = table.columns().size();
    TableChange change =
        switch (action) {
          case WriteAction.Insert _ -> {
            TableChange inserted = new TableChange(table.rules(), environment);
            read.forEach(inserted::insert);
            yield inserted;
          }
          case WriteAction.Upsert(ConflictRule rule) ->
              upsert(rule, read, probe, parameters, environment);
          case WriteAction.Merge(var branches) ->
              new MergeRun(table.rules(), branches, parameters, environment).run(read);
          case WriteAction.Delete _ -> {
            TableChange deleted = new TableChange(table.rules(), environment);
            read.forEach(r -> deleted.delete(ChunkParts.columns(r, 0, width, 1), r));
            yield deleted;
          }
          case WriteAction.Update _ -> {
            TableChange updated = new TableChange(table.rules(), environment);
            read.forEach(r ->
                updated.update(
                    ChunkParts.columns(r, 0, width, 1),
                    ChunkParts.columns(r, width, 2 * width, 1),
                    ChunkParts.columns(r, width, r.columns.length, 1)));
            yield updated;
          }
        };
    List<Chunk> rows = change.answered();
    List<Chunk> answers = answer == null ? List.of() : answer.rows(rows, parameters, probe);
    change.writeTo(writes, table.item());
    return new Written(rows, answers);
  }

  private TableChange upsert(
      ConflictRule rule,
      List<Chunk> rows,
      Probe probe,
      List<@Nullable Object> parameters,
      Environment environment) {
    TableRules rules = table.rules();
    ConflictPairs pairs = ConflictPairs.of(rule, rows, rules, probe, parameters);
    return probe.look(
        rules, keys -> new Upsert(rules, rule, keys, pairs, parameters, environment).run(rows));
  }

  private Outcome outcome(Written written) {
    if (answer != null) {
      return new Outcome.Rows(answer.columns(), RowStream.of(written.answers()), action.verb());
    }
    long count = 0;
    for (Chunk chunk : written.rows()) {
      for (int row = 0; row < chunk.size(); row++) {
        count += chunk.weight(row);
      }
    }
    return new Outcome.Done(action.verb() + " " + count);
  }
}

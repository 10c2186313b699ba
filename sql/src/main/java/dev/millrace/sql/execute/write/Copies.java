package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Commit;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.copy.CopyOptions;
import dev.millrace.sql.execute.copy.LineReader;
import dev.millrace.sql.execute.copy.LineWriter;
import dev.millrace.sql.execute.query.Selects;
import dev.millrace.sql.execute.query.Subscribes;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.port.CopyFormat;
import dev.millrace.sql.port.CopyInput;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.port.ResultSink;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.DataStatement.Overriding;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.QueryStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// COPY in both directions.
public final class Copies {

  private Copies() {}

  public static Work to(DataStatement.CopyTo copy, Frame frame) {
    CopyOptions options = options(copy.options());
    Work source =
        switch (copy.source()) {
          case QueryStatement.Select select -> Selects.plan(select, List.of(), frame);
          case QueryStatement.Subscribe subscribe -> Subscribes.plan(subscribe, frame);
          case QueryStatement.Explain _ ->
              throw DatabaseException.notSupported("COPY of EXPLAIN", 0);
        };
    return new CopyToWork(source, options);
  }

  public static Work to(DataStatement.CopyTableTo copy, Frame frame) {
    CopyOptions options = options(copy.options());
    String columns =
        copy.columns().isEmpty()
            ? "*"
            : String.join(
                ", ", copy.columns().stream().map(c -> Identifiers.quote(c.name())).toList());
    String table = String.join(".", copy.table().parts().stream().map(Identifiers::quote).toList());
    Relations.Source relation =
        Binding.of(frame).relations().relation(copy.table().parts(), copy.table().position());
    if (relation instanceof Relations.Source.Stored stored) {
      checkNames(copy.columns(), stored);
    }
    Work source =
        Selects.plan(
            Parser.parseQuery("SELECT " + columns + " FROM " + table).node(),
            List.of(),
            "COPY",
            frame);
    return new CopyToWork(source, options);
  }

  private static void checkNames(List<ColumnName> columns, Relations.Source.Stored relation) {
    Set<String> seen = new HashSet<>();
    for (ColumnName column : columns) {
      if (relation.columns().stream().noneMatch(c -> c.name().equals(column.name()))) {
        throw new DatabaseException(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" of relation \"%s\" does not exist"
                .formatted(column.name(), relation.name()));
      }
      if (!seen.add(column.name())) {
        throw new DatabaseException(
            SqlState.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once");
      }
    }
  }

  private static CopyOptions options(List<Option> given) {
    return options(new Options(given));
  }

  private static CopyOptions options(Options options) {
    CopyOptions read =
        CopyOptions.of(
            new CopyOptions.Given(
                options.text("format"),
                options.text("delimiter"),
                options.text("null"),
                options.text("quote"),
                options.text("escape"),
                options.bool("header", false)));
    options.refuseRest("COPY");
    return read;
  }

  private record CopyToWork(Work source, CopyOptions options) implements Work {
    @Override
    public Effect effect() {
      return source.effect();
    }

    @Override
    public boolean isStream() {
      return source.isStream();
    }

    @Override
    public boolean isReusable() {
      return source.isReusable();
    }

    @Override
    public Set<CollectionId> reads() {
      return source.reads();
    }

    @Override
    public Outcome run(Run run) {
      Outcome.Rows rows = (Outcome.Rows) source.run(run);
      try (RowStream stream = rows.stream()) {
        return new Outcome.Done("COPY " + send(rows.columns(), stream, run));
      }
    }

    private long send(List<ResultColumn> columns, RowStream stream, Run run) {
      ResultSink sink = run.sink();
      boolean isBinary = options.format() == CopyOptions.Format.BINARY;
      LineWriter writer =
          new LineWriter(options, columns.stream().map(ResultColumn::type).toList());
      sink.copyOut(isBinary ? CopyFormat.BINARY : CopyFormat.TEXT, columns.size());
      if (writer.header(columns.stream().map(ResultColumn::name).toList())) {
        sink.copyData(writer.bytes(), 0, writer.size());
      }
      if (stream.isLive()) {
        sink.flush();
      }
      long sent = 0;
      // A running stream is cancelled through the statement's own interruption.
      for (Chunk chunk = stream.next(RowStream.FOREVER, run.frame().interruption());
          chunk != null;
          chunk = stream.next(RowStream.FOREVER, run.frame().interruption())) {
        for (int row = 0; row < chunk.size(); row++) {
          writer.row(chunk.row(row));
          for (int copy = 0; copy < chunk.weight(row); copy++) {
            sink.copyData(writer.bytes(), 0, writer.size());
            sent++;
          }
        }
        if (stream.isLive()) {
          sink.flush();
        }
      }
      if (writer.trailer()) {
        sink.copyData(writer.bytes(), 0, writer.size());
      }
      sink.copyDone();
      return sent;
    }
  }

  public static Work from(DataStatement.CopyFrom copy, Frame frame) {
    Options given = new Options(copy.options());
    Long commitEvery = given.number("commit every");
    if (commitEvery != null && commitEvery < 1) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "COMMIT EVERY must be a positive number of rows");
    }
    CopyOptions options = options(given);
    if (options.format() == CopyOptions.Format.BINARY) {
      throw DatabaseException.notSupported("COPY FROM with FORMAT BINARY", 0);
    }
    Binding binding = Binding.of(frame);
    TableTarget table = TableTarget.of(copy.table(), "copy to", binding);
    List<Integer> positions = positions(table, copy.columns());
    List<InsertColumn> columns = table.targets(table.all(), Overriding.SYSTEM_VALUE, binding);
    return new CopyFromWork(
        table,
        positions,
        columns,
        options,
        commitEvery == null ? Long.MAX_VALUE : commitEvery,
        !binding.isMomentary());
  }

  private record CopyFromWork(
      TableTarget table,
      List<Integer> positions,
      List<InsertColumn> targets,
      CopyOptions options,
      long commitEvery,
      boolean isReusable)
      implements Work {

    @Override
    public boolean commitsOften() {
      return commitEvery < Long.MAX_VALUE;
    }

    @Override
    public Effect effect() {
      return Effect.WRITE;
    }

    @Override
    public Outcome run(Run run) {
      Loader loader = new Loader(this, run);
      LineReader reader = new LineReader(options, loader);
      CopyInput input = run.sink().copyIn(CopyFormat.TEXT, positions.size());
      try {
        for (byte[] piece = input.next(); piece != null; piece = input.next()) {
          reader.take(piece);
        }
        reader.end();
        return new Outcome.Done("COPY " + loader.finish());
      } catch (DatabaseException e) {
        throw loader.committed == 0 || e.detail() != null
            ? e
            : e.withDetail("The first " + loader.committed + " rows were committed.");
      }
    }
  }

  /// The columns that the fields go to: all but the generated ones if none are named.
  private static List<Integer> positions(TableTarget table, List<ColumnName> named) {
    List<Integer> positions = new ArrayList<>();
    for (int position : table.positions(named)) {
      ColumnDefinition column = table.columns().get(position);
      if (!column.filling().isGenerated()) {
        positions.add(position);
      } else if (!named.isEmpty()) {
        throw new DatabaseException(
                SqlState.INVALID_COLUMN_REFERENCE,
                "column \"" + column.name() + "\" is a generated column")
            .withDetail("Generated columns cannot be used in COPY.");
      }
    }
    return positions;
  }

  /// Turns fields into rows of the table.
  private static final class Loader implements LineReader.Rows {
    private static final Object[] NO_ROW = {};

    private final CopyFromWork work;
    private final Run run;
    private final List<@Nullable Evaluator> defaults = new ArrayList<>();
    private final TreeMap<Integer, Evaluator> generated = new TreeMap<>();
    private final RowChecks checks;
    private final List<Chunk> loaded = new ArrayList<>();
    private Chunk chunk;
    private long count;
    private long committed;

    /// Of the buffer, before what was read since the last commit.
    private int mark;

    private Loader(CopyFromWork work, Run run) {
      this.work = work;
      this.run = run;
      this.mark = run.writes().mark();
      CatalogFunctions functions = new CatalogFunctions(run.frame().relationContext());
      for (int i = 0; i < work.targets().size(); i++) {
        Scalar value = work.targets().get(i).defaultValue();
        boolean isGiven = work.positions().contains(i);
        defaults.add(value == null || isGiven ? null : Interpreter.prepare(value, functions));
      }
      TableRules rules = work.table().rules();
      rules
          .generated()
          .forEach((column, s) -> generated.put(column, Interpreter.prepare(s, functions)));
      this.checks = rules.prepare(functions);
      this.chunk = Chunk.of(work.table().types(), Chunk.CAPACITY);
    }

    @Override
    public void row(List<@Nullable Slice> fields, long line) {
      List<Integer> positions = work.positions();
      if (fields.size() > positions.size()) {
        throw fault("extra data after last expected column", line);
      }
      if (fields.size() < positions.size()) {
        String missing = work.targets().get(positions.get(fields.size())).name();
        throw fault("missing data for column \"" + missing + "\"", line);
      }
      @Nullable Object[] values = new Object[defaults.size()];
      for (int i = 0; i < values.length; i++) {
        Evaluator standard = defaults.get(i);
        values[i] = standard == null ? null : standard.evaluate(NO_ROW);
      }
      for (int i = 0; i < positions.size(); i++) {
        Slice field = fields.get(i);
        SqlType type = work.targets().get(positions.get(i)).type();
        values[positions.get(i)] = field == null ? null : TextFormat.parse(type, field);
      }
      generated.forEach((column, expression) -> values[column] = expression.evaluate(values));
      chunk.appendRow(values, 1);
      checks.check(chunk, chunk.size() - 1);
      count++;
      if (chunk.size() == Chunk.CAPACITY || count - committed == work.commitEvery()) {
        hand();
        chunk = chunk.emptyLike(Chunk.CAPACITY);
        run.frame().interruption().check();
        if (count - committed >= work.commitEvery()) {
          commit();
        }
      }
    }

    /// Makes what was read since the last time a step; it stays, whatever becomes of the rest.
    private void commit() {
      require();
      Commit.run(
          run.frame().instance(), run.writes(), run.frame().reads(), run.frame().interruption());
      run.writes().clear();
      run.frame().reads().restart();
      mark = run.writes().mark();
      committed = count;
    }

    private void hand() {
      run.writes().add(work.table().item(), chunk);
      loaded.add(chunk);
    }

    /// Has the keys of what was read since the last commit looked at when it is committed.
    private void require() {
      if (!work.table().rules().keys().isEmpty()) {
        run.writes().require(new KeysFree(work.table().rules(), loaded));
      }
      loaded.clear();
    }

    /// Looks at them now.
    private void verify() {
      require();
      run.frame().reads().verify(run.writes().checks(mark), run.frame());
    }

    private long finish() {
      if (chunk.size() > 0) {
        hand();
      }
      verify();
      return count;
    }

    private static DatabaseException fault(String message, long line) {
      return new DatabaseException(SqlState.BAD_COPY_FILE_FORMAT, message, "line " + line, null, 0);
    }
  }
}

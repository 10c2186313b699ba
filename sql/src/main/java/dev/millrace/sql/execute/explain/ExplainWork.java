package dev.millrace.sql.execute.explain;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.port.ResultColumn;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An EXPLAIN ready to run: its columns, and rows of boxed values that are made when it runs.
record ExplainWork(
    List<ResultColumn> columns, boolean isReusable, Function<Frame, List<@Nullable Object[]>> rows)
    implements Work {

  /// One text.
  static ExplainWork of(String title, String text) {
    return new ExplainWork(
        List.of(column(title, ScalarType.TEXT)),
        true,
        _ -> List.<@Nullable Object[]>of(new Object[] {Slice.utf8(text)}));
  }

  static ResultColumn column(String name, SqlType type) {
    return new ResultColumn(name, type, 0, 0, false);
  }

  @Override
  public Effect effect() {
    return Effect.NONE;
  }

  @Override
  public Outcome run(Run run) {
    List<@Nullable Object[]> all = rows.apply(run.frame());
    Chunk chunk = Chunk.of(columns.stream().map(ResultColumn::type).toList(), all.size());
    all.forEach(row -> chunk.appendRow(row, 1));
    return new Outcome.Rows(columns, RowStream.of(List.of(chunk)), "SELECT");
  }
}

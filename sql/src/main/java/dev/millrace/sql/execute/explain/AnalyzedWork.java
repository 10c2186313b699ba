package dev.millrace.sql.execute.explain;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.port.ResultColumn;
import java.util.List;
import java.util.Locale;

/// EXPLAIN ANALYZE of a query: runs it, throws its rows away, and tells their number and the time.
record AnalyzedWork(Work query, String plan) implements Work {

  private static final List<ResultColumn> COLUMNS =
      List.of(ExplainWork.column("QUERY PLAN", ScalarType.TEXT));

  @Override
  public List<ResultColumn> columns() {
    return COLUMNS;
  }

  @Override
  public Effect effect() {
    return query.effect();
  }

  @Override
  public boolean isReusable() {
    return false;
  }

  @Override
  public Outcome run(Run run) {
    long start = System.nanoTime();
    long rows = 0;
    if (query.run(run) instanceof Outcome.Rows(_, RowStream stream, _)) {
      Chunk next = stream.next(RowStream.FOREVER, run.frame().interruption());
      while (next != null) {
        for (int row = 0; row < next.size(); row++) {
          rows += next.weight(row);
        }
        next = stream.next(RowStream.FOREVER, run.frame().interruption());
      }
      stream.close();
    }
    double millis = (System.nanoTime() - start) / 1e6;
    Chunk answer = Chunk.of(List.of(ScalarType.TEXT), 8);
    plan.lines().forEach(line -> add(line, answer));
    add("Rows: " + rows, answer);
    add(String.format(Locale.ROOT, "Execution Time: %.3f ms", millis), answer);
    return new Outcome.Rows(COLUMNS, RowStream.of(List.of(answer)), "EXPLAIN");
  }

  private static void add(String line, Chunk to) {
    to.appendRow(new Object[] {Slice.utf8(line)}, 1);
  }
}

package dev.millrace.sql.execute.query;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.parse.Positions;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.statement.QueryStatement;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// SELECT and its kin.
public final class Selects {

  private Selects() {}

  public static Work plan(
      QueryStatement.Select select, List<@Nullable SqlType> declared, Frame frame) {
    if (select.asOf() != null) {
      throw DatabaseException.notSupported(
          "AS OF in SELECT", Positions.character(select.asOf().moment()));
    }
    return plan(select.query().node(), declared, "SELECT", frame);
  }

  /// A query whose command tag begins with `verb`.
  public static SelectWork plan(
      SqlNode query, List<@Nullable SqlType> declared, String verb, Frame frame) {
    Binding binding = Binding.of(frame);
    Bound bound =
        frame.instance().binder().bind(query, binding.request(BindMode.ONE_SHOT, declared));
    return new SelectWork(
        bound,
        Binding.columns(bound.columns()),
        verb,
        !binding.isMomentary(),
        Binding.reads(bound.plan(), frame.state()));
  }

  /// A bound query.
  record SelectWork(
      Bound bound,
      List<ResultColumn> columns,
      String verb,
      boolean isReusable,
      Set<CollectionId> reads)
      implements Work {

    @Override
    public List<SqlType> parameterTypes() {
      return bound.parameters();
    }

    @Override
    public Effect effect() {
      return Effect.READ;
    }

    @Override
    public Outcome run(Run run) {
      Plan plan = bound.withParameters(run.parameters());
      return new Outcome.Rows(
          columns, RowStream.of(Reader.read(plan, bound.order(), run.frame())), verb);
    }
  }
}

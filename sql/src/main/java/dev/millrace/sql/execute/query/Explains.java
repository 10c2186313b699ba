package dev.millrace.sql.execute.query;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.dataflow.plan.codec.PlanPrinter;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.SystemRelation;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.statement.CreateStatement;
import dev.millrace.sql.statement.QueryStatement;
import dev.millrace.sql.statement.QueryStatement.Explain;
import dev.millrace.sql.statement.QueryStatement.Explainee;
import dev.millrace.sql.statement.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// EXPLAIN [PLAN]: the plan that would run or that was installed.
public final class Explains {

  private Explains() {}

  public static Work plan(Explain explain, Frame frame) {
    String stage = explain.stage();
    boolean isPlan =
        stage.isEmpty()
            || stage.equals("plan")
            || stage.equals("optimized plan")
            || stage.equals("physical plan");
    if (!isPlan) {
      throw DatabaseException.notSupported(
          "EXPLAIN " + stage.toUpperCase(java.util.Locale.ROOT), 0);
    }
    boolean isText = explain.format().isEmpty() || explain.format().equals("text");
    if (!isText) {
      throw DatabaseException.notSupported(
          "EXPLAIN AS " + explain.format().toUpperCase(java.util.Locale.ROOT), 0);
    }
    new Options(explain.options()).refuseRest("EXPLAIN");
    Plan plan =
        switch (explain.explainee()) {
          case Explainee.OfStatement(Statement statement) -> planOf(statement, frame);
          case Explainee.OfObject(var kind, var name) ->
              planOf(frame.names().require(name.parts(), name.position()), frame);
        };
    String text = PlanPrinter.print(plan, id -> name(id, frame));
    return new ExplainWork(text);
  }

  private static Plan planOf(Statement statement, Frame frame) {
    return switch (statement) {
      case QueryStatement.Select s -> {
        Binding binding = Binding.of(frame);
        Bound bound = binding.binder().bind(s.query().node(), binding.request(BindMode.ONE_SHOT));
        yield IndexChoice.apply(bound.plan(), frame.state());
      }
      case QueryStatement.Subscribe s -> Subscribes.plan(s, frame).request().plan();
      case CreateStatement.CreateMaterializedView s -> maintained(s.query().node(), frame);
      case CreateStatement.CreateView s -> maintained(s.query().node(), frame);
      default -> throw DatabaseException.notSupported("EXPLAIN of this statement", 0);
    };
  }

  private static Plan maintained(SqlNode query, Frame frame) {
    Binding binding = Binding.of(frame);
    return binding.binder().bind(query, binding.request(BindMode.MAINTAINED)).plan();
  }

  private static Plan planOf(Names.Found found, Frame frame) {
    if (found instanceof Names.Found.OfUser(Item item)) {
      switch (item.body()) {
        case ItemBody.MaterializedView v -> {
          return PlanCodec.decode(v.plan().toBytes(), frame.instance().functions());
        }
        case ItemBody.Index i -> {
          return PlanCodec.decode(i.plan().toBytes(), frame.instance().functions());
        }
        case ItemBody.View v -> {
          Binding binding = Binding.of(frame, CatalogRelations.of(frame.names(), v.definition()));
          SqlNode query = Parser.parseQuery(v.definition().query()).node();
          return binding.binder().bind(query, binding.request(BindMode.ONE_SHOT)).plan();
        }
        case ItemBody.Table _,
            ItemBody.Source _,
            ItemBody.Sequence _,
            ItemBody.Connection _,
            ItemBody.Secret _ -> {}
      }
    }
    throw new DatabaseException(SqlState.WRONG_OBJECT_TYPE, "this object has no plan");
  }

  private static String name(CollectionId id, Frame frame) {
    CatalogState state = frame.state();
    Item item = state.item(id.number());
    if (item != null) {
      return state.fullName(item);
    }
    SystemRelation system = frame.instance().relations().byId(id.number());
    return system == null ? id.toString() : system.schema().name() + "." + system.name();
  }

  private record ExplainWork(String text) implements Work {
    private static final List<ResultColumn> COLUMNS =
        List.of(new ResultColumn("Optimized Plan", ScalarType.TEXT, 0, 0, false));

    @Override
    public List<ResultColumn> columns() {
      return COLUMNS;
    }

    @Override
    public Effect effect() {
      return Effect.NONE;
    }

    @Override
    public Outcome run(Run run) {
      Chunk chunk = Chunk.of(List.of(ScalarType.TEXT), 1);
      chunk.appendRow(new Object[] {Slice.utf8(text)}, 1);
      return new Outcome.Rows(COLUMNS, RowStream.of(List.of(chunk)), "SELECT");
    }
  }
}

package dev.millrace.sql.execute.explain;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.dataflow.plan.codec.PlanPrinter;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.SystemRelation;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.query.Reader;
import dev.millrace.sql.execute.query.Selects;
import dev.millrace.sql.execute.query.Subscribes;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.statement.CreateStatement;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.QueryStatement;
import dev.millrace.sql.statement.QueryStatement.Explain;
import dev.millrace.sql.statement.QueryStatement.Explainee;
import dev.millrace.sql.statement.Statement;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// EXPLAIN: which of its forms a statement is, and plans in their stages.
public final class Explains {

  private final Explain explain;
  private final Frame frame;
  private final boolean isJson;
  private final boolean isAnalyzed;

  private Explains(Explain explain, Frame frame) {
    this.explain = explain;
    this.frame = frame;
    Options options = new Options(explain.options());
    // PostgreSQL's spelling: EXPLAIN (ANALYZE, FORMAT JSON).
    this.isAnalyzed = options.bool("analyze", false);
    String format = options.text("format");
    options.refuseRest("EXPLAIN");
    this.isJson = isJson(format == null ? explain.format() : format.toLowerCase(Locale.ROOT));
  }

  private static boolean isJson(String format) {
    return switch (format) {
      case "json" -> true;
      case "", "text" -> false;
      default ->
          throw DatabaseException.notSupported("EXPLAIN AS " + format.toUpperCase(Locale.ROOT), 0);
    };
  }

  public static Work plan(Explain explain, Frame frame) {
    return new Explains(explain, frame).plan();
  }

  private Work plan() {
    String stage = explain.stage();
    if (isAnalyzed || stage.equals("analyze")) {
      return analyzed();
    }
    return switch (stage) {
      case "", "plan", "optimized plan" -> physical("Optimized Plan");
      case "physical plan" -> physical("Physical Plan");
      case "locally optimized plan" ->
          shown("Locally Optimized Plan", planOf(explain.explainee(), false));
      case "raw plan" -> logical("Raw Plan", false);
      case "decorrelated plan" -> logical("Decorrelated Plan", true);
      case "timestamp" -> Timestamps.plan(planOf(explain.explainee(), true), isJson);
      case "analyze cpu" -> figures(true, false);
      case "analyze memory" -> figures(false, true);
      case "analyze cpu, memory", "analyze memory, cpu" -> figures(true, true);
      default ->
          throw DatabaseException.notSupported("EXPLAIN " + stage.toUpperCase(Locale.ROOT), 0);
    };
  }

  private Work physical(String title) {
    return shown(title, planOf(explain.explainee(), true));
  }

  private Work shown(String title, Plan plan) {
    return ExplainWork.of(
        title,
        isJson ? PlanNodes.of(plan, this::name).json() : PlanPrinter.print(plan, this::name));
  }

  private Work logical(String title, boolean isDecorrelated) {
    Binding binding = Binding.of(frame);
    SqlNode query;
    BindMode mode = BindMode.MAINTAINED;
    switch (explain.explainee()) {
      case Explainee.OfStatement(QueryStatement.Select s) -> {
        query = s.query().node();
        mode = BindMode.ONE_SHOT;
      }
      case Explainee.OfStatement(CreateStatement.CreateMaterializedView s) ->
          query = s.query().node();
      case Explainee.OfStatement(CreateStatement.CreateView s) -> query = s.query().node();
      case Explainee.OfObject(_, ObjectName name)
          when definition(frame.names().require(name.parts(), name.position()))
              instanceof ItemBody.Definition definition -> {
        binding = Binding.of(frame, CatalogRelations.of(frame.names(), definition));
        query = Parser.parseQuery(definition.query()).node();
      }
      case Explainee.OfStatement _, Explainee.OfObject _ ->
          throw DatabaseException.notSupported(title + " of this", 0);
    }
    Rel rel = binding.binder().logical(query, binding.request(mode), isDecorrelated);
    ExplainNode node = RelNodes.of(rel, this::name);
    return ExplainWork.of(title, isJson ? node.json() : node.text());
  }

  private static ItemBody.@Nullable Definition definition(Names.Found found) {
    if (found instanceof Names.Found.OfUser(Item item)) {
      if (item.body() instanceof ItemBody.MaterializedView v) {
        return v.definition();
      }
      if (item.body() instanceof ItemBody.View v) {
        return v.definition();
      }
    }
    return null;
  }

  private Work figures(boolean withCpu, boolean withMemory) {
    if (isJson) {
      throw DatabaseException.notSupported("EXPLAIN ANALYZE AS JSON", 0);
    }
    if (explain.explainee() instanceof Explainee.OfObject(_, ObjectName name)) {
      return Figures.plan(name, withCpu, withMemory, frame);
    }
    throw DatabaseException.notSupported("EXPLAIN ANALYZE CPU or MEMORY of a statement", 0);
  }

  /// PostgreSQL's EXPLAIN ANALYZE runs the query.
  private Work analyzed() {
    if (isJson) {
      throw DatabaseException.notSupported("EXPLAIN (ANALYZE, FORMAT JSON)", 0);
    }
    if (!(explain.explainee() instanceof Explainee.OfStatement(QueryStatement.Select select))) {
      throw DatabaseException.notSupported("EXPLAIN ANALYZE of this", 0);
    }
    Work work = Selects.plan(select, List.of(), frame);
    Plan plan = planOf(explain.explainee(), true);
    return new AnalyzedWork(work, PlanPrinter.print(plan, this::name));
  }

  private Plan planOf(Explainee explainee, boolean withIndexes) {
    return switch (explainee) {
      case Explainee.OfStatement(Statement statement) -> {
        Plan plan = planOf(statement, frame);
        boolean isQuery = statement instanceof QueryStatement.Select;
        yield withIndexes && isQuery ? Reader.withIndexes(plan, frame) : plan;
      }
      case Explainee.OfObject(_, ObjectName name) ->
          planOf(frame.names().require(name.parts(), name.position()), frame);
    };
  }

  private static Plan planOf(Statement statement, Frame frame) {
    return switch (statement) {
      case QueryStatement.Select s -> {
        Binding binding = Binding.of(frame);
        Bound bound = binding.binder().bind(s.query().node(), binding.request(BindMode.ONE_SHOT));
        yield bound.plan();
      }
      case QueryStatement.Subscribe s -> Subscribes.plan(s, frame).request().plan();
      case CreateStatement.CreateMaterializedView s -> maintained(s.query().node(), frame);
      case CreateStatement.CreateView s -> maintained(s.query().node(), frame);
      case CreateStatement.CreateIndex s -> indexed(s.relation(), frame);
      default -> throw DatabaseException.notSupported("EXPLAIN of this statement", 0);
    };
  }

  private static Plan maintained(SqlNode query, Frame frame) {
    Binding binding = Binding.of(frame);
    return binding.binder().bind(query, binding.request(BindMode.MAINTAINED)).plan();
  }

  /// What an index on a relation would keep.
  private static Plan indexed(ObjectName name, Frame frame) {
    Names.Found found = frame.names().require(name.parts(), name.position());
    return found instanceof Names.Found.OfUser(Item item) && !(item.body() instanceof ItemBody.View)
        ? new Plan.Get(
            item.collection(), item.columns().stream().map(ColumnDefinition::type).toList())
        : planOf(found, frame);
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

  private String name(CollectionId id) {
    CatalogState state = frame.state();
    Item item = state.item(id.number());
    if (item != null) {
      return state.fullName(item);
    }
    SystemRelation system = frame.instance().relations().byId(id.number());
    return system == null ? id.toString() : system.schema().name() + "." + system.name();
  }
}

package dev.millrace.sql.execute.query;

import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.port.SubscribeRequest;
import dev.millrace.dataflow.port.Subscription;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.catalog.relation.LiveState.SubscriptionSample;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.statement.QueryStatement.Subscribe;
import dev.millrace.sql.statement.QueryStatement.SubscribeOutput;
import dev.millrace.sql.statement.QueryStatement.SubscribeTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.calcite.sql.SqlNode;

/// SUBSCRIBE.
public final class Subscribes {

  /// Bytes of changes that may wait for a client before it is cut off.
  private static final long QUEUE_BYTES = 64L << 20;

  /// `numeric(39,0)`, as in Materialize.
  public static final SqlType TIMESTAMP_TYPE = new ScalarType(TypeId.NUMERIC, (39 << 16) + 4);

  private Subscribes() {}

  public static SubscribeWork plan(Subscribe statement, Frame frame) {
    if (!(statement.output() instanceof SubscribeOutput.Diffs)) {
      throw DatabaseException.notSupported("an ENVELOPE of SUBSCRIBE", 0);
    }
    Options options = new Options(statement.options());
    boolean snapshot = options.bool("snapshot", true);
    boolean progress = options.bool("progress", false);
    options.refuseRest("SUBSCRIBE");
    Binding binding = Binding.of(frame);
    Bound bound =
        switch (statement.target()) {
          case SubscribeTarget.OfQuery(var query) ->
              frame.instance().binder().bind(query.node(), binding.request(BindMode.MAINTAINED));
          case SubscribeTarget.Relation(var name) -> relation(name, binding);
        };
    Long asOf = statement.asOf() == null ? null : moment(statement.asOf().moment(), frame);
    Long upTo = statement.upTo() == null ? null : moment(statement.upTo(), frame);
    if (asOf != null && upTo != null && asOf > upTo) {
      throw invertedBounds(asOf, upTo);
    }
    boolean atLeast = statement.asOf() != null && statement.asOf().isAtLeast();
    SubscribeRequest request =
        new SubscribeRequest(bound.plan(), snapshot, asOf, atLeast, upTo, QUEUE_BYTES);
    return new SubscribeWork(
        request, progress, columns(bound, progress), Binding.reads(bound.plan(), frame.state()));
  }

  /// A relation by its name: its rows are followed as they are.
  private static Bound relation(dev.millrace.sql.statement.ObjectName name, Binding binding) {
    Relations.Source source = binding.relations().relation(name.parts(), name.position());
    return switch (source) {
      case Relations.Source.Stored stored ->
          new Bound(
              visible(stored),
              stored.columns().stream()
                  .filter(c -> !c.isHidden())
                  .map(c -> new Bound.OutputColumn(c.name(), c.type()))
                  .toList(),
              List.of(),
              List.of());
      case Relations.Source.View _ ->
          binding
              .frame()
              .instance()
              .binder()
              .bind(
                  Parser.parseQuery("TABLE " + quoted(name)).node(),
                  binding.request(BindMode.MAINTAINED));
    };
  }

  /// The rows without dropped columns.
  private static Plan visible(Relations.Source.Stored stored) {
    List<Relations.Column> columns = stored.columns();
    Plan rows = new Plan.Get(stored.id(), columns.stream().map(Relations.Column::type).toList());
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).isHidden()) {
        seen.add(i);
      }
    }
    return seen.size() == columns.size() ? rows : new Plan.Mfp(rows, List.of(), List.of(), seen);
  }

  private static String quoted(dev.millrace.sql.statement.ObjectName name) {
    return String.join(
        ".", name.parts().stream().map(dev.millrace.sql.catalog.Identifiers::quote).toList());
  }

  private static List<ResultColumn> columns(Bound bound, boolean progress) {
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(new ResultColumn("mz_timestamp", TIMESTAMP_TYPE, 0, 0, false));
    if (progress) {
      columns.add(new ResultColumn("mz_progressed", ScalarType.BOOL, 0, 0, false));
    }
    columns.add(new ResultColumn("mz_diff", ScalarType.INT8, 0, 0, false));
    columns.addAll(Binding.columns(bound.columns()));
    return columns;
  }

  /// A constant of type mz_timestamp.
  private static long moment(SqlNode node, Frame frame) {
    Scalar scalar =
        frame
            .instance()
            .binder()
            .expression(
                node,
                ScalarType.MZ_TIMESTAMP,
                "AS OF",
                Binding.of(frame).request(BindMode.ONE_SHOT));
    Scalar now =
        dev.millrace.dataflow.plan.ScalarTrees.atMillis(scalar, frame.instance().nowMillis());
    Object value = Interpreter.evaluate(now, new CatalogFunctions(frame.relationContext()));
    if (value == null) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "AS OF or UP TO should be castable to a (non-null) mz_timestamp value");
    }
    return (Long) value;
  }

  /// A bound SUBSCRIBE.
  public record SubscribeWork(
      SubscribeRequest request,
      boolean progress,
      List<ResultColumn> columns,
      Set<CollectionId> reads)
      implements Work {

    @Override
    public Effect effect() {
      return Effect.READ;
    }

    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public Outcome run(Run run) {
      Frame frame = run.frame();
      for (CollectionId read : Binding.gets(request.plan())) {
        if (read.number() < 0) {
          throw DatabaseException.notSupported("SUBSCRIBE to a system catalog relation", 0);
        }
      }
      Subscription subscription = begin(frame);
      checkEnd(subscription, frame);
      SubscriptionSample sample =
          new SubscriptionSample(
              "t" + frame.who().processId(),
              frame.who().sessionId(),
              frame.instance().clock().instant(),
              reads.stream().map(CollectionId::number).filter(n -> n > 0).toList());
      long number = frame.instance().sessions().begin(sample);
      return new Outcome.Rows(
          columns,
          new SubscriptionStream(
              subscription,
              columns.stream().map(ResultColumn::type).toList(),
              progress,
              isConstant(request.plan()),
              () -> frame.instance().sessions().end(number)),
          "SELECT");
    }

    /// Waits for the engine; what it starts after the statement was cancelled is ended at once.
    private Subscription begin(Frame frame) {
      CompletableFuture<Subscription> started =
          frame.instance().engine().subscribe(request.interruptedBy(frame.interruption()::check));
      try {
        return Reader.await(started, frame.interruption());
      } catch (RuntimeException e) {
        var _ = started.thenAccept(Subscription::close);
        throw e;
      }
    }

    private void checkEnd(Subscription subscription, Frame frame) {
      Long upTo = request.upTo();
      if (upTo == null) {
        return;
      }
      if (subscription.asOf() > upTo) {
        long asOf = subscription.asOf();
        subscription.close();
        throw invertedBounds(asOf, upTo);
      }
      if (subscription.asOf() == upTo) {
        frame.notice(
            Notice.of(
                SqlState.SUCCESSFUL_COMPLETION,
                "subscription lower bound (`AS OF`) equals its upper bound (`UP TO`)"));
      }
    }
  }

  /// True if the result never changes.
  private static boolean isConstant(Plan plan) {
    return PlanTrees.inOrder(plan).stream()
        .noneMatch(p ->
            p instanceof Plan.Get
                || p instanceof Plan.IndexLookup
                || p instanceof Plan.TemporalFilter);
  }

  private static DatabaseException invertedBounds(long asOf, long upTo) {
    return new DatabaseException(
        SqlState.DATA_EXCEPTION,
        "subscription lower bound (`AS OF`) is greater than its upper bound (`UP TO`): "
            + asOf
            + " > "
            + upTo);
  }
}

package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.codec.SessionStyle;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.Bound.OutputColumn;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.query.QueryBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.WithQueries;
import dev.millrace.sql.bind.write.ConflictBinder;
import dev.millrace.sql.bind.write.MergeBinder;
import dev.millrace.sql.bind.write.ReturningBinder.Answered;
import dev.millrace.sql.bind.write.RowBinding;
import dev.millrace.sql.bind.write.WriteBinder;
import dev.millrace.sql.logical.Columns;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.optimise.Optimiser;
import dev.millrace.sql.optimise.PlanFunctions;
import dev.millrace.sql.optimise.TemporalBounds;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.ParameterTypes;
import dev.millrace.sql.resolve.Resolver;
import dev.millrace.sql.statement.DataStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// The door of this package: queries to plans. Immutable; shared by all sessions.
public final class Binder {

  private final PlanFunctions functions;
  private final Function<ParameterTypes, Resolver> resolvers;

  /// A binder over the functions of a registry.
  public Binder(FunctionRegistry registry) {
    this.functions = new PlanFunctions(registry);
    this.resolvers = Resolver.over(registry);
  }

  /// What a statement is bound with.
  ///
  /// @param parameters types the client gave, unknown where it left them open
  public record Request(
      Relations relations, SessionValues session, BindMode mode, List<SqlType> parameters) {
    public Request {
      parameters = List.copyOf(parameters);
    }
  }

  /// Binds and plans a query.
  public Bound bind(SqlNode query, Request request) {
    SessionStyle style =
        request.mode() == BindMode.MAINTAINED ? SessionStyle.STANDARD : SessionStyle.current();
    return style.call(() ->
        guarded(() -> {
          BindContext context = context(request);
          return plan(context, new QueryBinder(context).bind(query, null));
        }));
  }

  /// A query's logical plan on its way: as it was bound, or without dependent joins.
  public Rel logical(SqlNode query, Request request, boolean isDecorrelated) {
    return guarded(() -> {
      BindContext context = context(request);
      Shaped shaped = shaped(context, new QueryBinder(context).bind(query, null));
      return isDecorrelated ? optimiser(context).decorrelate(shaped.rel()) : shaped.rel();
    });
  }

  /// Binds an expression without columns, for example a default or an option.
  ///
  /// @param type what it is assigned to
  public Scalar expression(SqlNode node, SqlType type, String column, Request request) {
    BindContext context = context(request);
    ExpressionBinder binder =
        new ExpressionBinder(
            context, new Scope(null, FromItem.none()), Stage.rows("DEFAULT expressions"));
    return Constants.fold(context.coercion().assignment(binder.operand(node), type, column));
  }

  /// Binds the CHECK of a webhook: a condition over nothing but the given columns, in which `now()`
  /// is the last of them. The scalar refers to them by position.
  public Scalar check(SqlNode node, List<Relations.Column> columns, Request request) {
    return guarded(() -> new CheckBinder(request.session).bind(node, columns, this, request));
  }

  /// What an INSERT adds, and what it does where a key is taken.
  ///
  /// @param targets columns that may be given values, then the others
  /// @param given how many of them may be given values
  /// @param columns all columns of the table
  public record InsertRequest(
      DataStatement.Insert insert,
      List<InsertColumn> targets,
      int given,
      List<InsertColumn> columns) {
    public InsertRequest {
      targets = List.copyOf(targets);
      columns = List.copyOf(columns);
    }
  }

  /// A bound INSERT: the plan yields one value for each target column.
  public record BoundInsert(
      Bound source, @Nullable ConflictAction conflict, @Nullable Returning returning) {}

  /// Binds an INSERT.
  ///
  /// @param source null for DEFAULT VALUES
  public BoundInsert insert(@Nullable SqlNode source, InsertRequest insert, Request request) {
    return guarded(() -> {
      BindContext context = context(request);
      WriteBinder writes = new WriteBinder(context);
      BoundQuery query =
          source == null
              ? writes.defaults(insert.targets())
              : writes.insert(source, insert.targets(), insert.given());
      DataStatement.OnConflict clause = insert.insert().onConflict();
      ConflictBinder.Result conflict =
          clause == null
              ? null
              : new ConflictBinder(context)
                  .bind(clause, insert.insert().table(), insert.insert().alias(), insert.columns());
      Answered answered = writes.returning(insert.insert());
      Bound bound = plan(context, query);
      return new BoundInsert(bound, action(conflict, context), returning(answered, context));
    });
  }

  private @Nullable ConflictAction action(
      ConflictBinder.@Nullable Result result, BindContext context) {
    if (result == null) {
      return null;
    }
    BoundQuery subqueries = result.subqueries();
    return subqueries == null
        ? result.action()
        : result.action().with(rowQuery(subqueries, result.pairs(), context));
  }

  private @Nullable Returning returning(@Nullable Answered answered, BindContext context) {
    return answered == null
        ? null
        : new Returning(answered.columns(), rowQuery(answered.query(), answered.rows(), context));
  }

  private RowQuery rowQuery(BoundQuery query, List<ColumnRef> rows, BindContext context) {
    return new RowQuery(plan(context, query).plan(), rows.stream().map(ColumnRef::type).toList());
  }

  /// A bound DELETE or UPDATE.
  public record BoundChange(Bound rows, @Nullable Returning returning) {}

  /// Binds a DELETE: the plan yields the rows to take out, and what RETURNING needs of others.
  public BoundChange delete(DataStatement.Delete delete, Request request) {
    return guarded(() -> {
      BindContext context = context(request);
      return planned(new WriteBinder(context).delete(delete), context);
    });
  }

  /// Binds an UPDATE: the plan yields the rows to take out, behind the columns of each those of the
  /// row to put in, then what RETURNING needs of others.
  ///
  /// @param columns all columns of the table
  public BoundChange update(
      DataStatement.Update update, List<InsertColumn> columns, Request request) {
    return guarded(() -> {
      BindContext context = context(request);
      return planned(new WriteBinder(context).update(update, columns), context);
    });
  }

  private BoundChange planned(WriteBinder.Change change, BindContext context) {
    Bound rows = plan(context, change.rows());
    return new BoundChange(rows, returning(change.answered(), context));
  }

  /// Binds a MERGE.
  ///
  /// @param columns all columns of the table, as INSERT and UPDATE want them
  public BoundMerge merge(
      DataStatement.Merge merge,
      Function<DataStatement.Overriding, List<InsertColumn>> columns,
      Request request) {
    return guarded(() -> {
      BindContext context = context(request);
      MergeBinder.Result result = new MergeBinder(context, merge, columns).bind();
      Bound pairs = plan(context, result.pairs());
      return new BoundMerge(pairs.plan(), pairs.parameters(), result.branches());
    });
  }

  /// Binds a default, which sees no columns.
  public Scalar defaultValue(SqlNode node, SqlType type, String column, Request request) {
    return new RowBinding(context(request)).defaultValue(node, type, column);
  }

  /// A value of another type as a column takes it.
  public Scalar assigned(Scalar value, SqlType type, String column, Request request) {
    return context(request).coercion().assignment(new Operand(value, 0), type, column);
  }

  /// Binds the condition of a CHECK over the positions of a table's columns.
  public Scalar check(SqlNode node, RowShape shape, Request request) {
    return new RowBinding(context(request)).check(node, shape);
  }

  /// Binds what a column's values become when it gets another type; null if a cast is missing.
  public @Nullable Scalar transform(
      SqlNode node, RowShape shape, SqlType type, String column, Request request) {
    return new RowBinding(context(request)).transform(node, shape, type, column);
  }

  /// Binds what a generated column is computed by over the positions of a table's columns.
  public Scalar generated(
      SqlNode node, RowShape shape, SqlType type, String column, Request request) {
    boolean[] wasAsked = {false};
    SessionValues session =
        (function, arguments) -> {
          Scalar value = request.session.call(function, arguments);
          wasAsked[0] |= value != null;
          return value;
        };
    Request watched = new Request(request.relations, session, request.mode, request.parameters);
    Scalar value = new RowBinding(context(watched)).generated(node, shape, type, column);
    if (wasAsked[0]) {
      throw RowBinding.notImmutable();
    }
    return value;
  }

  /// Expressions nest as deep as the thread's stack allows, as in PostgreSQL.
  private static <T> T guarded(Supplier<T> binding) {
    try {
      return binding.get();
    } catch (StackOverflowError e) {
      throw new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }
  }

  BindContext context(Request request) {
    ParameterTypes parameters = new ParameterTypes(request.parameters);
    return new BindContext(
        new Columns(),
        resolvers.apply(parameters),
        parameters,
        request.relations,
        request.session,
        request.mode,
        WithQueries.NONE,
        (context, node, scope) -> new QueryBinder(context).bind(node, scope),
        0);
  }

  /// A bound query whose outputs are columns of one tree.
  ///
  /// @param outputs the result's columns, and behind them those that only its order needs
  private record Shaped(
      Rel rel, List<ColumnRef> outputs, List<OutputColumn> columns, List<SortKey> order) {}

  private static Shaped shaped(BindContext context, BoundQuery query) {
    List<ColumnRef> outputs = new ArrayList<>();
    List<OutputColumn> columns = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    for (Output output : query.outputs()) {
      Scalar known = context.coercion().known(output.column());
      ColumnRef column = output.column();
      if (!(known instanceof ColumnRef)) {
        column = context.columns().fresh(known.type());
        bindings.add(new Binding(column, known));
      }
      outputs.add(column);
      columns.add(new OutputColumn(output.name(), column.type(), output.origin()));
    }
    List<SortKey> order = new ArrayList<>();
    for (Order term : query.order()) {
      int index = outputs.indexOf(term.column());
      if (index < 0) {
        index = outputs.size();
        outputs.add(term.column());
      }
      order.add(new SortKey(index, term.isDescending(), term.isNullsFirst()));
    }
    Rel rel = Rels.extend(cut(context, query) == null ? query.rows() : query.rel(), bindings);
    return new Shaped(rel, outputs, columns, order);
  }

  /// LIMIT and OFFSET that are applied when the plan runs; a maintained plan holds them itself.
  private static BoundQuery.@Nullable Cut cut(BindContext context, BoundQuery query) {
    return context.mode() == BindMode.ONE_SHOT ? query.cut() : null;
  }

  private Bound plan(BindContext context, BoundQuery query) {
    Shaped shaped = shaped(context, query);
    BoundQuery.Cut cut = cut(context, query);
    boolean keepsOrder = context.mode() == BindMode.ONE_SHOT;
    List<ColumnRef> outputs = shaped.outputs();
    Plan plan =
        optimiser(context)
            .optimise(
                shaped.rel(), keepsOrder ? outputs : outputs.subList(0, shaped.columns().size()));
    if (context.mode() == BindMode.MAINTAINED) {
      Maintainable.check(plan);
    }
    return new Bound(
        plan,
        shaped.columns(),
        keepsOrder ? shaped.order() : List.of(),
        context.parameters().settled(),
        cut == null ? null : cut.limit(),
        cut == null ? null : cut.offset());
  }

  private Optimiser optimiser(BindContext context) {
    return new Optimiser(
        context.columns(), context.resolver()::equal, temporal(context), functions);
  }

  private TemporalBounds temporal(BindContext context) {
    boolean isMaintained = context.mode() == BindMode.MAINTAINED;
    return new TemporalBounds(isMaintained ? functions.nextMillisecond() : null);
  }
}

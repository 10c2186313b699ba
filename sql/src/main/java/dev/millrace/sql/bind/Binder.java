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
import dev.millrace.sql.bind.query.FromBinder;
import dev.millrace.sql.bind.query.QueryBinder;
import dev.millrace.sql.bind.query.WriteBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.WithQueries;
import dev.millrace.sql.logical.Columns;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.optimise.Optimiser;
import dev.millrace.sql.optimise.PlanFunctions;
import dev.millrace.sql.optimise.TemporalBounds;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.ParameterTypes;
import dev.millrace.sql.resolve.Resolver;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
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

  /// Binds the source of an INSERT: the plan yields one value for each target column.
  public Bound insert(SqlNode source, List<InsertColumn> targets, Request request) {
    return guarded(() -> {
      BindContext context = context(request);
      return plan(context, new WriteBinder(context).insert(source, targets));
    });
  }

  /// Binds a DELETE: the plan yields the rows to take out.
  public Bound delete(DataStatement.Delete delete, Request request) {
    return guarded(() -> {
      BindContext context = context(request);
      return plan(context, new WriteBinder(context).delete(delete));
    });
  }

  /// Binds an UPDATE: the plan yields the rows to take out, and behind the columns of each those of
  /// the row to put in.
  ///
  /// @param columns all columns of the table
  public Bound update(DataStatement.Update update, List<InsertColumn> columns, Request request) {
    return guarded(() -> {
      BindContext context = context(request);
      return plan(context, new WriteBinder(context).update(update, columns));
    });
  }

  /// Binds RETURNING over rows of a table.
  ///
  /// @param alias of the table in the statement, or null
  public Returning returning(
      SqlNodeList items, ObjectName table, @Nullable String alias, Request request) {
    BindContext context = context(request);
    FromBinder.Alias as =
        alias == null ? null : new FromBinder.Alias(alias, List.of(), table.position());
    FromItem target = new FromBinder(context, null).named(table.parts(), as, table.position());
    return new WriteBinder(context).returning(items, target);
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

  private Bound plan(BindContext context, BoundQuery query) {
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
      columns.add(new OutputColumn(output.name(), column.type()));
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
    BoundQuery.Cut cut = query.cut();
    Rel rel = Rels.extend(cut == null ? query.rows() : query.rel(), bindings);
    if (cut != null && context.mode() != BindMode.ONE_SHOT) {
      throw DatabaseException.notSupported("a parameter in LIMIT of a view", cut.position());
    }
    Optimiser optimiser =
        new Optimiser(context.columns(), context.resolver()::equal, temporal(context), functions);
    boolean keepsOrder = context.mode() == BindMode.ONE_SHOT;
    Plan plan = optimiser.optimise(rel, keepsOrder ? outputs : outputs.subList(0, columns.size()));
    if (context.mode() == BindMode.MAINTAINED) {
      Maintainable.check(plan);
    }
    return new Bound(
        plan,
        columns,
        keepsOrder ? order : List.of(),
        context.parameters().settled(),
        cut == null ? null : cut.limit(),
        cut == null ? null : cut.offset());
  }

  private TemporalBounds temporal(BindContext context) {
    boolean isMaintained = context.mode() == BindMode.MAINTAINED;
    return new TemporalBounds(isMaintained ? functions.nextMillisecond() : null);
  }
}

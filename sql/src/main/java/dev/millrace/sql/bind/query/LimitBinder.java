package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.math.RowCounts;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.WindowCall;
import dev.millrace.sql.logical.AggregateBinding.Term;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds LIMIT, OFFSET and FETCH FIRST. Constants cut the rows as they are; any other number is
/// computed once, and rows are kept by their number in the query's order.
final class LimitBinder {

  private static final Literal ZERO = new Literal(0L, ScalarType.INT8);

  private final BindContext context;
  private final Scope scope;
  private final @Nullable Scope selected;

  /// @param outer the query around, null for the outermost
  /// @param selected the names of the query itself, which must not be used; null if it has none
  LimitBinder(BindContext context, @Nullable Scope outer, @Nullable Scope selected) {
    this.context = context;
    this.selected = selected;
    this.scope = selected == null ? new Scope(outer, FromItem.none()) : selected;
  }

  /// A number and the sub-queries in it.
  private record Count(Scalar value, Stage stage) {

    boolean isLiteral() {
      return value instanceof Literal && stage.hoists().isEmpty();
    }

    /// True if only the outcome of the sub-queries or of rows around tells it.
    boolean needsRows() {
      Set<Integer> columns = new HashSet<>();
      Scalars.collectColumns(value, columns);
      return !stage.hoists().isEmpty() || !columns.isEmpty();
    }

    @Nullable Long number() {
      return (Long) ((Literal) value).value();
    }
  }

  BoundQuery cut(BoundQuery query, @Nullable SqlNode fetch, @Nullable SqlNode skip) {
    SqlBasicCall ties =
        fetch instanceof SqlBasicCall call && call.getOperator() == Shapes.WITH_TIES ? call : null;
    if (ties != null && query.order().isEmpty()) {
      throw new DatabaseException(
          SqlState.SYNTAX_ERROR, "WITH TIES cannot be specified without ORDER BY clause");
    }
    SqlNode most = ties == null ? fetch : ties.operand(0);
    Count limit = most == null ? null : count(most, "LIMIT");
    Count offset = skip == null ? null : count(skip, "OFFSET");
    if (ties != null && limit != null) {
      if (limit.isLiteral() && limit.number() == null) {
        throw new DatabaseException(
            SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE,
            "row count cannot be null in FETCH FIRST ... WITH TIES clause");
      }
      return tied(query, limit, offset, position(ties));
    }
    boolean isKnown =
        (limit == null || limit.isLiteral()) && (offset == null || offset.isLiteral());
    if (isKnown) {
      return new BoundQuery(
          query.rel(),
          query.outputs(),
          query.order(),
          limit == null ? null : limit.number(),
          RowCounts.offset(offset == null ? null : offset.number()),
          null);
    }
    Rel kept = numbered(query, limit, offset);
    if ((limit != null && limit.needsRows()) || (offset != null && offset.needsRows())) {
      return new BoundQuery(kept, query.outputs(), query.order(), null, 0, null);
    }
    BoundQuery.Cut cut =
        new BoundQuery.Cut(
            limit == null ? null : limit.value(), offset == null ? null : offset.value(), kept);
    return new BoundQuery(query.rel(), query.outputs(), query.order(), null, 0, cut);
  }

  private Count count(SqlNode node, String clause) {
    Stage stage = Stage.rows(clause);
    ExpressionBinder binder = new ExpressionBinder(context, scope, stage);
    Map<Integer, Integer> before = scope.remember(new HashMap<>());
    Operand operand = binder.operand(node);
    Map<Integer, Integer> uses = scope.remember(before);
    if (selected != null && !uses.isEmpty()) {
      throw DatabaseException.at(
          uses.values().iterator().next(),
          SqlState.INVALID_COLUMN_REFERENCE,
          "argument of " + clause + " must not contain variables");
    }
    if (!context.coercion().isAssignable(operand.type(), ScalarType.INT8)) {
      throw DatabaseException.at(
          operand.position(),
          SqlState.DATATYPE_MISMATCH,
          "argument of "
              + clause
              + " must be type bigint, not type "
              + operand.type().displayName());
    }
    Scalar value = Constants.fold(context.coercion().explicit(operand, ScalarType.INT8));
    if (value instanceof Literal literal && literal.value() != null) {
      Object number =
          clause.equals("LIMIT")
              ? RowCounts.limit((Long) literal.value())
              : RowCounts.offset((Long) literal.value());
      assert number.equals(literal.value());
    }
    return new Count(value, stage);
  }

  /// The rows whose number in the query's order is behind the offset and within the limit.
  private Rel numbered(BoundQuery query, @Nullable Count limit, @Nullable Count offset) {
    ColumnRef number = context.columns().fresh(ScalarType.INT8);
    Rel rows = new Rel.Number(query.rel(), List.of(), query.order(), number);
    Counted counted = counted(rows, limit, offset);
    List<Scalar> conditions = new ArrayList<>();
    if (offset != null) {
      conditions.add(operator(number, ">", counted.skipped));
    }
    if (counted.most != null) {
      Scalar place = operator(number, "-", counted.skipped);
      conditions.add(orNull(operator(place, "<=", counted.most)));
    }
    return new Rel.Filter(counted.rel, conditions);
  }

  /// NULL is no limit.
  private static Scalar orNull(Scalar condition) {
    return new Coalesce(List.of(condition, Scalars.TRUE), ScalarType.BOOL);
  }

  /// The rows from an offset on, up to a limit and all that sort equal to the last one: by
  /// ROW_NUMBER() and RANK() over the query's order.
  private BoundQuery tied(BoundQuery query, Count limit, @Nullable Count offset, int at) {
    List<Term> order =
        query.order().stream()
            .map(o -> new Term(o.column(), o.isDescending(), o.isNullsFirst()))
            .toList();
    WindowCall.Spec spec = new WindowCall.Spec(List.of(), order);
    ColumnRef number = context.columns().fresh(ScalarType.INT8);
    ColumnRef rank = context.columns().fresh(ScalarType.INT8);
    Rel ranked =
        new WindowPlanner(context, at)
            .plan(query.rel(), List.of(call("row_number", number, spec), call("rank", rank, spec)));
    Counted counted = counted(ranked, limit, offset);
    Scalar most = Objects.requireNonNull(counted.most);
    Rel kept =
        new Rel.Filter(
            counted.rel,
            List.of(
                orNull(operator(most, ">", ZERO)),
                orNull(operator(operator(rank, "-", counted.skipped), "<=", most)),
                operator(number, ">", counted.skipped)));
    return new BoundQuery(kept, query.outputs(), query.order(), null, 0, null);
  }

  private static WindowCall call(String name, ColumnRef column, WindowCall.Spec spec) {
    return new WindowCall(
        column, name, null, List.of(), false, spec, new WindowCall.Frame.Running());
  }

  /// Rows beside the two numbers.
  private record Counted(Rel rel, @Nullable Scalar most, Scalar skipped) {}

  private Counted counted(Rel rows, @Nullable Count limit, @Nullable Count offset) {
    List<Binding> bindings = new ArrayList<>();
    Rel counts = Rel.Rows.unit();
    Scalar most = null;
    if (limit != null) {
      counts = limit.stage.applyHoists(counts);
      most = counted(limit, "limit_count", bindings);
    }
    Scalar skipped = ZERO;
    if (offset != null) {
      counts = offset.stage.applyHoists(counts);
      skipped = counted(offset, "offset_count", bindings);
    }
    if (bindings.isEmpty()) {
      return new Counted(rows, most, skipped);
    }
    Rel computed = new Rel.Extend(counts, bindings);
    Rel joined = new Rel.Join(JoinKind.INNER, rows, computed, List.of());
    return new Counted(joined, most, skipped);
  }

  private Scalar counted(Count count, String function, List<Binding> bindings) {
    Scalar checked =
        Constants.fold(
            context.resolver().function(function, List.of(new Operand(count.value, 0)), 0));
    if (checked instanceof Literal) {
      return checked;
    }
    ColumnRef column = context.columns().fresh(ScalarType.INT8);
    bindings.add(new Binding(column, checked));
    return column;
  }

  private Scalar operator(Scalar left, String symbol, Scalar right) {
    return context
        .resolver()
        .operator(symbol, List.of(new Operand(left, 0), new Operand(right, 0)), 0);
  }
}

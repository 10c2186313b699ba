package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.WithQueries;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Branch;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.resolve.Operand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/// One query of WITH RECURSIVE, bound when it is first named. If it names itself it must have the
/// form `first UNION [ALL] next`, and only `next` may do so, once.
final class IterationBinder implements WithQueries.Named {

  /// The queries of one WITH that are being bound, innermost last.
  static final class Running {
    private final Deque<IterationBinder> binders = new ArrayDeque<>();
  }

  /// Where in the query the binder is.
  private enum Part {
    NOT_A_UNION,
    FIRST,
    NEXT
  }

  private final SqlWithItem item;
  private final String name;
  private final @Nullable Scope outer;
  private final Running running;
  private @Nullable BindContext context;
  private @Nullable BoundQuery bound;
  private Part part = Part.NOT_A_UNION;

  /// The rows added last, while `next` is bound.
  private @Nullable BoundQuery variable;

  /// Where `next` names it first; 0 if it did not.
  private int named;

  IterationBinder(SqlWithItem item, @Nullable Scope outer, Running running) {
    this.item = item;
    this.name = WithBinder.name(item);
    this.outer = outer;
    this.running = running;
  }

  /// Tells what names the query may use.
  void open(BindContext context) {
    this.context = context;
  }

  @Override
  public BoundQuery at(int position) {
    BoundQuery known = bound;
    if (known != null) {
      return known;
    }
    if (running.binders.contains(this)) {
      return itself(position);
    }
    running.binders.addLast(this);
    try {
      BoundQuery query = bind(Objects.requireNonNull(context), item.query);
      bound = query;
      return query;
    } finally {
      running.binders.removeLast();
    }
  }

  private BoundQuery itself(int position) {
    if (running.binders.getLast() != this) {
      throw DatabaseException.at(
          position(item.name),
          SqlState.FEATURE_NOT_SUPPORTED,
          "mutual recursion between WITH items is not implemented");
    }
    return switch (part) {
      case NOT_A_UNION ->
          throw invalid(
              "recursive query \""
                  + name
                  + "\" does not have the form non-recursive-term UNION [ALL] recursive-term",
              position(item.name));
      case FIRST -> throw misplaced("within its non-recursive term", position);
      case NEXT -> {
        if (named != 0) {
          throw misplaced("more than once", position);
        }
        named = position;
        yield Objects.requireNonNull(variable);
      }
    };
  }

  private static DatabaseException invalid(String message, int position) {
    return DatabaseException.at(position, SqlState.INVALID_RECURSION, message);
  }

  private DatabaseException misplaced(String where, int position) {
    return invalid(
        "recursive reference to query \"" + name + "\" must not appear " + where, position);
  }

  private BoundQuery bind(BindContext inner, SqlNode query) {
    if (query instanceof SqlWith with) {
      return bind(new WithBinder(inner, outer).scope(with), with.body);
    }
    if (query instanceof SqlOrderBy sorted && isUnion(sorted.query)) {
      return sorted(inner, sorted);
    }
    if (!isUnion(query)) {
      return WithBinder.named(new QueryBinder(inner).bind(query, outer), item);
    }
    SqlBasicCall union = (SqlBasicCall) query;
    part = Part.FIRST;
    BoundQuery first = new QueryBinder(inner).bind(union.operand(0), outer);
    int recursion = inner.columns().fresh(ScalarType.BOOL).index();
    variable = variable(inner, first, recursion);
    part = Part.NEXT;
    Wanted types = new Wanted(first.columns().stream().map(ColumnRef::type).toList());
    BoundQuery next = new QueryBinder(inner, types).bind(union.operand(1), outer);
    if (named == 0) {
      return WithBinder.named(new QueryBinder(inner).bind(union, outer), item);
    }
    RecursiveTerm.of(union.operand(1), next.rel(), recursion)
        .fault(name)
        .ifPresent(where -> {
          throw where.startsWith("within")
              ? misplaced(where, named)
              : invalid(where, start(union.operand(1)));
        });
    Rel rel = iteration(inner, union, first, next);
    RecursionBinder.check(rel, recursion, position(item.name));
    return WithBinder.named(BoundQuery.of(rel, outputs(rel.columns(), first)), item);
  }

  /// Where the first column of a term is written.
  private static int start(SqlNode term) {
    SqlNodeList items = RecursiveTerm.items(term);
    return items == null || items.isEmpty() ? position(term) : position(items.get(0));
  }

  private static boolean isUnion(SqlNode query) {
    return query.getKind() == SqlKind.UNION && query instanceof SqlBasicCall;
  }

  /// ORDER BY and LIMIT behind the union itself: only if it does not name itself.
  private BoundQuery sorted(BindContext inner, SqlOrderBy sorted) {
    bind(inner, sorted.query);
    if (named != 0) {
      SqlNode first = sorted.orderList.isEmpty() ? null : sorted.orderList.get(0);
      String clause = first != null ? "ORDER BY" : sorted.offset != null ? "OFFSET" : "LIMIT";
      SqlNode count = sorted.offset != null ? sorted.offset : sorted.fetch;
      throw DatabaseException.at(
          position(Objects.requireNonNull(first != null ? first : count)),
          SqlState.FEATURE_NOT_SUPPORTED,
          clause + " in a recursive query is not implemented");
    }
    return WithBinder.named(new QueryBinder(inner).bind(sorted, outer), item);
  }

  /// The rows added last have the columns of the first term.
  private BoundQuery variable(BindContext inner, BoundQuery first, int recursion) {
    List<ColumnRef> columns = inner.columns().freshLike(first.columns());
    Rel rows = new Rel.Variable(recursion, 0, columns);
    return WithBinder.named(BoundQuery.of(rows, outputs(columns, first)), item);
  }

  /// The names of the first term for columns like its own.
  private static List<Output> outputs(List<ColumnRef> columns, BoundQuery first) {
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      outputs.add(new Output(first.names().get(i), columns.get(i)));
    }
    return outputs;
  }

  private Rel iteration(BindContext inner, SqlBasicCall union, BoundQuery first, BoundQuery next) {
    List<Output> outputs = Objects.requireNonNull(variable).outputs();
    if (next.outputs().size() != outputs.size()) {
      throw DatabaseException.at(
          start(union.operand(1)),
          SqlState.SYNTAX_ERROR,
          "each UNION query must have the same number of columns");
    }
    List<ColumnRef> columns = new ArrayList<>();
    List<Binding> casts = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      ColumnRef column = next.columns().get(i);
      SqlType type = outputs.get(i).column().type();
      checkType(inner, union, i, type, next);
      Scalar value = inner.coercion().implicit(new Operand(column, 0), type);
      if (!(value instanceof ColumnRef)) {
        column = inner.columns().fresh(type);
        casts.add(new Binding(column, value));
      }
      columns.add(column);
    }
    List<ColumnRef> results = inner.columns().freshLike(first.columns());
    return new Rel.Iteration(
        new Branch(first.rows(), first.columns()),
        new Branch(Rels.extend(next.rows(), casts), columns),
        !((SqlSetOperator) union.getOperator()).isAll(),
        results);
  }

  /// The types are those of the first term.
  private void checkType(
      BindContext inner, SqlBasicCall union, int index, SqlType type, BoundQuery next) {
    SqlNodeList items = RecursiveTerm.items(union.operand(0));
    int at = items == null ? position(union) : position(items.get(index));
    SqlType other = next.columns().get(index).type();
    SqlType common =
        next.outputs().get(index).isUntyped()
            ? type
            : inner.coercion().common(List.of(type, other), "UNION", at);
    if (!common.equals(type)) {
      throw DatabaseException.at(
              at,
              SqlState.DATATYPE_MISMATCH,
              ("recursive query \"%s\" column %d has type %s in non-recursive term"
                      + " but type %s overall")
                  .formatted(name, index + 1, type.displayName(), common.displayName()))
          .withHint("Cast the output of the non-recursive term to the correct type.");
    }
  }
}

package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Get;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.parse.node.ShowNode;
import dev.millrace.sql.parse.node.TableFunctionNode;
import dev.millrace.sql.statement.ShowStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds FROM: tables, views, sub-queries, functions, and joins of them.
public final class FromBinder {

  private final BindContext context;

  /// The query around, whose columns items may use.
  private final @Nullable Scope outer;

  /// @param outer the query around, null for the outermost
  public FromBinder(BindContext context, @Nullable Scope outer) {
    this.context = context;
    this.outer = outer;
  }

  /// The query around, null for the outermost.
  public @Nullable Scope outer() {
    return outer;
  }

  /// @param left what stands to the left, visible to LATERAL items; null for the first item
  public FromItem bind(SqlNode node, @Nullable FromItem left) {
    if (node instanceof SqlJoin join) {
      return new JoinBinder(context, this).bind(join, left);
    }
    if (node.getKind() == SqlKind.AS) {
      return aliased((SqlBasicCall) node, left);
    }
    return item(node, null, left);
  }

  private FromItem aliased(SqlBasicCall as, @Nullable FromItem left) {
    List<SqlNode> operands = as.getOperandList();
    List<String> columns = new ArrayList<>();
    for (SqlNode column : operands.subList(2, operands.size())) {
      columns.add(((SqlIdentifier) column).names.getFirst());
    }
    String name = ((SqlIdentifier) operands.get(1)).names.getFirst();
    return item(operands.getFirst(), new Alias(name, columns, position(operands.get(1))), left);
  }

  /// An alias and the names it gives to the first columns.
  public record Alias(String name, List<String> columns, int position) {}

  private FromItem item(SqlNode node, @Nullable Alias alias, @Nullable FromItem left) {
    if (node instanceof SqlIdentifier identifier) {
      return named(identifier.names, alias, position(identifier));
    }
    if (node instanceof TableFunctionNode function) {
      return new TableFunctionBinder(context, inner(left)).bind(function, alias);
    }
    if (node instanceof ShowNode show) {
      return query(shown(show), alias, null);
    }
    if (node.getKind() == SqlKind.LATERAL) {
      SqlNode query = ((SqlBasicCall) node).operand(0);
      return query(query, alias, inner(left));
    }
    if (node instanceof SqlJoin) {
      FromItem joined = bind(node, left);
      return alias == null ? joined : renamed(joined, alias);
    }
    if (Shapes.isQuery(node)) {
      return query(node, alias, outer);
    }
    throw DatabaseException.notSupported("this item in FROM", position(node));
  }

  private SqlNode shown(ShowNode show) {
    SqlNode query =
        context.mode() == BindMode.ONE_SHOT && show.statement() instanceof ShowStatement statement
            ? context.session().shown(statement)
            : null;
    if (query == null) {
      throw DatabaseException.notSupported("SHOW in a view", position(show));
    }
    return query;
  }

  /// The scope of a LATERAL item: what stands to the left, then the query around.
  private @Nullable Scope inner(@Nullable FromItem left) {
    return left == null ? outer : new Scope(outer, left);
  }

  private FromItem query(SqlNode node, @Nullable Alias alias, @Nullable Scope scope) {
    BoundQuery query = new QueryBinder(context).bind(node, scope);
    Alias name = alias == null ? new Alias("unnamed_subquery", List.of(), position(node)) : alias;
    return FromItem.of(query.rows(), table(query, name, null));
  }

  private static Table table(BoundQuery query, Alias alias, @Nullable String schema) {
    List<NamedColumn> columns = new ArrayList<>();
    List<Output> outputs = query.outputs();
    checkAliases(alias, outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      String name = i < alias.columns.size() ? alias.columns.get(i) : outputs.get(i).name();
      columns.add(new NamedColumn(name, outputs.get(i).column(), outputs.get(i).origin()));
    }
    return new Table(alias.name, schema, columns, Set.of());
  }

  private static void checkAliases(Alias alias, int columns) {
    if (alias.columns.size() > columns) {
      throw new DatabaseException(
          SqlState.INVALID_COLUMN_REFERENCE,
          "table \""
              + alias.name
              + "\" has "
              + columns
              + " columns available but "
              + alias.columns.size()
              + " columns specified");
    }
  }

  /// The item under an alias.
  public static FromItem renamed(FromItem item, Alias alias) {
    checkAliases(alias, item.columns().size());
    List<NamedColumn> columns = new ArrayList<>();
    for (int i = 0; i < item.columns().size(); i++) {
      NamedColumn column = item.columns().get(i);
      String name = i < alias.columns.size() ? alias.columns.get(i) : column.name();
      columns.add(new NamedColumn(name, column.column(), column.origin()));
    }
    Table only = item.tables().size() == 1 ? item.tables().getFirst() : null;
    Set<Set<Integer>> keys = only == null ? Set.of() : only.keys();
    boolean isScalar = only != null && only.isScalar();
    return FromItem.of(item.rel(), new Table(alias.name, null, columns, keys, isScalar));
  }

  /// A relation by name: a WITH query, else what the catalog says.
  public FromItem named(List<String> name, @Nullable Alias alias, int at) {
    BoundQuery with = name.size() == 1 ? context.with().find(name.getFirst(), at) : null;
    if (with != null) {
      Rels.Copy copy = Rels.copy(with.rows(), context.columns());
      List<Output> outputs =
          with.outputs().stream()
              .map(o -> new Output(o.name(), copy.of(o.column()), o.origin()))
              .toList();
      BoundQuery query = BoundQuery.of(copy.rel(), outputs);
      Alias as = alias == null ? new Alias(name.getFirst(), List.of(), at) : alias;
      return FromItem.of(query.rel(), table(query, as, null));
    }
    FromItem item =
        switch (context.relations().relation(name, at)) {
          case Relations.Source.Stored stored -> stored(stored);
          case Relations.Source.View view -> view(view);
        };
    return alias == null ? item : renamed(item, alias);
  }

  private FromItem stored(Relations.Source.Stored stored) {
    List<ColumnRef> refs = new ArrayList<>();
    List<NamedColumn> names = new ArrayList<>();
    Set<Integer> notNull = new HashSet<>();
    for (Relations.Column column : stored.columns()) {
      ColumnRef ref = context.columns().fresh(column.type());
      refs.add(ref);
      if (!column.isHidden()) {
        names.add(new NamedColumn(column.name(), ref, new Origin(stored.oid(), refs.size())));
      }
      if (!column.isNullable()) {
        notNull.add(ref.index());
      }
    }
    Set<Set<Integer>> keys = new LinkedHashSet<>();
    for (Set<Integer> positions : stored.keys()) {
      Set<Integer> key = new LinkedHashSet<>();
      positions.forEach(p -> key.add(refs.get(p).index()));
      keys.add(key);
    }
    Rel get = new Get(stored.id(), refs, notNull, keys);
    return FromItem.of(get, new Table(stored.name(), stored.schema(), names, keys));
  }

  private FromItem view(Relations.Source.View view) {
    if (context.depth() >= BindContext.VIEW_DEPTH_MAX) {
      throw new DatabaseException(
          SqlState.STATEMENT_TOO_COMPLEX,
          "views are nested more than " + BindContext.VIEW_DEPTH_MAX + " deep");
    }
    BindContext inside = context.inside(view.relations());
    BoundQuery query = new QueryBinder(inside).bind(view.query(), null);
    List<Output> outputs = new ArrayList<>();
    for (Output output : query.outputs()) {
      Origin origin = new Origin(view.oid(), outputs.size() + 1);
      outputs.add(new Output(output.name(), output.column(), origin));
    }
    BoundQuery columns = BoundQuery.of(query.rows(), outputs);
    Alias names = new Alias(view.name(), view.columns(), 0);
    return FromItem.of(columns.rel(), table(columns, names, view.schema()));
  }

  /// Puts two items side by side: dependent if the right one uses columns of the left.
  public Rel cross(Rel left, Rel right) {
    return join(JoinKind.INNER, left, right, List.of());
  }

  /// A join, dependent if its right side uses columns of the left.
  public Rel join(JoinKind kind, Rel left, Rel right, List<Scalar> on) {
    Set<Integer> free = Rels.free(right);
    boolean isDependent = left.columns().stream().anyMatch(c -> free.contains(c.index()));
    return isDependent ? new Rel.Apply(kind, left, right, on) : new Rel.Join(kind, left, right, on);
  }
}

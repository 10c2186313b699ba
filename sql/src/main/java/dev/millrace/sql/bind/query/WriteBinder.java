package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.Returning;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.TopK;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.DataStatement.Assignment;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// Binds what INSERT, UPDATE and DELETE read: the rows to write, or to take out and to put in.
public final class WriteBinder {

  private final BindContext context;

  /// A binder for one statement.
  public WriteBinder(BindContext context) {
    this.context = context;
  }

  /// Rows of the target columns. Untyped literals in VALUES are read as the column they go to.
  public BoundQuery insert(SqlNode source, List<InsertColumn> targets) {
    if (source.getKind() == SqlKind.VALUES) {
      return values((SqlBasicCall) source, targets);
    }
    BoundQuery query =
        new QueryBinder(context, new Wanted(targets.stream().map(InsertColumn::type).toList()))
            .bind(source, null);
    checkWidth(query.outputs().size(), targets.size(), position(source));
    List<Output> outputs = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    for (int i = 0; i < query.outputs().size(); i++) {
      InsertColumn target = targets.get(i);
      Operand operand = new Operand(query.columns().get(i), position(source));
      Scalar value = context.coercion().assignment(operand, target.type(), target.name());
      outputs.add(new Output(target.name(), column(value, bindings)));
    }
    addDefaults(targets, outputs, bindings);
    return BoundQuery.of(Rels.extend(query.rows(), bindings), outputs);
  }

  private void addDefaults(
      List<InsertColumn> targets, List<Output> outputs, List<Binding> bindings) {
    for (InsertColumn target : targets.subList(outputs.size(), targets.size())) {
      outputs.add(new Output(target.name(), column(target.valueOrNull(), bindings)));
    }
  }

  private ColumnRef column(Scalar value, List<Binding> bindings) {
    if (value instanceof ColumnRef column) {
      return column;
    }
    ColumnRef column = context.columns().fresh(value.type());
    bindings.add(new Binding(column, value));
    return column;
  }

  private static void checkWidth(int expressions, int targets, int at) {
    if (expressions > targets) {
      throw DatabaseException.at(
          at, SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns");
    }
  }

  private BoundQuery values(SqlBasicCall values, List<InsertColumn> targets) {
    Scope scope = new Scope(null, FromItem.none());
    List<Stage> stages = new ArrayList<>();
    List<List<Scalar>> rows = new ArrayList<>();
    int width = -1;
    for (SqlNode node : values.getOperandList()) {
      stages.add(Stage.rows("VALUES"));
      ExpressionBinder binder = new ExpressionBinder(context, scope, stages.getLast());
      List<SqlNode> elements = ((SqlBasicCall) node).getOperandList();
      if (width >= 0 && elements.size() != width) {
        throw DatabaseException.at(
            position(node), SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length");
      }
      width = elements.size();
      checkWidth(width, targets.size(), elements.isEmpty() ? 0 : position(elements.getLast()));
      rows.add(row(elements, targets, binder));
    }
    List<ColumnRef> columns = targets.stream().map(t -> context.columns().fresh(t.type())).toList();
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      outputs.add(new Output(targets.get(i).name(), columns.get(i)));
    }
    Rel rel = new ValuesBinder(context, null, Wanted.NOTHING).rel(rows, columns, stages);
    return BoundQuery.of(rel, outputs);
  }

  private List<Scalar> row(
      List<SqlNode> elements, List<InsertColumn> targets, ExpressionBinder binder) {
    List<Scalar> row = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      InsertColumn target = targets.get(i);
      boolean isDefault = i >= elements.size() || elements.get(i).getKind() == SqlKind.DEFAULT;
      Scalar value =
          isDefault
              ? target.valueOrNull()
              : context
                  .coercion()
                  .assignment(binder.operand(elements.get(i)), target.type(), target.name());
      row.add(Constants.fold(value));
    }
    return row;
  }

  /// The rows that DELETE takes out.
  public BoundQuery delete(DataStatement.Delete delete) {
    FromItem target = target(delete.table(), delete.alias());
    List<Output> outputs = outputs(target);
    SqlNode using = delete.using();
    SqlNode where = delete.where();
    if (using == null) {
      return BoundQuery.of(filtered(target, where), outputs);
    }
    FromItem other = new FromBinder(context, null).bind(using, target);
    Rel.Join crossed = new Rel.Join(JoinKind.INNER, target.rel(), other.rel(), List.of());
    FromItem both = target.with(other, crossed);
    Rel matched = filtered(both, where);
    Rels.Copy copy = Rels.copy(matched, context.columns());
    Rel keys = new Distinct(copy.rel(), copy.of(columns(target)));
    List<Scalar> same = same(columns(target), copy.of(columns(target)));
    return BoundQuery.of(new Rel.Join(JoinKind.SEMI, target.rel(), keys, same), outputs);
  }

  /// The rows that UPDATE takes out, and behind their columns those it puts in.
  public BoundQuery update(DataStatement.Update update, List<InsertColumn> defaults) {
    FromItem target = target(update.table(), update.alias());
    SqlNode from = update.from();
    if (from == null) {
      return assigned(update, target, filtered(target, update.where()), target, defaults);
    }
    // Of several matches one is taken; equal rows of the table each count.
    Rels.Copy copy = Rels.copy(target.rel(), context.columns());
    FromItem once = renamed(target, copy);
    FromItem other = new FromBinder(context, null).bind(from, once);
    FromItem both = once.with(other, new FromBinder(context, null).cross(once.rel(), other.rel()));
    BoundQuery matches = assigned(update, both, filtered(both, update.where()), once, defaults);
    Rel single = new TopK(matches.rel(), columns(once), List.of(), 1L, 0);
    Rel joined =
        new Rel.Join(JoinKind.INNER, target.rel(), single, same(columns(target), columns(once)));
    List<Output> outputs = new ArrayList<>(outputs(target));
    outputs.addAll(matches.outputs().subList(outputs.size(), matches.outputs().size()));
    return BoundQuery.of(joined, outputs);
  }

  private FromItem renamed(FromItem target, Rels.Copy copy) {
    FromItem.Table table = target.tables().getFirst();
    List<NamedColumn> columns =
        table.columns().stream().map(c -> new NamedColumn(c.name(), copy.of(c.column()))).toList();
    Rel distinct = new Distinct(copy.rel(), columns.stream().map(NamedColumn::column).toList());
    return FromItem.of(
        distinct, new FromItem.Table(table.name(), table.schema(), columns, table.keys()));
  }

  private BoundQuery assigned(
      DataStatement.Update update,
      FromItem visible,
      Rel rows,
      FromItem target,
      List<InsertColumn> defaults) {
    Stage stage = Stage.rows("UPDATE");
    ExpressionBinder binder = new ExpressionBinder(context, new Scope(null, visible), stage);
    Map<String, Scalar> values = new HashMap<>();
    for (Assignment assignment : update.assignments()) {
      assign(assignment, update.table(), defaults, binder, values);
    }
    List<Output> outputs = new ArrayList<>(outputs(target));
    List<Binding> bindings = new ArrayList<>();
    for (NamedColumn column : target.columns()) {
      Scalar value = values.getOrDefault(column.name(), column.column());
      outputs.add(new Output(column.name(), column(value, bindings)));
    }
    return BoundQuery.of(Rels.extend(stage.applyHoists(rows), bindings), outputs);
  }

  private void assign(
      Assignment assignment,
      ObjectName table,
      List<InsertColumn> targets,
      ExpressionBinder binder,
      Map<String, Scalar> values) {
    List<SqlNode> nodes = List.of(assignment.value());
    if (assignment.columns().size() > 1) {
      if (!Nodes.isRow(assignment.value())) {
        throw DatabaseException.notSupported(
            "assignment of a sub-query to several columns", position(assignment.value()));
      }
      nodes = ((SqlBasicCall) assignment.value()).getOperandList();
    }
    if (nodes.size() != assignment.columns().size()) {
      throw DatabaseException.at(
          position(assignment.value()),
          SqlState.SYNTAX_ERROR,
          "number of columns does not match number of values");
    }
    for (int i = 0; i < nodes.size(); i++) {
      ColumnName name = assignment.columns().get(i);
      InsertColumn target = find(name, table, targets);
      Scalar value =
          nodes.get(i).getKind() == SqlKind.DEFAULT
              ? target.valueOrNull()
              : context
                  .coercion()
                  .assignment(binder.operand(nodes.get(i)), target.type(), target.name());
      if (values.put(name.name(), value) != null) {
        throw DatabaseException.at(
            name.position(),
            SqlState.SYNTAX_ERROR,
            "multiple assignments to same column \"" + name.name() + "\"");
      }
    }
  }

  private static InsertColumn find(ColumnName name, ObjectName table, List<InsertColumn> targets) {
    for (InsertColumn target : targets) {
      if (target.name().equals(name.name())) {
        return target;
      }
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.UNDEFINED_COLUMN,
        "column \"" + name.name() + "\" of relation \"" + table.last() + "\" does not exist");
  }

  private FromItem target(ObjectName table, @Nullable String alias) {
    FromBinder.Alias as =
        alias == null ? null : new FromBinder.Alias(alias, List.of(), table.position());
    return new FromBinder(context, null).named(table.parts(), as, table.position());
  }

  private Rel filtered(FromItem item, @Nullable SqlNode where) {
    Scope scope = new Scope(null, item);
    return where == null ? item.rel() : new Conditions(context, scope).filter(item.rel(), where);
  }

  private static List<Output> outputs(FromItem item) {
    return item.columns().stream().map(c -> new Output(c.name(), c.column())).toList();
  }

  private static List<ColumnRef> columns(FromItem item) {
    return item.columns().stream().map(NamedColumn::column).toList();
  }

  private List<Scalar> same(List<ColumnRef> left, List<ColumnRef> right) {
    Equality equality = context.resolver()::equal;
    List<Scalar> all = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      all.add(equality.isSame(left.get(i), right.get(i)));
    }
    return all;
  }

  /// RETURNING over one written row: names and expressions over the row's positions.
  public Returning returning(SqlNodeList items, FromItem target) {
    Scope scope = new Scope(null, target);
    Stage stage = Stage.rows("RETURNING");
    ExpressionBinder binder = new ExpressionBinder(context, scope, stage);
    List<Bound.OutputColumn> columns = new ArrayList<>();
    List<Scalar> values = new ArrayList<>();
    Map<Integer, Scalar> positions = new HashMap<>();
    List<ColumnRef> row = columns(target);
    for (int i = 0; i < row.size(); i++) {
      positions.put(row.get(i).index(), new ColumnRef(i, row.get(i).type()));
    }
    for (SelectBinder.Item item : new SelectItems(scope).expand(items)) {
      Scalar value = item.column() != null ? item.column() : binder.known(item.node());
      columns.add(new Bound.OutputColumn(item.name(), value.type()));
      values.add(Scalars.substitute(value, positions));
    }
    if (!stage.hoists().isEmpty()) {
      throw DatabaseException.notSupported("a sub-query in RETURNING", position(items));
    }
    return new Returning(columns, values);
  }
}

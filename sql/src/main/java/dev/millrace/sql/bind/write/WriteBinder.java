package dev.millrace.sql.bind.write;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.query.Conditions;
import dev.millrace.sql.bind.query.FromBinder;
import dev.millrace.sql.bind.query.QueryBinder;
import dev.millrace.sql.bind.query.ValuesBinder;
import dev.millrace.sql.bind.query.Wanted;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.write.ReturningBinder.Answered;
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
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds what INSERT, UPDATE and DELETE read: the rows to write, or to take out and to put in.
public final class WriteBinder {

  private final BindContext context;

  /// A binder for one statement.
  public WriteBinder(BindContext context) {
    this.context = context;
  }

  /// Rows of the target columns. Untyped literals in VALUES are read as the column they go to.
  ///
  /// @param given how many of the targets may be given values; the others get their defaults
  public BoundQuery insert(SqlNode source, List<InsertColumn> targets, int given) {
    if (source.getKind() == SqlKind.VALUES) {
      return values((SqlBasicCall) source, targets, given);
    }
    BoundQuery query =
        new QueryBinder(context, new Wanted(targets.stream().map(InsertColumn::type).toList()))
            .bind(source, null);
    checkWidth(query.outputs().size(), given, position(source));
    List<Output> outputs = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    for (int i = 0; i < query.outputs().size(); i++) {
      InsertColumn target = targets.get(i);
      refuseGiven(target);
      Operand operand = new Operand(query.columns().get(i), position(source));
      Scalar assigned = context.coercion().assignment(operand, target.type(), target.name());
      Scalar value = target.isOverridden() ? target.valueOrNull() : assigned;
      outputs.add(new Output(target.name(), context.columns().of(value, bindings)));
    }
    addDefaults(targets, outputs, bindings);
    return BoundQuery.of(Rels.extend(query.rows(), bindings), outputs);
  }

  /// One row of nothing but defaults.
  public BoundQuery defaults(List<InsertColumn> targets) {
    List<Output> outputs = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    addDefaults(targets, outputs, bindings);
    return BoundQuery.of(Rels.extend(Rel.Rows.unit(), bindings), outputs);
  }

  /// What RETURNING of an INSERT answers.
  public @Nullable Answered returning(DataStatement.Insert insert) {
    Target target = target(insert.table(), insert.alias());
    return new ReturningBinder(context)
        .bind(insert.returning(), target.item(), target.columns(), List.of());
  }

  /// Fails with 428C9 if a column takes no given value.
  public static void refuseGiven(InsertColumn target) {
    if (target.isAlwaysGenerated()) {
      DatabaseException refusal =
          new DatabaseException(
                  SqlState.GENERATED_ALWAYS,
                  "cannot insert a non-DEFAULT value into column \"" + target.name() + "\"")
              .withDetail(target.reason());
      throw target.source() == InsertColumn.ValueSource.IDENTITY
          ? refusal.withHint("Use OVERRIDING SYSTEM VALUE to override.")
          : refusal;
    }
  }

  private void addDefaults(
      List<InsertColumn> targets, List<Output> outputs, List<Binding> bindings) {
    for (InsertColumn target : targets.subList(outputs.size(), targets.size())) {
      outputs.add(new Output(target.name(), context.columns().of(target.valueOrNull(), bindings)));
    }
  }

  private static void checkWidth(int expressions, int targets, int at) {
    if (expressions > targets) {
      throw DatabaseException.at(
          at, SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns");
    }
  }

  private BoundQuery values(SqlBasicCall values, List<InsertColumn> targets, int given) {
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
      checkWidth(width, given, width > given ? position(elements.get(given)) : 0);
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

  /// The values of a row, defaults for those that are not given; column by column as targeted.
  public List<Scalar> row(
      List<SqlNode> elements, List<InsertColumn> targets, ExpressionBinder binder) {
    List<Scalar> row = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      InsertColumn target = targets.get(i);
      boolean isDefault = i >= elements.size() || elements.get(i).getKind() == SqlKind.DEFAULT;
      Scalar value = target.valueOrNull();
      if (!isDefault) {
        refuseGiven(target);
        Scalar given =
            context
                .coercion()
                .assignment(binder.operand(elements.get(i)), target.type(), target.name());
        value = target.isOverridden() ? value : given;
      }
      row.add(Constants.fold(value));
    }
    return row;
  }

  /// The table that is written: what names see of it, and all its columns, also dropped ones.
  public record Target(FromItem item, List<ColumnRef> columns) {

    Rel rel() {
      return item.rel();
    }

    List<Output> outputs() {
      return columns.stream().map(c -> new Output("", c)).toList();
    }

    /// The name of a column, or null if it was dropped.
    @Nullable String name(ColumnRef column) {
      for (NamedColumn named : item.columns()) {
        if (named.column().index() == column.index()) {
          return named.name();
        }
      }
      return null;
    }
  }

  /// What a statement changes, and what it answers.
  ///
  /// @param rows columns of other relations that RETURNING uses are the last ones
  public record Change(BoundQuery rows, @Nullable Answered answered) {}

  /// The rows that DELETE takes out.
  public Change delete(DataStatement.Delete delete) {
    Target target = target(delete.table(), delete.alias());
    SqlNode using = delete.using();
    SqlNode where = delete.where();
    ReturningBinder returning = new ReturningBinder(context);
    if (using == null) {
      BoundQuery rows = BoundQuery.of(filtered(target.item(), where), target.outputs());
      return new Change(
          rows, returning.bind(delete.returning(), target.item(), target.columns(), List.of()));
    }
    FromItem other = new FromBinder(context, null).bind(using, target.item());
    Rel.Join crossed = new Rel.Join(JoinKind.INNER, target.rel(), other.rel(), List.of());
    FromItem both = target.item().with(other, crossed);
    Rel matched = filtered(both, where);
    Answered answered =
        returning.bind(delete.returning(), both, target.columns(), other.rel().columns());
    Rels.Copy copy = Rels.copy(matched, context.columns());
    List<ColumnRef> keys = copy.of(target.columns());
    List<Scalar> same = same(target.columns(), keys);
    Rel wanted = narrowed(target, matched, target.columns());
    if (answered == null || answered.others() == 0) {
      Rel once = new Distinct(copy.rel(), keys);
      Rel rows = new Rel.Join(JoinKind.SEMI, wanted, once, same);
      return new Change(BoundQuery.of(rows, target.outputs()), answered);
    }
    Rel single = new TopK(copy.rel(), keys, List.of(), 1L, 0);
    Rel rows = new Rel.Join(JoinKind.INNER, wanted, single, same);
    List<Output> outputs = new ArrayList<>(target.outputs());
    copy.of(answered.fromOthers()).forEach(c -> outputs.add(new Output("", c)));
    return new Change(BoundQuery.of(rows, outputs), answered);
  }

  /// The rows that UPDATE takes out, and behind their columns those it puts in.
  public Change update(DataStatement.Update update, List<InsertColumn> defaults) {
    Target target = target(update.table(), update.alias());
    ReturningBinder returning = new ReturningBinder(context);
    SqlNode from = update.from();
    if (from == null) {
      Rel rows = filtered(target.item(), update.where());
      Answered answered =
          returning.bind(update.returning(), target.item(), target.columns(), List.of());
      return new Change(assigned(update, target.item(), rows, target, defaults), answered);
    }
    // Of several matches one is taken; equal rows of the table each count.
    Target once = once(target);
    FromItem other = new FromBinder(context, null).bind(from, once.item());
    FromItem both =
        once.item().with(other, new FromBinder(context, null).cross(once.rel(), other.rel()));
    Rel matched = filtered(both, update.where());
    Answered answered =
        returning.bind(update.returning(), both, once.columns(), other.rel().columns());
    BoundQuery matches = assigned(update, both, matched, once, defaults);
    Rel single = new TopK(matches.rel(), once.columns(), List.of(), 1L, 0);
    Rel wanted = narrowed(target, matched, once.columns());
    Rel joined =
        new Rel.Join(JoinKind.INNER, wanted, single, same(target.columns(), once.columns()));
    List<Output> outputs = new ArrayList<>(target.outputs());
    outputs.addAll(matches.outputs().subList(outputs.size(), matches.outputs().size()));
    if (answered != null) {
      answered.fromOthers().forEach(c -> outputs.add(new Output("", c)));
    }
    return new Change(BoundQuery.of(joined, outputs), answered);
  }

  /// The table's rows that pass the conditions on them alone, so that no others are read.
  ///
  /// @param matched rows of the table with what they match
  /// @param columns of the table in these
  private static Rel narrowed(Target target, Rel matched, List<ColumnRef> columns) {
    Map<Integer, Scalar> own = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      own.put(columns.get(i).index(), target.columns().get(i));
    }
    List<Scalar> conditions = new ArrayList<>();
    for (Rel rel = matched; rel instanceof Rel.Filter filter; rel = filter.input()) {
      for (Scalar condition : filter.conditions()) {
        Set<Integer> used = Scalars.columns(condition);
        boolean isOwn = !used.isEmpty() && own.keySet().containsAll(used);
        if (isOwn && !ScalarTrees.isVolatile(condition)) {
          conditions.add(Scalars.substitute(condition, own));
        }
      }
    }
    return Rels.filter(target.rel(), conditions);
  }

  /// The same table with each different row once.
  private Target once(Target target) {
    Rels.Copy copy = Rels.copy(target.rel(), context.columns());
    List<ColumnRef> all = copy.of(target.columns());
    FromItem.Table table = target.item().tables().getFirst();
    List<NamedColumn> columns =
        table.columns().stream()
            .map(c -> new NamedColumn(c.name(), copy.of(c.column()), c.origin()))
            .toList();
    FromItem item =
        FromItem.of(
            new Distinct(copy.rel(), all),
            new FromItem.Table(table.name(), table.schema(), columns, table.keys()));
    return new Target(item, all);
  }

  private BoundQuery assigned(
      DataStatement.Update update,
      FromItem visible,
      Rel rows,
      Target target,
      List<InsertColumn> defaults) {
    Stage stage = Stage.rows("UPDATE");
    ExpressionBinder binder = new ExpressionBinder(context, new Scope(null, visible), stage);
    Map<String, Scalar> values =
        new Assignments(binder, update.table(), defaults).bind(update.assignments());
    List<Output> outputs = new ArrayList<>(target.outputs());
    List<Binding> bindings = new ArrayList<>();
    for (ColumnRef column : target.columns()) {
      Scalar value = values.getOrDefault(String.valueOf(target.name(column)), column);
      outputs.add(new Output("", context.columns().of(value, bindings)));
    }
    return BoundQuery.of(Rels.extend(stage.applyHoists(rows), bindings), outputs);
  }

  public Target target(ObjectName table, @Nullable String alias) {
    FromBinder.Alias as =
        alias == null ? null : new FromBinder.Alias(alias, List.of(), table.position());
    FromItem item = new FromBinder(context, null).named(table.parts(), as, table.position());
    return new Target(item, item.rel().columns());
  }

  private Rel filtered(FromItem item, @Nullable SqlNode where) {
    Scope scope = new Scope(null, item);
    return where == null ? item.rel() : new Conditions(context, scope).filter(item.rel(), where);
  }

  private List<Scalar> same(List<ColumnRef> left, List<ColumnRef> right) {
    Equality equality = context.resolver()::equal;
    List<Scalar> all = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      all.add(equality.isSame(left.get(i), right.get(i)));
    }
    return all;
  }

  /// The columns' numbers as positions in a row, from `first` on.
  public static Map<Integer, Scalar> positions(List<ColumnRef> columns, int first) {
    Map<Integer, Scalar> positions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnRef column = columns.get(i);
      positions.put(column.index(), new ColumnRef(first + i, column.type()));
    }
    return positions;
  }
}

package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.query.SelectBinder.Item;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import dev.millrace.sql.bind.scope.GroupingCall;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.Stage.Expansion;
import dev.millrace.sql.bind.scope.Stage.Hoist;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// GROUP BY of one SELECT: its expressions become key columns, and what is evaluated after grouping
/// may use those, aggregates, and columns that depend on a grouped primary key.
final class Grouping {

  private final BindContext context;
  private final Scope scope;
  private final Stage stage = Stage.expanding("GROUP BY");
  private final Map<Scalar, ColumnRef> keys = new LinkedHashMap<>();
  private final Map<SqlNode, Scalar> itemKeys = new HashMap<>();
  private final Map<SqlNode, Scalar> spelledKeys = new HashMap<>();
  private final List<List<Scalar>> sets = new ArrayList<>();
  private final List<Binding> bindings = new ArrayList<>();

  Grouping(BindContext context, Scope scope) {
    this.context = context;
    this.scope = scope;
  }

  void bind(SqlNodeList groupBy, List<Item> items) {
    ExpressionBinder binder = new ExpressionBinder(context, scope, stage);
    List<List<SqlNode>> spelled = GroupingSets.of(groupBy);
    for (List<SqlNode> set : spelled) {
      List<Scalar> bound = new ArrayList<>();
      set.forEach(node -> bound.add(key(node, items, binder)));
      sets.add(bound);
    }
    if (sets.size() == 1) {
      addDependent();
    }
  }

  private Scalar key(SqlNode node, List<Item> items, ExpressionBinder binder) {
    Item item = item(node, items);
    if (item != null && item.column() != null) {
      add(item.column());
      return item.column();
    }
    SqlNode expression = item == null ? node : item.node();
    Scalar known = spelledKeys.get(expression);
    Scalar value = known != null ? known : binder.known(expression);
    spelledKeys.put(expression, value);
    if (item != null) {
      itemKeys.put(expression, value);
    }
    add(value);
    return value;
  }

  /// The select item that a position, or a name that no input column has, stands for.
  private @Nullable Item item(SqlNode node, List<Item> items) {
    Integer ordinal = Nodes.ordinal(node);
    if (ordinal != null) {
      if (ordinal < 1 || ordinal > items.size()) {
        throw DatabaseException.at(
            position(node),
            SqlState.INVALID_COLUMN_REFERENCE,
            "GROUP BY position " + ordinal + " is not in select list");
      }
      return items.get(ordinal - 1);
    }
    String name = Nodes.bareName(node);
    if (name == null || scope.findHere(List.of(name), position(node)) != null) {
      return null;
    }
    Item found = null;
    for (Item item : items) {
      if (item.name().equals(name)) {
        if (found != null) {
          throw DatabaseException.at(
              position(node), SqlState.AMBIGUOUS_COLUMN, "GROUP BY \"" + name + "\" is ambiguous");
        }
        found = item;
      }
    }
    return found;
  }

  private void add(Scalar value) {
    if (keys.containsKey(value)) {
      return;
    }
    if (value instanceof ColumnRef column) {
      keys.put(value, column);
      return;
    }
    ColumnRef column = context.columns().fresh(value.type());
    keys.put(value, column);
    bindings.add(new Binding(column, value));
  }

  /// A table whose primary key is grouped by has one value of every column in each group.
  private void addDependent() {
    Set<Integer> grouped = new HashSet<>();
    keys.values().forEach(k -> grouped.add(k.index()));
    for (Table table : scope.from().tables()) {
      boolean isKeyed = table.keys().stream().anyMatch(grouped::containsAll);
      if (isKeyed) {
        for (NamedColumn column : table.columns()) {
          keys.putIfAbsent(column.column(), column.column());
        }
      }
    }
  }

  /// The key that a select item named by GROUP BY is, or null.
  @Nullable Scalar keyOf(Item item) {
    return itemKeys.get(item.node());
  }

  List<ColumnRef> keys() {
    return keys.values().stream().distinct().toList();
  }

  /// The rows with the key columns computed.
  Rel extend(Rel rel) {
    Rel all = stage.applyHoists(rel);
    List<Expansion> expansions = stage.expansions();
    if (!expansions.isEmpty()) {
      all = new Lockstep(context, 0).expand(all, expansions);
    }
    return Rels.extend(all, bindings);
  }

  /// The grouped rows: of several grouping sets one after the other, the keys that a set lacks
  /// NULL.
  Rel aggregate(Rel rel, Stage results) {
    List<GroupingCall> calls = results.groupings();
    calls.forEach(this::checkArguments);
    if (sets.size() <= 1) {
      List<Binding> zeros = new ArrayList<>();
      calls.forEach(c -> zeros.add(new Binding(c.column(), new Literal(0, ScalarType.INT4))));
      return Rels.extend(new Rel.Aggregate(rel, keys(), results.aggregates()), zeros);
    }
    List<Scalar> scalars = List.copyOf(keys.keySet());
    List<Rel.Branch> branches = new ArrayList<>();
    for (List<Scalar> set : sets) {
      branches.add(branch(rel, set, scalars, results));
    }
    List<ColumnRef> columns = new ArrayList<>();
    for (Scalar scalar : scalars) {
      ColumnRef column = context.columns().fresh(scalar.type());
      keys.put(scalar, column);
      columns.add(column);
    }
    results.aggregates().forEach(a -> columns.add(a.column()));
    calls.forEach(c -> columns.add(c.column()));
    return new Rel.Union(branches, columns);
  }

  private Rel.Branch branch(Rel rel, List<Scalar> set, List<Scalar> scalars, Stage results) {
    Rels.Copy copy = Rels.copy(rel, context.columns());
    List<ColumnRef> grouped = new ArrayList<>();
    List<ColumnRef> columns = new ArrayList<>();
    List<Binding> constants = new ArrayList<>();
    for (Scalar scalar : scalars) {
      ColumnRef key = copy.of(Objects.requireNonNull(keys.get(scalar)));
      if (set.contains(scalar)) {
        grouped.add(key);
        columns.add(key);
      } else {
        ColumnRef missing = context.columns().fresh(scalar.type());
        constants.add(new Binding(missing, new Literal(null, scalar.type())));
        columns.add(missing);
      }
    }
    List<AggregateBinding> aggregates = new ArrayList<>();
    for (AggregateBinding a : results.aggregates()) {
      AggregateBinding own =
          a.rewrite(s -> Scalars.substitute(s, copy.renamed()))
              .over(context.columns().fresh(a.column().type()));
      aggregates.add(own);
      columns.add(own.column());
    }
    for (GroupingCall call : results.groupings()) {
      ColumnRef column = context.columns().fresh(ScalarType.INT4);
      constants.add(new Binding(column, new Literal(call.bits(set), ScalarType.INT4)));
      columns.add(column);
    }
    Rel groups = new Rel.Aggregate(copy.rel(), grouped.stream().distinct().toList(), aggregates);
    return new Rel.Branch(Rels.extend(groups, constants), columns);
  }

  private void checkArguments(GroupingCall call) {
    if (!keys.keySet().containsAll(call.arguments())) {
      throw DatabaseException.at(
          call.position(),
          SqlState.GROUPING_ERROR,
          "arguments to GROUPING must be grouping expressions of the associated query level");
    }
  }

  /// What is evaluated after grouping, rewritten to key columns and checked.
  ///
  /// @param before the rows that are grouped
  Check check(Rel before, Stage results) {
    Set<Integer> ungrouped = new HashSet<>(Rels.numbers(before));
    keys().forEach(k -> ungrouped.remove(k.index()));
    Check check = new Check(ungrouped);
    List<Hoist> hoists = List.copyOf(results.hoists());
    results.hoists().clear();
    for (Hoist hoist : hoists) {
      results
          .hoists()
          .add(new Hoist(hoist.kind(), check.rewrite(hoist.right()), check.rewrite(hoist.on())));
    }
    results.windows().replaceAll(w -> w.rewrite(check::rewrite));
    List<Expansion> expansions = List.copyOf(results.expansions());
    results.expansions().clear();
    for (Expansion e : expansions) {
      results
          .expansions()
          .add(new Expansion(e.function(), check.rewrite(e.arguments()), e.results()));
    }
    return check;
  }

  /// Rewrites expressions to what is there after grouping.
  final class Check {

    private final Set<Integer> ungrouped;

    private Check(Set<Integer> ungrouped) {
      this.ungrouped = ungrouped;
    }

    List<Scalar> rewrite(List<Scalar> values) {
      return values.stream().map(this::rewrite).toList();
    }

    Scalar rewrite(Scalar value) {
      ColumnRef key = keys.get(value);
      if (key != null) {
        return key;
      }
      if (value instanceof ColumnRef column && ungrouped.contains(column.index())) {
        throw ungrouped(
            column.index(),
            "column \"%s\" must appear in the GROUP BY clause "
                + "or be used in an aggregate function");
      }
      List<Scalar> operands = Scalars.operands(value);
      return operands.isEmpty()
          ? value
          : Scalars.withOperands(value, operands.stream().map(this::rewrite).toList());
    }

    private Rel rewrite(Rel correlated) {
      Map<Integer, ColumnRef> moved = new HashMap<>();
      keys.forEach((scalar, key) -> {
        if (scalar instanceof ColumnRef column && !column.equals(key)) {
          moved.put(column.index(), key);
        }
      });
      Rel subquery = Rels.substitute(correlated, moved);
      for (int column : Rels.free(subquery)) {
        if (ungrouped.contains(column)) {
          throw ungrouped(column, "subquery uses ungrouped column \"%s\" from outer query");
        }
      }
      return subquery;
    }

    private DatabaseException ungrouped(int column, String message) {
      return DatabaseException.at(
          scope.uses().getOrDefault(column, 0),
          SqlState.GROUPING_ERROR,
          String.format(message, scope.describe(column)));
    }
  }
}

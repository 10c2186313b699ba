package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.Stage.Hoist;
import dev.millrace.sql.logical.NotNull;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.UsingColumns;
import dev.millrace.sql.resolve.Operand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// Binds JOIN with ON, USING and NATURAL.
final class JoinBinder {

  private final BindContext context;
  private final FromBinder items;

  JoinBinder(BindContext context, FromBinder items) {
    this.context = context;
    this.items = items;
  }

  FromItem bind(SqlJoin join, @Nullable FromItem before) {
    FromItem left = items.bind(join.getLeft(), before);
    JoinKind kind = kind(join);
    boolean seesLeft = kind == JoinKind.INNER || kind == JoinKind.LEFT;
    FromItem visible = visible(before, seesLeft ? left : null);
    FromItem right = items.bind(join.getRight(), visible);
    checkNames(left.tables(), right.tables());
    if (kind == JoinKind.RIGHT || kind == JoinKind.FULL) {
      left = optional(left);
    }
    if (kind == JoinKind.LEFT || kind == JoinKind.FULL) {
      right = optional(right);
    }
    if (join.isNatural()) {
      return using(join, kind, left, right, common(left, right));
    }
    if (join.getConditionType() == JoinConditionType.USING) {
      return using(join, kind, left, right, names(Objects.requireNonNull(join.getCondition())));
    }
    SqlNode condition = join.getCondition();
    if (condition == null) {
      return left.with(right, items.join(kind, left.rel(), right.rel(), List.of()));
    }
    return on(kind, left, right, condition);
  }

  /// A side that may have no row, with a column that tells: one that is never NULL in its rows.
  private FromItem optional(FromItem side) {
    Rel rel = side.rel();
    Set<Integer> notNull = NotNull.of(rel);
    ColumnRef witness = null;
    for (ColumnRef column : rel.columns()) {
      if (witness == null && notNull.contains(column.index())) {
        witness = column;
      }
    }
    if (witness == null) {
      witness = context.columns().fresh(ScalarType.BOOL);
      rel = Rels.extend(rel, List.of(new Binding(witness, Scalars.TRUE)));
    }
    ColumnRef present = witness;
    return new FromItem(
        rel, side.tables().stream().map(t -> t.optional(present)).toList(), side.columns());
  }

  private static @Nullable FromItem visible(@Nullable FromItem before, @Nullable FromItem left) {
    if (before == null || left == null) {
      return left == null ? before : left;
    }
    return before.with(left, before.rel());
  }

  private static JoinKind kind(SqlJoin join) {
    return switch (join.getJoinType()) {
      case INNER, CROSS, COMMA -> JoinKind.INNER;
      case LEFT -> JoinKind.LEFT;
      case RIGHT -> JoinKind.RIGHT;
      case FULL -> JoinKind.FULL;
      default ->
          throw DatabaseException.notSupported(join.getJoinType().name() + " JOIN", position(join));
    };
  }

  private static void checkNames(List<Table> left, List<Table> right) {
    for (Table table : right) {
      for (Table other : left) {
        // Only relations of two schemas, both without alias, can be told apart.
        boolean isOther =
            table.schema() != null
                && other.schema() != null
                && !table.schema().equals(other.schema());
        if (table.name().equals(other.name()) && !isOther && !isAnonymous(table)) {
          throw new DatabaseException(
              SqlState.DUPLICATE_ALIAS,
              "table name \"" + table.name() + "\" specified more than once");
        }
      }
    }
  }

  private static boolean isAnonymous(Table table) {
    return table.name().equals("unnamed_subquery");
  }

  private FromItem on(JoinKind kind, FromItem left, FromItem right, SqlNode node) {
    FromItem both = left.with(right, left.rel());
    Stage stage = Stage.rows("JOIN conditions");
    ExpressionBinder binder = new ExpressionBinder(context, new Scope(items.outer(), both), stage);
    List<Scalar> conditions = new ArrayList<>();
    for (SqlNode part : Nodes.flatten(node, SqlKind.AND)) {
      conditions.add(binder.condition(part, "JOIN/ON"));
    }
    if (stage.hoists().isEmpty()) {
      return left.with(right, items.join(kind, left.rel(), right.rel(), conditions));
    }
    return left.with(right, withSubqueries(kind, left.rel(), right.rel(), conditions, stage));
  }

  /// Sub-queries in ON: of an inner join they are a filter's; of a left join they are evaluated on
  /// the right side, which then depends on the left.
  private Rel withSubqueries(
      JoinKind kind, Rel left, Rel right, List<Scalar> conditions, Stage stage) {
    if (kind == JoinKind.INNER) {
      Rel crossed = items.join(kind, left, right, List.of());
      return Rels.filter(stage.applyHoists(crossed), conditions);
    }
    if (kind == JoinKind.LEFT) {
      Rel filtered = Rels.filter(stage.applyHoists(right), conditions);
      return items.join(kind, left, filtered, List.of());
    }
    boolean usesLeft = stage.hoists().stream().anyMatch(h -> uses(h, left));
    if (usesLeft) {
      throw DatabaseException.notSupported(
          "a sub-query over both sides in the condition of a " + kind + " JOIN", 0);
    }
    return new Rel.Join(kind, left, stage.applyHoists(right), conditions);
  }

  private static boolean uses(Hoist hoist, Rel rel) {
    Set<Integer> used = new HashSet<>(Rels.free(hoist.right()));
    hoist.on().forEach(s -> Scalars.collectColumns(s, used));
    return rel.columns().stream().anyMatch(c -> used.contains(c.index()));
  }

  private static List<String> names(SqlNode list) {
    List<String> names = new ArrayList<>();
    for (SqlNode node : (SqlNodeList) list) {
      names.add(((SqlIdentifier) Objects.requireNonNull(node)).names.getFirst());
    }
    return names;
  }

  private static List<String> common(FromItem left, FromItem right) {
    return left.columns().stream()
        .map(NamedColumn::name)
        .filter(n -> right.columns().stream().anyMatch(c -> c.name().equals(n)))
        .distinct()
        .toList();
  }

  /// The merged columns come first and stand for both sides under their bare name.
  private FromItem using(
      SqlJoin join, JoinKind kind, FromItem left, FromItem right, List<String> names) {
    List<Scalar> on = new ArrayList<>();
    List<NamedColumn> merged = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    Rel leftRel = left.rel();
    Rel rightRel = right.rel();
    for (String name : names) {
      NamedColumn l = side(left, name, "left");
      NamedColumn r = side(right, name, "right");
      int at = position(join);
      List<Operand> both = List.of(new Operand(l.column(), at), new Operand(r.column(), at));
      on.add(context.resolver().operator("=", both, at));
      ColumnRef column = merge(kind, l.column(), r.column(), at, bindings);
      NamedColumn side = column.equals(r.column()) ? r : l;
      Origin origin = column.equals(side.column()) ? side.origin() : Origin.NONE;
      merged.add(new NamedColumn(name, column, origin));
    }
    Rel joined = Rels.extend(items.join(kind, leftRel, rightRel, on), bindings);
    List<NamedColumn> columns = new ArrayList<>(merged);
    rest(left, names, columns);
    rest(right, names, columns);
    List<Table> tables = new ArrayList<>(left.tables());
    tables.addAll(right.tables());
    if (join.getCondition() instanceof UsingColumns list && list.alias() != null) {
      Table table = new Table(list.alias().getSimple(), null, merged, Set.of());
      checkNames(tables, List.of(table));
      tables.add(table);
    }
    return new FromItem(joined, tables, columns);
  }

  private ColumnRef merge(
      JoinKind kind, ColumnRef left, ColumnRef right, int at, List<Binding> bindings) {
    SqlType type = context.coercion().common(List.of(left.type(), right.type()), "JOIN/USING", at);
    Scalar l = context.coercion().implicit(new Operand(left, at), type);
    Scalar r = context.coercion().implicit(new Operand(right, at), type);
    Scalar value =
        switch (kind) {
          case RIGHT -> r;
          case FULL -> new Coalesce(List.of(l, r), type);
          default -> l;
        };
    return context.columns().of(value, bindings);
  }

  private static void rest(FromItem item, List<String> names, List<NamedColumn> columns) {
    item.columns().stream().filter(c -> !names.contains(c.name())).forEach(columns::add);
  }

  private static NamedColumn side(FromItem item, String name, String side) {
    NamedColumn found = null;
    for (NamedColumn column : item.columns()) {
      if (column.name().equals(name)) {
        if (found != null) {
          throw new DatabaseException(
              SqlState.AMBIGUOUS_COLUMN,
              "common column name \"" + name + "\" appears more than once in " + side + " table");
        }
        found = column;
      }
    }
    if (found == null) {
      throw new DatabaseException(
          SqlState.UNDEFINED_COLUMN,
          "column \"" + name + "\" specified in USING clause does not exist in " + side + " table");
    }
    return found;
  }
}

package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.expression.OrderBinder;
import dev.millrace.sql.bind.query.SelectBinder.Item;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.logical.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// ORDER BY of a SELECT: an output's position, an output's name, else an expression of the input.
final class SelectOrder {

  private final ExpressionBinder binder;
  private final List<Item> items;
  private final List<Scalar> values;

  SelectOrder(ExpressionBinder binder, List<Item> items, List<Scalar> values) {
    this.binder = binder;
    this.items = items;
    this.values = values;
  }

  /// A bound term.
  record Term(Scalar value, boolean isDescending, boolean isNullsFirst, int position) {
    Term with(Scalar other) {
      return new Term(other, isDescending, isNullsFirst, position);
    }
  }

  List<Term> bind(SqlNodeList list) {
    List<Term> terms = new ArrayList<>();
    for (SqlNode node : list) {
      OrderBinder.Item item = OrderBinder.Item.of(node);
      Scalar value = value(item.node());
      terms.add(new Term(value, item.isDescending(), item.isNullsFirst(), position(item.node())));
    }
    return terms;
  }

  private Scalar value(SqlNode node) {
    Integer ordinal = Nodes.ordinal(node);
    if (ordinal != null) {
      if (ordinal < 1 || ordinal > values.size()) {
        throw DatabaseException.at(
            position(node),
            SqlState.INVALID_COLUMN_REFERENCE,
            "ORDER BY position " + ordinal + " is not in select list");
      }
      return values.get(ordinal - 1);
    }
    if (node instanceof SqlLiteral) {
      throw DatabaseException.at(
          position(node), SqlState.SYNTAX_ERROR, "non-integer constant in ORDER BY");
    }
    String name = Nodes.bareName(node);
    Scalar output = name == null ? null : output(name, node);
    return output != null ? output : binder.known(node);
  }

  private @Nullable Scalar output(String name, SqlNode node) {
    Scalar found = null;
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).name().equals(name)) {
        if (found != null && !found.equals(values.get(i))) {
          throw DatabaseException.at(
              position(node), SqlState.AMBIGUOUS_COLUMN, "ORDER BY \"" + name + "\" is ambiguous");
        }
        found = values.get(i);
      }
    }
    return found;
  }

  /// SELECT DISTINCT can only be sorted by what it selects.
  static void requireSelected(List<Term> terms, List<Order> order, List<ColumnRef> columns) {
    for (int i = 0; i < order.size(); i++) {
      if (!columns.contains(order.get(i).column())) {
        throw DatabaseException.at(
            terms.get(i).position(),
            SqlState.INVALID_COLUMN_REFERENCE,
            "for SELECT DISTINCT, ORDER BY expressions must appear in select list");
      }
    }
  }

  /// DISTINCT ON needs its expressions to come first in ORDER BY, in any order.
  static void requireLeading(List<ColumnRef> group, List<Order> order, SqlNodeList on) {
    Set<Integer> open = new HashSet<>();
    group.forEach(c -> open.add(c.index()));
    for (Order term : order) {
      if (open.isEmpty()) {
        return;
      }
      boolean isGroup = group.contains(term.column());
      if (!isGroup) {
        throw DatabaseException.at(
            position(on),
            SqlState.INVALID_COLUMN_REFERENCE,
            "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
      }
      open.remove(term.column().index());
    }
  }
}

package dev.millrace.sql.bind.expression;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.sql.logical.AggregateBinding.Term;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/// ORDER BY items: the expression below DESC and NULLS FIRST or LAST.
public final class OrderBinder {

  private final ExpressionBinder binder;

  /// Binds with the expression binder given.
  public OrderBinder(ExpressionBinder binder) {
    this.binder = binder;
  }

  /// An item taken apart. NULL counts as larger than everything, as in PostgreSQL.
  public record Item(SqlNode node, boolean isDescending, boolean isNullsFirst) {
    /// Takes an ORDER BY item apart.
    public static Item of(SqlNode item) {
      SqlNode node = item;
      boolean isDescending = false;
      Boolean isNullsFirst = null;
      while (true) {
        if (node.getKind() == SqlKind.DESCENDING) {
          isDescending = true;
        } else if (node.getKind() == SqlKind.NULLS_FIRST) {
          isNullsFirst = true;
        } else if (node.getKind() == SqlKind.NULLS_LAST) {
          isNullsFirst = false;
        } else {
          break;
        }
        node = ((SqlBasicCall) node).operand(0);
      }
      return new Item(node, isDescending, isNullsFirst == null ? isDescending : isNullsFirst);
    }
  }

  /// ORDER BY inside an aggregate: expressions only, no names of outputs.
  public List<Term> terms(SqlNodeList list) {
    List<Term> all = new ArrayList<>();
    for (SqlNode node : list) {
      Item item = Item.of(node);
      Scalar value = binder.known(item.node());
      all.add(new Term(value, item.isDescending(), item.isNullsFirst()));
    }
    return all;
  }
}

package dev.millrace.sql.bind.query;

import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import java.util.ArrayList;
import java.util.List;

/// Rows of one window specification: their partition columns, order, and number in the partition.
record NumberedRows(Rel rel, List<ColumnRef> partition, List<Order> order, ColumnRef number) {

  /// What rows that sort equal have in common.
  List<ColumnRef> peers() {
    List<ColumnRef> all = new ArrayList<>(partition);
    order.stream().map(Order::column).filter(c -> !all.contains(c)).forEach(all::add);
    return all;
  }

  /// What tells a row from all others.
  List<ColumnRef> identity() {
    List<ColumnRef> all = new ArrayList<>(partition);
    all.add(number);
    return all;
  }
}

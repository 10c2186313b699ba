package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A plan under construction: an input, and the maps and filters put upon it that will be done in
/// one pass. Knows at which position each numbered column is.
final class Mfp {

  private final Plan input;
  private final Map<Integer, ColumnRef> positions = new HashMap<>();
  private final Map<Scalar, Integer> mapped = new HashMap<>();
  private final List<Scalar> maps = new ArrayList<>();
  private final List<Scalar> filters = new ArrayList<>();

  /// @param columns the input's columns, in its order
  Mfp(Plan input, List<ColumnRef> columns) {
    this.input = input;
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i).index(), new ColumnRef(i, columns.get(i).type()));
    }
  }

  /// The expression over positions.
  Scalar at(Scalar scalar) {
    return Scalars.rewrite(scalar, s -> s instanceof ColumnRef c ? position(c) : s);
  }

  private ColumnRef position(ColumnRef column) {
    return Objects.requireNonNull(
        positions.get(column.index()), () -> "no column " + column.index());
  }

  void filter(Scalar condition) {
    filters.add(at(condition));
  }

  void bind(ColumnRef column, Scalar value) {
    positions.put(column.index(), new ColumnRef(indexOf(at(value)), column.type()));
  }

  /// The position of a value over positions, computed if it is no column yet.
  private int indexOf(Scalar value) {
    if (value instanceof ColumnRef column) {
      return column.index();
    }
    Integer known = ScalarTrees.isVolatile(value) ? null : mapped.get(value);
    if (known != null) {
      return known;
    }
    maps.add(value);
    int position = input.types().size() + maps.size() - 1;
    mapped.put(value, position);
    return position;
  }

  /// The plan that yields exactly the values, in order.
  Plan project(List<? extends Scalar> values) {
    List<Integer> projection = new ArrayList<>();
    for (Scalar value : values) {
      projection.add(indexOf(at(value)));
    }
    boolean isIdentity =
        maps.isEmpty() && filters.isEmpty() && projection.size() == input.types().size();
    for (int i = 0; isIdentity && i < projection.size(); i++) {
      isIdentity = projection.get(i) == i;
    }
    return isIdentity ? input : new Plan.Mfp(input, maps, filters, projection);
  }
}

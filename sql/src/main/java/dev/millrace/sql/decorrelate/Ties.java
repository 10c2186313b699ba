package dev.millrace.sql.decorrelate;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Outer columns that a condition `outer = inner` ties to a column of the tree. Only types whose
/// equal values are the same value: a tied column stands for the outer one everywhere.
final class Ties {

  private Ties() {}

  static Map<Integer, ColumnRef> of(Lifted lifted, List<ColumnRef> used) {
    Set<Integer> outer = Rels.numbers(used);
    Rel rel = lifted.rel();
    Set<Integer> inner = Rels.numbers(rel);
    Map<Integer, ColumnRef> tied = new LinkedHashMap<>();
    for (Scalar condition : lifted.conditions()) {
      if (condition instanceof Call call
          && Equality.isEquality(call)
          && call.arguments().get(0) instanceof ColumnRef a
          && call.arguments().get(1) instanceof ColumnRef b
          && a.type().equals(b.type())
          && isExact(a.type())) {
        if (outer.contains(a.index()) && inner.contains(b.index())) {
          tied.putIfAbsent(a.index(), b);
        } else if (outer.contains(b.index()) && inner.contains(a.index())) {
          tied.putIfAbsent(b.index(), a);
        }
      }
    }
    return tied;
  }

  private static boolean isExact(SqlType type) {
    return !type.is(TypeId.FLOAT4) && !type.is(TypeId.FLOAT8) && !type.is(TypeId.INTERVAL);
  }
}

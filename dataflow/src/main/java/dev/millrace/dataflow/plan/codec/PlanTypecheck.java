package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.dataflow.plan.Variables;
import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks between phases that a plan is well formed: columns exist and have the types that are said
/// of them. What fails here is a bug of the phase before.
public final class PlanTypecheck {

  private final Plan node;

  private PlanTypecheck(Plan node) {
    this.node = node;
  }

  /// Fails with an IllegalStateException that names the fault and prints the node.
  public static void check(Plan plan) {
    for (Plan node : PlanTrees.inOrder(plan)) {
      try {
        new PlanTypecheck(node).check();
      } catch (IndexOutOfBoundsException e) {
        throw new IllegalStateException("no such column in\n" + PlanPrinter.print(node), e);
      }
    }
  }

  private void check() {
    switch (node) {
      case Plan.Constant p -> p.rows().forEach(r -> checkRow(r, p.types()));
      case Plan.Get _ -> {}
      case Plan.IndexLookup p ->
          p.keys().forEach(k -> checkRow(k, p.keyColumns().stream().map(p.types()::get).toList()));
      case Plan.Mfp p -> checkMfp(p);
      case Plan.TemporalFilter p -> {
        checkBounds(p.lowerBounds(), p.input().types());
        checkBounds(p.upperBounds(), p.input().types());
      }
      case Plan.Join p -> checkJoin(p);
      case Plan.Reduce p -> checkReduce(p);
      case Plan.Distinct _ -> {}
      case Plan.TopK p -> {
        checkColumns(p.group(), p.types().size());
        checkColumns(p.order().stream().map(SortKey::column).toList(), p.types().size());
        Long limit = p.limit();
        require(p.offset() >= 0 && (limit == null || limit >= 0), "negative limit or offset");
      }
      case Plan.FlatMap p -> p.arguments().forEach(a -> checkScalar(a, p.input().types()));
      case Plan.Union p ->
          p.inputs()
              .forEach(i -> require(sameTypes(i.types(), p.types()), "branches differ in type"));
      case Plan.SetOperation p ->
          require(sameTypes(p.left().types(), p.right().types()), "sides differ in type");
      case Plan.AtMostOne p -> checkColumns(p.group(), p.types().size());
      case Plan.Variable _ -> {}
      case Plan.Recursion p -> {
        for (Plan binding : p.bindings()) {
          checkVariables(binding, p.bindings().stream().map(Plan::types).toList());
        }
      }
      case Plan.Iteration p -> {
        require(sameTypes(p.first().types(), p.next().types()), "rounds differ in type");
        checkVariables(p.next(), List.of(p.first().types()));
      }
    }
  }

  /// The variables of a recursion are used as they are defined.
  private void checkVariables(Plan body, List<List<SqlType>> defined) {
    for (Plan part : Variables.openParts(body)) {
      if (part instanceof Plan.Variable(int index, List<SqlType> types)) {
        require(index >= 0 && index < defined.size(), "no variable " + index);
        require(sameTypes(types, defined.get(index)), "variable " + index + " has other types");
      }
    }
  }

  private void checkMfp(Plan.Mfp p) {
    List<SqlType> types = new ArrayList<>(p.input().types());
    for (Scalar map : p.maps()) {
      checkScalar(map, types);
      types.add(map.type());
    }
    for (Scalar filter : p.filters()) {
      checkScalar(filter, types);
      require(filter.type().carrier() == Carrier.BOOLEAN, "a filter is not boolean");
    }
    checkColumns(p.projection(), types.size());
  }

  private void checkBounds(List<Scalar> bounds, List<SqlType> types) {
    for (Scalar bound : bounds) {
      checkScalar(bound, types);
      require(bound.type().equals(ScalarType.MZ_TIMESTAMP), "a bound is not an mz_timestamp");
    }
  }

  private void checkJoin(Plan.Join p) {
    List<SqlType> left = p.left().types();
    List<SqlType> right = p.right().types();
    for (int i = 0; i < p.leftKeys().size(); i++) {
      SqlType l = left.get(p.leftKeys().get(i)).withoutModifier();
      SqlType r = right.get(p.rightKeys().get(i)).withoutModifier();
      require(l.equals(r), "key " + i + " joins " + l + " with " + r);
    }
    List<SqlType> both = new ArrayList<>(left);
    both.addAll(right);
    for (Scalar condition : p.residual()) {
      checkScalar(condition, both);
      require(condition.type().carrier() == Carrier.BOOLEAN, "a condition is not boolean");
    }
  }

  private void checkReduce(Plan.Reduce p) {
    List<SqlType> types = p.input().types();
    checkColumns(p.keys(), types.size());
    for (AggregateCall call : p.aggregates()) {
      checkColumns(call.arguments(), types.size());
      checkColumns(call.order().stream().map(SortKey::column).toList(), types.size());
      if (call.filter() >= 0) {
        require(
            types.get(call.filter()).carrier() == Carrier.BOOLEAN,
            "the filter of " + call.function().name() + " is not boolean");
      }
    }
  }

  private void checkScalar(Scalar scalar, List<SqlType> columns) {
    switch (scalar) {
      case Scalar.ColumnRef(int index, SqlType type) ->
          require(
              columns.get(index).withoutModifier().equals(type.withoutModifier()),
              "#" + index + " is " + columns.get(index) + ", not " + type);
      case Scalar.Literal(Object value, SqlType type) -> checkValue(value, type);
      case Scalar.Call c ->
          require(
              c.function().isVariadic() || c.arguments().size() == c.function().arguments().size(),
              c.function().id() + " with " + c.arguments().size() + " arguments");
      case Scalar.And _,
          Scalar.Or _,
          Scalar.Not _,
          Scalar.IsNull _,
          Scalar.IsDistinct _,
          Scalar.Case _,
          Scalar.Coalesce _,
          Scalar.Parameter _,
          Scalar.MzNow _ -> {}
    }
    ScalarTrees.operands(scalar).forEach(o -> checkScalar(o, columns));
  }

  private void checkRow(List<? extends @Nullable Object> row, List<SqlType> types) {
    require(row.size() == types.size(), "a row of " + row.size() + " values");
    for (int i = 0; i < row.size(); i++) {
      checkValue(row.get(i), types.get(i));
    }
  }

  private void checkValue(@Nullable Object value, SqlType type) {
    boolean fits =
        value == null
            || switch (type.carrier()) {
              case BOOLEAN -> value instanceof Boolean;
              case INT -> value instanceof Integer;
              case LONG -> value instanceof Long;
              case DOUBLE -> value instanceof Double;
              case SLICE -> value instanceof Slice;
            };
    require(fits, "a value of " + type + " is carried otherwise");
  }

  private void checkColumns(List<Integer> columns, int width) {
    for (int column : columns) {
      require(column >= 0 && column < width, "no column #" + column);
    }
  }

  private static boolean sameTypes(List<SqlType> left, List<SqlType> right) {
    return left.stream()
        .map(SqlType::withoutModifier)
        .toList()
        .equals(right.stream().map(SqlType::withoutModifier).toList());
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      throw new IllegalStateException(fault + " in\n" + PlanPrinter.print(node));
    }
  }
}

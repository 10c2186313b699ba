package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.RecordType.Field;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel.Number;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Numbers rows with the operators there are: each partition becomes one sorted list of records,
/// and the list is expanded again with its ordinality. A touched partition is numbered anew.
final class NumberPlanner {

  private final Lowering lowering;
  private final PlanFunctions functions;

  NumberPlanner(Lowering lowering, PlanFunctions functions) {
    this.lowering = lowering;
    this.functions = functions;
  }

  Mfp lower(Number number, Set<Integer> needed) {
    if (!needed.contains(number.column().index())) {
      return lowering.lower(number.input(), needed);
    }
    Set<Integer> below = new HashSet<>(Lowering.with(needed, number.partition()));
    number.order().forEach(o -> below.add(o.column().index()));
    List<ColumnRef> columns = Lowering.kept(number.input(), below);
    Plan input = lowering.lower(number.input(), columns);
    RecordType row = new RecordType(columns.stream().map(c -> new Field("f", c.type())).toList());
    List<Scalar> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      fields.add(new ColumnRef(i, columns.get(i).type()));
    }
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i <= columns.size(); i++) {
      all.add(i);
    }
    Plan records =
        new Plan.Mfp(input, List.of(new Call(functions.record(), fields, row)), List.of(), all);
    List<SortKey> order = new ArrayList<>();
    for (Order term : number.order()) {
      order.add(
          new SortKey(columns.indexOf(term.column()), term.isDescending(), term.isNullsFirst()));
    }
    ListType list = new ListType(row);
    AggregateCall collect =
        new AggregateCall(functions.collect(), List.of(columns.size()), false, -1, order, list);
    List<Integer> partition = Lowering.indexes(columns, number.partition());
    Plan collected = new Plan.Reduce(records, partition, List.of(collect));
    ColumnRef lists = new ColumnRef(partition.size(), list);
    Plan expanded =
        new Plan.FlatMap(collected, functions.expand(), List.of(lists), List.of(row), true);
    return fields(expanded, partition.size() + 1, row, columns, number.column());
  }

  /// Takes the records apart again.
  private Mfp fields(
      Plan expanded, int at, RecordType row, List<ColumnRef> columns, ColumnRef number) {
    List<Scalar> maps = new ArrayList<>();
    List<Integer> projection = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      List<Scalar> arguments = List.of(new ColumnRef(at, row), new Literal(i + 1, ScalarType.INT4));
      maps.add(new Call(functions.field(), arguments, columns.get(i).type()));
      projection.add(at + 2 + i);
    }
    projection.add(at + 1);
    List<ColumnRef> result = new ArrayList<>(columns);
    result.add(number);
    return new Mfp(new Plan.Mfp(expanded, maps, List.of(), projection), result);
  }
}

package dev.millrace.sql.execute.explain;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.codec.ScalarPrinter;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Logical plans as trees: a column is a number of its own in the whole statement.
final class RelNodes {

  private final Function<CollectionId, String> names;

  private RelNodes(Function<CollectionId, String> names) {
    this.names = names;
  }

  static ExplainNode of(Rel rel, Function<CollectionId, String> names) {
    return new RelNodes(names).node(rel);
  }

  private ExplainNode node(Rel rel) {
    Map<String, Object> fields = new LinkedHashMap<>();
    add(rel, fields);
    return new ExplainNode(
        rel.getClass().getSimpleName(), fields, rel.inputs().stream().map(this::node).toList());
  }

  private void add(Rel rel, Map<String, Object> to) {
    switch (rel) {
      case Rel.Rows r -> {
        to.put("columns", columns(r.columns()));
        to.put("rows", r.rows().stream().map(PlanNodes::values).toList());
      }
      case Rel.Get r -> {
        to.put("relation", names.apply(r.id()));
        to.put("columns", columns(r.columns()));
      }
      case Rel.Filter r -> to.put("where", PlanNodes.scalars(r.conditions()));
      case Rel.Extend r ->
          to.put(
              "bind",
              r.bindings().stream()
                  .map(b -> column(b.column()) + " := " + ScalarPrinter.print(b.value()))
                  .toList());
      case Rel.Join r -> {
        to.put("kind", PlanNodes.lower(r.kind()));
        to.put("on", PlanNodes.scalars(r.on()));
      }
      case Rel.Apply r -> {
        to.put("kind", PlanNodes.lower(r.kind()));
        to.put("on", PlanNodes.scalars(r.on()));
      }
      case Rel.Aggregate r -> {
        to.put("group", columns(r.keys()));
        to.put("aggregates", r.aggregates().stream().map(RelNodes::aggregate).toList());
      }
      case Rel.Distinct r -> to.put("columns", columns(r.columns()));
      case Rel.TopK r -> {
        to.put("group", columns(r.group()));
        to.put("order", order(r.order()));
        if (r.limit() != null) {
          to.put("limit", r.limit());
        }
        to.put("offset", r.offset());
      }
      case Rel.Number r -> {
        to.put("column", column(r.column()));
        to.put("group", columns(r.partition()));
        to.put("order", order(r.order()));
      }
      case Rel.FlatMap r -> {
        to.put("function", r.function().name());
        to.put("arguments", PlanNodes.scalars(r.arguments()));
        to.put("columns", columns(r.results()));
      }
      case Rel.AtMostOne r -> to.put("group", columns(r.group()));
      case Rel.Union _, Rel.SetOperation _, Rel.Variable _, Rel.Recursion _, Rel.Iteration _ ->
          addBranches(rel, to);
    }
  }

  /// What has sides of its own columns.
  private static void addBranches(Rel rel, Map<String, Object> to) {
    switch (rel) {
      case Rel.Union r -> branches(r.branches(), to);
      case Rel.SetOperation r -> {
        to.put("kind", PlanNodes.lower(r.operator()));
        branches(List.of(r.left(), r.right()), to);
      }
      case Rel.Variable r -> to.put("variable", r.index());
      case Rel.Recursion r -> recursion(r, to);
      case Rel.Iteration r -> {
        to.put("distinct", r.isDistinct());
        branches(List.of(r.first(), r.next()), to);
      }
      default -> throw new IllegalStateException("one side only");
    }
    to.put("columns", columns(rel.columns()));
  }

  private static void recursion(Rel.Recursion r, Map<String, Object> to) {
    to.put("result", r.result());
    RecursionLimit limit = r.limit();
    if (limit != null) {
      to.put("limit", limit.rounds());
      to.put("fails_at_limit", limit.isError());
    }
    branches(r.bindings(), to);
  }

  private static void branches(List<Rel.Branch> branches, Map<String, Object> to) {
    to.put("from", branches.stream().map(b -> columns(b.columns())).toList());
  }

  private static List<String> columns(List<ColumnRef> columns) {
    return columns.stream().map(RelNodes::column).toList();
  }

  private static String column(ColumnRef column) {
    return ScalarPrinter.print(column);
  }

  private static String aggregate(AggregateBinding call) {
    String arguments =
        call.arguments().isEmpty() ? "*" : String.join(", ", PlanNodes.scalars(call.arguments()));
    List<String> order =
        call.order().stream()
            .map(t -> ScalarPrinter.print(t.value()) + (t.isDescending() ? " desc" : ""))
            .toList();
    return column(call.column())
        + " := "
        + call.function().name()
        + (call.isDistinct() ? "(distinct " : "(")
        + arguments
        + (order.isEmpty() ? ")" : " order by " + String.join(", ", order) + ")")
        + (call.filter() == null ? "" : " filter " + ScalarPrinter.print(call.filter()));
  }

  private static List<String> order(List<Order> order) {
    return order.stream()
        .map(o -> column(o.column()) + (o.isDescending() ? " desc" : " asc"))
        .toList();
  }
}

package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.SortKey;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plans as text trees, two spaces a level, columns as `#0`: what EXPLAIN shows. A sub-plan that
/// occurs more than once is printed once with a name, `[1]`, which stands for it afterwards.
public final class PlanPrinter {

  private final Function<CollectionId, String> names;
  private final StringBuilder text = new StringBuilder();
  private final Map<Plan, Integer> shared = new IdentityHashMap<>();
  private final Set<Integer> printed = new HashSet<>();

  private PlanPrinter(Function<CollectionId, String> names) {
    this.names = names;
  }

  /// The plan's text.
  ///
  /// @param names how collections are called
  public static String print(Plan plan, Function<CollectionId, String> names) {
    Plan root = PlanTrees.share(plan);
    PlanPrinter printer = new PlanPrinter(names);
    printer.nameShared(root);
    printer.node(root, 0);
    return printer.text.toString();
  }

  /// The plan's text with collections as `u1`.
  public static String print(Plan plan) {
    return print(plan, CollectionId::toString);
  }

  private void nameShared(Plan root) {
    Map<Plan, Integer> uses = new IdentityHashMap<>();
    List<Plan> nodes = PlanTrees.inOrder(root);
    nodes.forEach(n -> n.inputs().forEach(i -> uses.merge(i, 1, Integer::sum)));
    for (Plan node : nodes) {
      if (uses.getOrDefault(node, 0) > 1 && !node.inputs().isEmpty()) {
        shared.put(node, shared.size() + 1);
      }
    }
  }

  private void node(Plan plan, int depth) {
    text.append("  ".repeat(depth));
    Integer name = shared.get(plan);
    if (name != null) {
      text.append('[').append(name).append("] ");
      if (!printed.add(name)) {
        text.append("as above\n");
        return;
      }
    }
    text.append(line(plan)).append('\n');
    plan.inputs().forEach(i -> node(i, depth + 1));
  }

  private String line(Plan plan) {
    return switch (plan) {
      case Plan.Constant p -> constant(p);
      case Plan.Get p -> "Get " + names.apply(p.id());
      case Plan.IndexLookup p ->
          "IndexLookup "
              + names.apply(p.index())
              + " "
              + columns(p.keyColumns()).collect(inParentheses())
              + (p.keys().size() == 1 ? " = " : " in ")
              + p.keys().stream()
                  .map(k -> k.stream().map(PlanPrinter::value).collect(inParentheses()))
                  .collect(Collectors.joining(", "));
      case Plan.Mfp p -> mfp(p);
      case Plan.TemporalFilter p ->
          "TemporalFilter"
              + part("from", scalars(p.lowerBounds()))
              + part("until", scalars(p.upperBounds()));
      case Plan.Join p -> join(p);
      case Plan.Reduce p ->
          "Reduce"
              + part("group", columns(p.keys()))
              + part("aggregates", p.aggregates().stream().map(this::aggregate).toList());
      case Plan.Distinct _ -> "Distinct";
      case Plan.TopK p ->
          "TopK"
              + part("group", columns(p.group()))
              + part("order", sortKeys(p.order()))
              + (p.limit() == null ? "" : " limit=" + p.limit())
              + (p.offset() == 0 ? "" : " offset=" + p.offset());
      case Plan.FlatMap p ->
          "FlatMap "
              + p.function().name()
              + p.arguments().stream().map(ScalarPrinter::print).collect(inParentheses())
              + (p.ordinality() ? " with ordinality" : "");
      case Plan.Union _ -> "Union";
      case Plan.SetOperation p -> "SetOperation " + p.operator().name().toLowerCase(Locale.ROOT);
      case Plan.AtMostOne p -> "AtMostOne" + part("group", columns(p.group()));
      case Plan.Variable p -> "Variable $" + p.index();
      case Plan.Recursion p -> recursion(p);
      case Plan.Iteration p -> p.isDistinct() ? "Iteration distinct" : "Iteration";
    };
  }

  private static String recursion(Plan.Recursion p) {
    RecursionLimit limit = p.limit();
    String end = limit == null ? "" : (limit.isError() ? " fail" : " return");
    return "Recursion result=$"
        + p.result()
        + end
        + (limit == null ? "" : " after round " + limit.rounds());
  }

  private static String constant(Plan.Constant p) {
    String rows =
        p.rows().stream()
            .limit(20)
            .map(r -> r.stream().map(PlanPrinter::value).collect(inParentheses()))
            .collect(Collectors.joining(" "));
    String more = p.rows().size() > 20 ? " and " + (p.rows().size() - 20) + " rows more" : "";
    return "Constant" + (rows.isEmpty() ? " of no rows" : " " + rows) + more;
  }

  private static String value(@Nullable Object value) {
    return ScalarPrinter.value(value);
  }

  private static String mfp(Plan.Mfp p) {
    int width = p.input().types().size();
    boolean keepsAll =
        p.projection().size() == width + p.maps().size()
            && Stream.iterate(0, i -> i + 1)
                .limit(p.projection().size())
                .toList()
                .equals(p.projection());
    List<String> maps = p.maps().stream().map(ScalarPrinter::print).toList();
    return "Mfp"
        + part("map", maps)
        + part("filter", scalars(p.filters()))
        + (keepsAll ? "" : " project=" + columns(p.projection()).collect(inParentheses()));
  }

  private static String join(Plan.Join p) {
    StringBuilder on = new StringBuilder();
    for (int i = 0; i < p.leftKeys().size(); i++) {
      on.append(i == 0 ? " on=(" : ", ").append("left.#").append(p.leftKeys().get(i));
      on.append(p.nullSafe().get(i) ? " is not distinct from " : " = ");
      on.append("right.#").append(p.rightKeys().get(i));
    }
    on.append(on.isEmpty() ? " cross" : ")");
    String kind = p.kind().name().toLowerCase(Locale.ROOT);
    return "Join " + kind + on + part("filter", scalars(p.residual()));
  }

  private String aggregate(AggregateCall call) {
    String arguments =
        call.arguments().isEmpty()
            ? "*"
            : columns(call.arguments()).collect(Collectors.joining(", "));
    String order = call.order().isEmpty() ? "" : " order by " + String.join(", ", order(call));
    return call.function().name()
        + "("
        + (call.isDistinct() ? "distinct " : "")
        + arguments
        + order
        + ")"
        + (call.filter() < 0 ? "" : " filter #" + call.filter());
  }

  private static List<String> order(AggregateCall call) {
    return sortKeys(call.order()).toList();
  }

  private static Stream<String> sortKeys(List<SortKey> keys) {
    return keys.stream()
        .map(k ->
            "#"
                + k.column()
                + (k.isDescending() ? " desc" : " asc")
                + (k.isNullsFirst() == k.isDescending()
                    ? ""
                    : k.isNullsFirst() ? " nulls first" : " nulls last"));
  }

  private static Stream<String> columns(List<Integer> columns) {
    return columns.stream().map(c -> "#" + c);
  }

  private static List<String> scalars(List<Scalar> scalars) {
    return scalars.stream().map(ScalarPrinter::print).toList();
  }

  private static String part(String name, Stream<String> items) {
    return part(name, items.toList());
  }

  private static String part(String name, List<String> items) {
    return items.isEmpty() ? "" : " " + name + "=(" + String.join(", ", items) + ")";
  }

  private static java.util.stream.Collector<CharSequence, ?, String> inParentheses() {
    return Collectors.joining(", ", "(", ")");
  }
}

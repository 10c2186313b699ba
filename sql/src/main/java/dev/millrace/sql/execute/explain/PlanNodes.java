package dev.millrace.sql.execute.explain;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.dataflow.plan.codec.ScalarPrinter;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plans as trees for JSON: columns are positions, expressions are texts. A sub-plan that is used
/// more than once has an `id` where it stands first, and is `Shared` with that id afterwards.
final class PlanNodes {

  private final Function<CollectionId, String> names;
  private final Map<Plan, Integer> shared = new IdentityHashMap<>();
  private final Set<Plan> shown = Collections.newSetFromMap(new IdentityHashMap<>());

  private PlanNodes(Function<CollectionId, String> names) {
    this.names = names;
  }

  static ExplainNode of(Plan plan, Function<CollectionId, String> names) {
    Plan root = PlanTrees.share(plan);
    PlanNodes nodes = new PlanNodes(names);
    Map<Plan, Integer> uses = new IdentityHashMap<>();
    for (Plan node : PlanTrees.inOrder(root)) {
      for (Plan input : node.inputs()) {
        if (uses.merge(input, 1, Integer::sum) == 2 && !input.inputs().isEmpty()) {
          nodes.shared.put(input, nodes.shared.size() + 1);
        }
      }
    }
    return nodes.node(root);
  }

  private ExplainNode node(Plan plan) {
    Integer id = shared.get(plan);
    if (id != null && !shown.add(plan)) {
      return new ExplainNode("Shared", Map.of("id", id), List.of());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (id != null) {
      fields.put("id", id);
    }
    add(plan, fields);
    fields.put("types", plan.types().stream().map(SqlType::displayName).toList());
    return new ExplainNode(
        plan.getClass().getSimpleName(), fields, plan.inputs().stream().map(this::node).toList());
  }

  private void add(Plan plan, Map<String, Object> to) {
    switch (plan) {
      case Plan.Constant p -> to.put("rows", p.rows().stream().map(PlanNodes::values).toList());
      case Plan.Get p -> to.put("relation", names.apply(p.id()));
      case Plan.IndexLookup p -> {
        to.put("index", names.apply(p.index()));
        to.put("key", p.keyColumns());
        to.put("values", p.keys().stream().map(k -> values(new ArrayList<>(k))).toList());
      }
      case Plan.Mfp p -> {
        to.put("map", scalars(p.maps()));
        to.put("filter", scalars(p.filters()));
        to.put("project", p.projection());
      }
      case Plan.TemporalFilter p -> {
        to.put("from", scalars(p.lowerBounds()));
        to.put("until", scalars(p.upperBounds()));
      }
      case Plan.Join p -> {
        to.put("kind", lower(p.kind()));
        to.put("left_key", p.leftKeys());
        to.put("right_key", p.rightKeys());
        to.put("null_safe", p.nullSafe());
        to.put("filter", scalars(p.residual()));
      }
      case Plan.Reduce p -> {
        to.put("group", p.keys());
        to.put("aggregates", p.aggregates().stream().map(PlanNodes::aggregate).toList());
      }
      case Plan.Distinct _, Plan.Union _ -> {}
      case Plan.TopK p -> {
        to.put("group", p.group());
        to.put("order", p.order().stream().map(PlanNodes::order).toList());
        if (p.limit() != null) {
          to.put("limit", p.limit());
        }
        to.put("offset", p.offset());
      }
      case Plan.FlatMap p -> {
        to.put("function", p.function().name());
        to.put("arguments", scalars(p.arguments()));
        to.put("ordinality", p.ordinality());
      }
      case Plan.SetOperation p -> to.put("kind", lower(p.operator()));
      case Plan.AtMostOne p -> to.put("group", p.group());
      case Plan.Variable p -> to.put("variable", p.index());
      case Plan.Recursion p -> {
        to.put("result", p.result());
        RecursionLimit limit = p.limit();
        if (limit != null) {
          to.put("limit", limit.rounds());
          to.put("fails_at_limit", limit.isError());
        }
      }
      case Plan.Iteration p -> to.put("distinct", p.isDistinct());
    }
  }

  private static Map<String, Object> aggregate(AggregateCall call) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("function", call.function().name());
    fields.put("arguments", call.arguments());
    fields.put("distinct", call.isDistinct());
    fields.put("order", call.order().stream().map(PlanNodes::order).toList());
    if (call.filter() >= 0) {
      fields.put("filter", call.filter());
    }
    return fields;
  }

  private static Map<String, Object> order(SortKey key) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("column", key.column());
    fields.put("desc", key.isDescending());
    fields.put("nulls_first", key.isNullsFirst());
    return fields;
  }

  static List<String> values(List<@Nullable Object> row) {
    return row.stream().map(ScalarPrinter::value).toList();
  }

  static List<String> scalars(List<Scalar> scalars) {
    return scalars.stream().map(ScalarPrinter::print).toList();
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

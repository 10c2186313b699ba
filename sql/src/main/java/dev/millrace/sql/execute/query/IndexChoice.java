package dev.millrace.sql.execute.query;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a scan under `key = constant` into a look-up where an index has that key. For one-shot
/// plans only. The filter stays: it costs nothing on the few rows left.
final class IndexChoice {

  private final CatalogState state;

  private IndexChoice(CatalogState state) {
    this.state = state;
  }

  static Plan apply(Plan plan, CatalogState state) {
    IndexChoice choice = new IndexChoice(state);
    return PlanTrees.rewrite(plan, choice::lookUp);
  }

  private Plan lookUp(Plan node) {
    if (!(node instanceof Plan.Mfp mfp) || !(mfp.input() instanceof Plan.Get get)) {
      return node;
    }
    Map<Integer, Object> constants = constants(mfp.filters(), get);
    if (constants.isEmpty()) {
      return node;
    }
    Item index = indexWith(constants.keySet(), get.id());
    if (index == null) {
      return node;
    }
    List<Integer> keyColumns = ((ItemBody.Index) index.body()).key();
    List<Object> key = new ArrayList<>();
    keyColumns.forEach(column -> key.add(constants.get(column)));
    return new Plan.Mfp(
        new Plan.IndexLookup(index.collection(), keyColumns, List.of(key), get.types()),
        mfp.maps(),
        mfp.filters(),
        mfp.projection());
  }

  /// Columns that must equal a constant of exactly their type. Only there do equal values have
  /// equal key bytes.
  private static Map<Integer, Object> constants(List<Scalar> filters, Plan.Get get) {
    Map<Integer, Object> constants = new HashMap<>();
    for (Scalar filter : filters) {
      if (filter instanceof Scalar.Call call
          && call.function().name().equals("=")
          && call.arguments().size() == 2) {
        add(call.arguments().get(0), call.arguments().get(1), get, constants);
        add(call.arguments().get(1), call.arguments().get(0), get, constants);
      }
    }
    return constants;
  }

  private static void add(
      Scalar column, Scalar literal, Plan.Get get, Map<Integer, Object> constants) {
    if (column instanceof Scalar.ColumnRef ref
        && ref.index() < get.types().size()
        && literal instanceof Scalar.Literal constant) {
      Object value = constant.value();
      boolean isSameType = ref.type().withoutModifier().equals(constant.type().withoutModifier());
      if (value != null && isSameType) {
        constants.put(ref.index(), value);
      }
    }
  }

  private @Nullable Item indexWith(Set<Integer> columns, CollectionId collection) {
    Item read = state.item(collection.number());
    if (read == null) {
      return null;
    }
    long relation = read.body() instanceof ItemBody.Index index ? index.onId() : read.id();
    Item best = null;
    for (Item item : state.indexesOn(relation)) {
      List<Integer> key = ((ItemBody.Index) item.body()).key();
      boolean isBetter = best == null || key.size() > ((ItemBody.Index) best.body()).key().size();
      if (!key.isEmpty() && columns.containsAll(key) && isBetter) {
        best = item;
      }
    }
    return best;
  }
}

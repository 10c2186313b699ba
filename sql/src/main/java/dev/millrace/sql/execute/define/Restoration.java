package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.execute.define.table.StoredShapes;
import java.util.ArrayList;
import java.util.List;

/// What the engine has to set up again after a restart: the collections of the catalog, in the
/// order in which they were created, with the plans that were installed then.
public final class Restoration {

  private Restoration() {}

  /// The actions that make an empty engine hold what the catalog lists.
  public static List<Action> actions(CatalogState state, FunctionRegistry functions) {
    List<Action> actions = new ArrayList<>();
    for (Item item : state.items()) {
      switch (item.body()) {
        case ItemBody.Table _ -> actions.add(StoredShapes.stored(item));
        case ItemBody.Source s -> {
          if (s.hasRows()) {
            actions.add(StoredShapes.stored(item));
          }
        }
        case ItemBody.MaterializedView v -> {
          List<Integer> key = new ArrayList<>();
          for (int i = 0; i < v.columns().size(); i++) {
            key.add(i);
          }
          actions.add(
              new Action.Install(
                  item.collection(),
                  item.name(),
                  PlanCodec.decode(v.plan().toBytes(), functions),
                  key));
        }
        case ItemBody.Index i ->
            actions.add(
                new Action.Install(
                    item.collection(),
                    item.name(),
                    PlanCodec.decode(i.plan().toBytes(), functions),
                    i.key()));
        case ItemBody.View _, ItemBody.Sequence _, ItemBody.Connection _, ItemBody.Secret _ -> {}
      }
    }
    return actions;
  }
}

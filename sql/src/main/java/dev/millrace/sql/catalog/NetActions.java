package dev.millrace.sql.catalog;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is left for the engine to do of several statements' actions done in one step: nothing for a
/// collection that comes and goes, and one creation for one that comes and gets columns.
final class NetActions {

  private NetActions() {}

  static List<Action> of(List<Action> actions) {
    Set<CollectionId> created = new HashSet<>();
    Set<CollectionId> passing = new HashSet<>();
    Map<CollectionId, Action.StoredShape> shapes = new HashMap<>();
    for (Action action : actions) {
      CollectionId id = idOf(action);
      switch (action) {
        case Action.CreateStored _, Action.Install _ -> created.add(id);
        case Action.Widen widen when created.contains(id) -> shapes.put(id, widen.shape());
        case Action.Drop _ when created.contains(id) -> passing.add(id);
        case Action.Widen _, Action.Drop _, Action.Resume _ -> {}
      }
    }
    List<Action> net = new ArrayList<>();
    for (Action action : actions) {
      CollectionId id = idOf(action);
      boolean isMoot =
          passing.contains(id)
              || (created.contains(id)
                  && (action instanceof Action.Widen || action instanceof Action.Resume));
      if (!isMoot) {
        net.add(
            action instanceof Action.CreateStored stored
                ? new Action.CreateStored(id, shapes.getOrDefault(id, stored.shape()))
                : action);
      }
    }
    return net;
  }

  private static CollectionId idOf(Action action) {
    return switch (action) {
      case Action.CreateStored a -> a.id();
      case Action.Widen a -> a.id();
      case Action.Install a -> a.id();
      case Action.Drop a -> a.id();
      case Action.Resume a -> a.id();
    };
  }
}

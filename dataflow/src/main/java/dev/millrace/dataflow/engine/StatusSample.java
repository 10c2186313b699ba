package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.EngineStatus;
import dev.millrace.storage.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the engine's counters. Step thread only.
final class StatusSample {

  private StatusSample() {}

  static EngineStatus of(Steps steps, Store store, List<Port> ports) {
    StepLatency latency = steps.latency();
    return new EngineStatus(
        latency.count(),
        latency.quantile(0.5),
        latency.quantile(0.99),
        latency.max(),
        steps.rowsIn(),
        store.status().journalBytes(),
        steps.history().marks(),
        steps.history().bytes(),
        collections(steps.relations(), ports),
        operators(steps.graph()));
  }

  private static List<EngineStatus.CollectionStatus> collections(
      Relations relations, List<Port> ports) {
    Map<CollectionId, Long> queued = new HashMap<>();
    ports.forEach(p -> queued.put(p.source(), p.queuedBytes()));
    List<EngineStatus.CollectionStatus> all = new ArrayList<>();
    relations
        .allStored()
        .forEach((id, s) ->
            all.add(
                new EngineStatus.CollectionStatus(
                    id,
                    s.rows().shape().name(),
                    s.node().id,
                    s.rows().rowCount(),
                    s.rows().bytes(),
                    0,
                    queued.getOrDefault(id, 0L),
                    null)));
    relations
        .allMaintained()
        .forEach((id, m) ->
            all.add(
                new EngineStatus.CollectionStatus(
                    id,
                    m.name(),
                    m.arranged().id,
                    m.arrangement().stateRows(),
                    m.arrangement().stateBytes(),
                    m.arranged().faults.size(),
                    0,
                    m.arranged().failure)));
    return all;
  }

  private static List<EngineStatus.OperatorStatus> operators(Graph graph) {
    List<EngineStatus.OperatorStatus> all = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!node.isStored()) {
        all.add(
            new EngineStatus.OperatorStatus(
                node.id,
                node.description(),
                node.inputs.stream().map(n -> n.id).toList(),
                node.rowsIn,
                node.rowsOut,
                node.operator().stateRows(),
                node.operator().stateBytes(),
                node.nanos / 1000));
      }
    }
    return all;
  }
}

package dev.millrace.dataflow.port;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.time.StepTime;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The running engine: one thread of steps over stored and maintained collections. All methods may
/// be called from any thread. Life: opened with what storage recovered; `restore` rebuilds what the
/// catalog holds; `start` begins stepping; `close` ends it (nothing acknowledged is lost).
public interface Engine extends AutoCloseable {

  /// The catalog's entries as of the last durable step: key to opaque bytes. Before `start` only.
  SortedMap<String, byte[]> recoveredCatalog();

  /// Re-creates stored collections (with their recovered rows) and maintained ones (rebuilt from
  /// their inputs), in the given order. Before `start` only.
  void restore(List<Action> actions);

  /// Starts the step thread.
  void start();

  /// Runs `transaction` between two steps and makes the change it returns one step of its own
  /// order: journalled, durable and visible when the future completes with the step's number. If
  /// the function or an action throws, nothing has happened and the future fails with that
  /// exception. The function runs on the step thread and must be short.
  CompletableFuture<StepTime> transact(Function<Snapshot, Change> transaction);

  /// Runs a short read between two steps on the step thread; it sees the last completed and durable
  /// step. The result must not refer to the snapshot's chunks unless it owns them.
  <T> CompletableFuture<T> read(Function<Snapshot, T> reader);

  /// Where a source puts its data. One port per source; the source must have been created. Waits
  /// until what an earlier run of the source has submitted is durable, so that `position` is where
  /// the next one goes on.
  InputPort input(CollectionId source);

  /// Starts a subscription; rows arrive in the subscription's bounded queue. Fails with 22000 if
  /// the AS OF is below what is still known.
  CompletableFuture<Subscription> subscribe(SubscribeRequest request);

  /// Counters and states of operators, steps and collections, sampled now: for metrics and catalog.
  EngineStatus status();

  @Override
  void close();
}

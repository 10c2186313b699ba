package dev.millrace.sql.catalog.relation;

import dev.millrace.dataflow.port.EngineStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What runs, sampled when a relation about it is read. Implementations answer from any thread.
public interface LiveState {

  /// The engine's counters.
  EngineStatus engineStatus();

  /// The engine's current time, which `mz_frontiers` shows.
  long nowMillis();

  /// The sources that run.
  List<SourceSample> sourceSamples();

  /// The sessions that are connected.
  List<SessionSample> sessionSamples();

  /// The subscriptions that are open.
  List<SubscriptionSample> subscriptionSamples();

  /// The transactions that are open.
  List<TransactionSample> transactionSamples();

  /// One source. Statistics by name, as its connector counts them.
  record SourceSample(
      long itemId,
      String status,
      @Nullable String error,
      Instant since,
      Map<String, Long> statistics) {}

  /// One session.
  record SessionSample(
      int processId,
      String id,
      String user,
      String database,
      String applicationName,
      String remoteAddress,
      Instant connectedAt,
      String state,
      String query,
      Instant queryStart) {}

  /// One transaction.
  ///
  /// @param readMillis of the step it reads, null before its first read
  /// @param writtenRows written so far, also by a statement that has not ended
  record TransactionSample(
      int processId,
      String state,
      Instant startedAt,
      @Nullable Long readMillis,
      long writtenRows,
      long writtenBytes) {}

  /// One subscription.
  record SubscriptionSample(
      String id, String sessionId, Instant createdAt, List<Long> referenced) {}
}

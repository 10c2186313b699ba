package dev.millrace.dataflow.port;

import dev.millrace.dataflow.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What a subscription wants to see.
///
/// @param plan its result is followed; a plain `Get` follows the collection itself
/// @param snapshot false: only changes after the start
/// @param asOf milliseconds; null: now
/// @param atLeast the start may be later than `asOf`
/// @param upTo milliseconds, exclusive; null: for ever
/// @param queueBytes bytes of rows that may wait for the reader before it is cut off with 53400
/// @param interruption called again and again while the plan's state is built: what it throws ends
///   the start
public record SubscribeRequest(
    Plan plan,
    boolean snapshot,
    @Nullable Long asOf,
    boolean atLeast,
    @Nullable Long upTo,
    long queueBytes,
    Runnable interruption) {

  /// A request whose start nobody interrupts.
  public SubscribeRequest(
      Plan plan,
      boolean snapshot,
      @Nullable Long asOf,
      boolean atLeast,
      @Nullable Long upTo,
      long queueBytes) {
    this(plan, snapshot, asOf, atLeast, upTo, queueBytes, () -> {});
  }

  /// The same, given up when `check` throws.
  public SubscribeRequest interruptedBy(Runnable check) {
    return new SubscribeRequest(plan, snapshot, asOf, atLeast, upTo, queueBytes, check);
  }
}

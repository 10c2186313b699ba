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
public record SubscribeRequest(
    Plan plan,
    boolean snapshot,
    @Nullable Long asOf,
    boolean atLeast,
    @Nullable Long upTo,
    long queueBytes) {}

package dev.millrace.dataflow.operator;

/// What an operator may know of the step it runs in.
///
/// @param millis the step's `mz_now()`
public record StepScope(long millis, Workers workers) {}

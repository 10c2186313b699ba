package dev.millrace.dataflow.plan;

/// How many rounds a recursion may take.
///
/// @param isError true: it fails if its last round still changed something; false: it returns what
///   that round made
public record RecursionLimit(long rounds, boolean isError) {

  public RecursionLimit {
    assert rounds > 0;
  }
}

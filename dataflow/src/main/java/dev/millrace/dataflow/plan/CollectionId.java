package dev.millrace.dataflow.plan;

/// The identity of a stored or maintained collection, the same for its whole life; `u12` in the
/// catalog for users' objects, `s12` (negative numbers) for the system's.
public record CollectionId(long number) {

  @Override
  public String toString() {
    return number < 0 ? "s" + -number : "u" + number;
  }
}

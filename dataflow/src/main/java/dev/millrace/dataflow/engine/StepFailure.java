package dev.millrace.dataflow.engine;

/// A step failed half-way: its stored rows changed, its record may not have reached the store. The
/// engine cannot go on from there.
final class StepFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StepFailure(Throwable cause) {
    super("a step failed half-way", cause);
  }
}

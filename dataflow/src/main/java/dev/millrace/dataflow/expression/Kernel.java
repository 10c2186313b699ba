package dev.millrace.dataflow.expression;

import dev.millrace.model.chunk.Chunk;

/// What a generated class implements. Public only because generated classes live in a class loader
/// of their own; use [MfpProgram].
public interface Kernel {

  /// The kernel to run one chunk with: itself, or a new one if runs have state.
  Kernel fresh();

  /// Runs the program over a chunk.
  void run(Chunk in, Chunk out, ErrorSink errors);
}

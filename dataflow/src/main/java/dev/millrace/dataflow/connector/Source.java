package dev.millrace.dataflow.connector;

/// A running source. `run` is called once on a thread of its own.
public interface Source extends AutoCloseable {

  /// Reads from the context's position until interrupted or closed; retries what fails with backoff
  /// and reports its status. Returns only when interrupted, closed or at a finite source's end.
  void run(SourceContext context) throws InterruptedException;

  /// Asks `run` to end soon; may be called from another thread, more than once.
  @Override
  void close();
}

package dev.millrace.dataflow.port;

import java.util.List;

/// Where one source hands over what it read. Used by one thread.
public interface InputPort {

  /// Queues deltas that belong to one step together with the position reached by them. Blocks while
  /// the port holds more bytes than its budget: that is the back-pressure. The chunks become the
  /// engine's.
  ///
  /// @param deltas rows of the source's collections (main, sub-sources, dead letters)
  /// @param position opaque; returned by [#position] after a restart exactly if the deltas survived
  void submit(List<Change.Delta> deltas, byte[] position) throws InterruptedException;

  /// The last durable position, empty before the first.
  byte[] position();

  /// Bytes queued and not yet part of a step.
  long queuedBytes();
}

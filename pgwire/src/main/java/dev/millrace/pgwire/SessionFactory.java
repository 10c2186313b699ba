package dev.millrace.pgwire;

/// Opens sessions for authenticated connections.
@FunctionalInterface
public interface SessionFactory {

  /// Opens a session; parameter statuses and notices of the start go through `out`. Fails with a
  /// DatabaseException to refuse the connection.
  Session open(StartupRequest request, ResultSink out);
}

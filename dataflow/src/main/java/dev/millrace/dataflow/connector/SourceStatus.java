package dev.millrace.dataflow.connector;

/// The life of a source as `mz_source_statuses.status` shows it.
public enum SourceStatus {
  STARTING,
  RUNNING,
  STALLED,
  FAILED,
  PAUSED
}

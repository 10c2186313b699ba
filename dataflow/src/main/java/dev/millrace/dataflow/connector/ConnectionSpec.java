package dev.millrace.dataflow.connector;

import java.util.Map;

/// A CREATE CONNECTION without its SQL. Type is `KAFKA` or `CONFLUENT SCHEMA REGISTRY`; options as
/// in [SourceSpec]. Secrets stay references.
public record ConnectionSpec(String type, Map<String, OptionValue> options) {
  public ConnectionSpec {
    options = Map.copyOf(options);
  }
}

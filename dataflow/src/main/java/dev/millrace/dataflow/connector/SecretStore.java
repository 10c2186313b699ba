package dev.millrace.dataflow.connector;

/// Resolves secret references; what it returns is never logged, stored or shown.
@FunctionalInterface
public interface SecretStore {

  /// The secret's bytes. Fails with 42704 if it was dropped.
  byte[] secret(String id);
}

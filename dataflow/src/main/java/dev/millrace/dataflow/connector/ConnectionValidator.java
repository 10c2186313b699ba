package dev.millrace.dataflow.connector;

/// Checks a connection against the outside world: CREATE CONNECTION and VALIDATE CONNECTION.
public interface ConnectionValidator {

  /// Returns if the other side answered and accepted the credentials; fails with a
  /// DatabaseException (58000 and what went wrong, without secrets) otherwise, within a deadline of
  /// seconds.
  void validate(ConnectionSpec connection, SecretStore secrets);
}

package dev.millrace.ingest.registry;

/// The registry did not answer, or answered that it cannot now: worth another try. Its message
/// holds no credentials.
public final class RegistryUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message) {
    super(message, null, false, false);
  }
}

package dev.millrace.pgwire.auth;

import dev.millrace.model.auth.ScramVerifier;
import java.net.InetAddress;

/// Decides how a user must prove who he is. Called by connection threads.
@FunctionalInterface
public interface Authenticator {

  /// What to ask of a user who connects from an address. For an unknown user with passwords in use,
  /// return a verifier that nothing satisfies, so that names cannot be probed.
  Requirement requirement(String user, InetAddress address, boolean isEncrypted);

  /// What is asked.
  sealed interface Requirement {
    /// Nothing: loopback, or `--insecure`.
    record Trust() implements Requirement {}

    /// SCRAM-SHA-256 against a stored verifier.
    record Scram(ScramVerifier verifier) implements Requirement {}

    /// Refused before any exchange, with the reason (28000).
    record Refuse(String reason) implements Requirement {}
  }

  /// Trusts everyone: for listeners on loopback.
  static Authenticator trust() {
    return (_, _, _) -> new Requirement.Trust();
  }
}

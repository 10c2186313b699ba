package dev.millrace.server.access;

import dev.millrace.model.auth.ScramVerifier;
import dev.millrace.pgwire.auth.Authenticator;
import dev.millrace.sql.catalog.Catalog;
import dev.millrace.sql.catalog.Role;
import java.net.InetAddress;
import java.security.SecureRandom;

/// Asks for the passwords that CREATE ROLE and ALTER ROLE have set. Any thread.
///
/// @param catalog whose roles may log in
public record StoredUsers(Access access, Catalog catalog) implements Authenticator {

  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public Requirement requirement(String user, InetAddress address, boolean isEncrypted) {
    boolean isTrusted =
        !access.asksOnLoopback() && (access.isInsecure() || address.isLoopbackAddress());
    if (isTrusted) {
      return new Requirement.Trust();
    }
    if (!isEncrypted && !address.isLoopbackAddress() && !access.isInsecure()) {
      return new Requirement.Refuse("connections from " + address.getHostAddress() + " need TLS");
    }
    Role role = catalog.current().role(user);
    String verifier = role == null || !role.canLogin() ? null : role.verifier();
    // One that has no password is asked like any other, so that names cannot be probed.
    return new Requirement.Scram(
        verifier == null ? ScramVerifier.unsatisfiable(RANDOM) : ScramVerifier.parse(verifier));
  }
}

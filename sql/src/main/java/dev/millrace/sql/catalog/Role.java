package dev.millrace.sql.catalog;

import org.jspecify.annotations.Nullable;

/// Who owns and uses objects. Every role may do everything for now.
///
/// @param verifier what is kept of the password (SCRAM-SHA-256 in PostgreSQL's text form); null:
///   the role cannot log in where a password is asked for
public record Role(
    long id,
    int oid,
    String name,
    boolean isSuperuser,
    boolean canLogin,
    @Nullable String verifier) {

  /// A role without a password.
  public Role(long id, int oid, String name, boolean isSuperuser, boolean canLogin) {
    this(id, oid, name, isSuperuser, canLogin, null);
  }

  /// The same role under another name.
  public Role renamed(String newName) {
    return new Role(id, oid, newName, isSuperuser, canLogin, verifier);
  }

  /// The same role that may log in or not.
  public Role withLogin(boolean mayLogin) {
    return new Role(id, oid, name, isSuperuser, mayLogin, verifier);
  }

  /// The same role with another password, or with none.
  public Role withVerifier(@Nullable String newVerifier) {
    return new Role(id, oid, name, isSuperuser, canLogin, newVerifier);
  }

  /// Without what is kept of the password.
  @Override
  public String toString() {
    return "Role " + name;
  }
}

package dev.millrace.sql.execute.define;

import dev.millrace.model.auth.ScramVerifier;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.OptionSetting;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attributes of CREATE ROLE and ALTER ROLE. Of a password only its verifier is kept. Any
/// thread.
final class RoleAttributes {

  private static final SecureRandom RANDOM = new SecureRandom();

  /// Accepted and without effect, since every role may do everything.
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "superuser",
          "nosuperuser",
          "inherit",
          "createdb",
          "nocreatedb",
          "createrole",
          "nocreaterole",
          "createcluster",
          "nocreatecluster");

  private RoleAttributes() {}

  static Role apply(Role role, List<Option> attributes, String statement) {
    Options options = new Options(attributes);
    Role changed = role;
    Option password = options.take("password");
    if (password != null) {
      changed = changed.withVerifier(verifier(password));
    }
    boolean isLogin = options.take("login") != null;
    Option noLogin = options.take("nologin");
    if (isLogin && noLogin != null) {
      throw DatabaseException.at(
          noLogin.position(), SqlState.SYNTAX_ERROR, "conflicting or redundant options");
    }
    if (isLogin || noLogin != null) {
      changed = changed.withLogin(isLogin);
    }
    WITHOUT_EFFECT.forEach(options::take);
    options.refuseRest(statement);
    return changed;
  }

  /// PASSWORD NULL takes the password away; one that is a verifier already is kept as it is.
  private static @Nullable String verifier(Option option) {
    if (!(option.value() instanceof OptionSetting.Text(String password))) {
      return null;
    }
    if (password.startsWith("SCRAM-SHA-256$")) {
      try {
        return ScramVerifier.parse(password).text();
      } catch (IllegalArgumentException _) {
        throw DatabaseException.at(
            option.position(), SqlState.INVALID_PARAMETER_VALUE, "invalid SCRAM-SHA-256 verifier");
      }
    }
    if (password.isEmpty()) {
      return null;
    }
    return ScramVerifier.of(password, RANDOM).text();
  }
}

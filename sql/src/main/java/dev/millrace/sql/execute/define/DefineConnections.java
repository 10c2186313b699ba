package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.execute.Definitions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.secret.SecretVault;
import dev.millrace.sql.statement.AlterStatement;
import dev.millrace.sql.statement.CreateStatement.CreateConnection;
import dev.millrace.sql.statement.CreateStatement.CreateSecret;
import dev.millrace.sql.statement.MiscStatement.ValidateConnection;
import dev.millrace.sql.statement.ObjectName;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// CREATE SECRET, CREATE CONNECTION and VALIDATE CONNECTION. The other side is asked before the
/// catalog is touched, so that a slow broker holds nobody up.
public final class DefineConnections {

  private static final Set<String> KAFKA =
      Set.of(
          "BROKER",
          "BROKERS",
          "SECURITY PROTOCOL",
          "SASL MECHANISMS",
          "SASL USERNAME",
          "SASL PASSWORD",
          "SSL CERTIFICATE AUTHORITY",
          "SSL CERTIFICATE",
          "SSL KEY",
          "PROGRESS TOPIC");

  private static final Set<String> REGISTRY =
      Set.of(
          "URL",
          "USERNAME",
          "USER",
          "PASSWORD",
          "SSL CERTIFICATE AUTHORITY",
          "SSL CERTIFICATE",
          "SSL KEY");

  private DefineConnections() {}

  /// CREATE SECRET with the value already evaluated.
  public static void secret(CreateSecret statement, byte[] value, Frame frame) {
    Definitions.change(
        frame,
        edit -> {
          ObjectName name = statement.name();
          NewItem item = NewItem.of(edit, frame, name);
          if (!item.isTaken(ItemKind.SECRET, statement.isIfNotExists(), name.position())) {
            long id = edit.newId();
            String sql = "CREATE SECRET " + name + " AS '********'";
            ItemBody body = new ItemBody.Secret(frame.instance().vault().seal(id, value));
            item.create(id, sql, Set.of(), body);
          }
        });
  }

  /// ALTER SECRET … AS with the value already evaluated. Whoever uses the secret reads the new
  /// value the next time he needs it.
  public static void alterSecret(AlterStatement.Alter statement, byte[] value, Frame frame) {
    ObjectName name = statement.name();
    Definitions.change(
        frame,
        edit -> {
          Names names = frame.names(edit.before());
          if (statement.isIfExists() && names.find(name.parts(), name.position()) == null) {
            frame.notice(
                Notice.of(
                    SqlState.UNDEFINED_OBJECT, "secret \"" + name + "\" does not exist, skipping"));
            return;
          }
          Item item = names.require(ItemKind.SECRET, name.parts(), name.position());
          edit.put(item.with(new ItemBody.Secret(frame.instance().vault().seal(item.id(), value))));
        });
  }

  /// CREATE CONNECTION.
  public static void connection(CreateConnection statement, String text, Frame frame) {
    Options with = new Options(statement.options());
    boolean isValidated = with.bool("validate", true);
    with.refuseRest("CREATE CONNECTION");
    ConnectorOptions before = new ConnectorOptions(frame.names());
    ConnectionSpec checked = spec(statement, before);
    ObjectName name = statement.name();
    boolean isThere = frame.names().findItem(name.parts(), name.position()) != null;
    if (isValidated && !isThere) {
      frame.instance().connections().validate(checked, secrets(frame));
    }
    Definitions.change(
        frame,
        edit -> {
          ConnectorOptions options = new ConnectorOptions(frame.names(edit.before()));
          ConnectionSpec spec = spec(statement, options);
          NewItem item = NewItem.of(edit, frame, name);
          boolean isTaken =
              item.isTaken(ItemKind.CONNECTION, statement.isIfNotExists(), name.position());
          if (!isTaken) {
            item.create(text, options.used(), new ItemBody.Connection(spec));
          }
        });
  }

  private static ConnectionSpec spec(CreateConnection statement, ConnectorOptions options) {
    String type = statement.type().toUpperCase(Locale.ROOT);
    Set<String> known =
        switch (type) {
          case "KAFKA" -> KAFKA;
          case "CONFLUENT SCHEMA REGISTRY" -> REGISTRY;
          default -> throw DatabaseException.notSupported("CREATE CONNECTION TO " + type, 0);
        };
    ConnectionSpec spec =
        new ConnectionSpec(type, options.read(statement.settings(), known, type + " connection"));
    boolean isComplete =
        type.equals("KAFKA")
            ? spec.options().containsKey("BROKER") != spec.options().containsKey("BROKERS")
            : spec.options().containsKey("URL");
    if (!isComplete) {
      throw new DatabaseException(
          SqlState.SYNTAX_ERROR,
          type.equals("KAFKA") ? "must specify one of BROKER or BROKERS" : "must specify URL");
    }
    return spec;
  }

  /// VALIDATE CONNECTION.
  public static void validate(ValidateConnection statement, Frame frame) {
    ObjectName name = statement.name();
    Item item = frame.names().require(ItemKind.CONNECTION, name.parts(), name.position());
    frame
        .instance()
        .connections()
        .validate(((ItemBody.Connection) item.body()).spec(), secrets(frame));
  }

  /// Resolves ids of secrets as a statement sees the catalog.
  static SecretStore secrets(Frame frame) {
    return secrets(frame::state, frame.instance().vault());
  }

  /// Resolves ids of secrets in the catalog's current version.
  public static SecretStore secrets(Supplier<CatalogState> state, SecretVault vault) {
    return id -> {
      Item item = state.get().item(Long.parseLong(id.substring(1)));
      if (item == null || !(item.body() instanceof ItemBody.Secret secret)) {
        throw new DatabaseException(SqlState.UNDEFINED_OBJECT, "secret " + id + " does not exist");
      }
      return vault.open(item.id(), secret.sealed());
    };
  }
}

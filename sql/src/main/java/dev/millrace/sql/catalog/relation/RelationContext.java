package dev.millrace.sql.catalog.relation;

import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rows of one read are made from: one version of the catalog and one session's view of
/// it.
public record RelationContext(
    Names names, String user, FunctionRegistry functions, LiveState live, SessionView session) {

  /// What a session contributes.
  public interface SessionView {
    /// Values of all its variables.
    List<Variable> variables();

    /// `set_config`: sets a variable and returns its value.
    String set(String name, String value, boolean isLocal);

    /// `nextval` and its kin.
    SequenceSession sequences();

    /// What a sequence has reached, null before its first value.
    @Nullable Long reached(Item sequence);

    /// `pg_cancel_backend`: cancels what another session runs.
    boolean cancel(int processId);
  }

  /// A variable of the session.
  public record Variable(String name, String value, String description) {}

  /// The catalog's version.
  public CatalogState state() {
    return names.state();
  }

  /// The relations of the system.
  public SystemCatalog system() {
    return names.system();
  }

  /// The current database's id, 0 if it is gone.
  public long databaseId() {
    Database database = names.currentDatabase();
    return database == null ? 0 : database.id();
  }

  /// True for a schema that `pg_catalog` shows: the current database's.
  public boolean isShown(Schema schema) {
    return schema.databaseId() == databaseId();
  }

  /// The OID of a role by id, or of the first one.
  public int ownerOid(long roleId) {
    var role = state().role(roleId);
    return role != null ? role.oid() : state().roles().iterator().next().oid();
  }
}

package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change.Delta;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.CatalogState.CommentTarget;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.place.ViewTexts;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.AlterStatement.Alter;
import dev.millrace.sql.statement.AlterStatement.Change;
import dev.millrace.sql.statement.MiscStatement.Comment;
import dev.millrace.sql.statement.ObjectKind;
import dev.millrace.sql.statement.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// ALTER and COMMENT.
final class Alterations {

  private final CatalogEdit edit;
  private final Frame frame;
  private final CatalogState state;
  private final Names names;

  private Alterations(CatalogEdit edit, Frame frame) {
    this.edit = edit;
    this.frame = frame;
    this.state = edit.before();
    this.names = frame.names(state);
  }

  /// Plans the changes; what is returned looks at rows where a table changes.
  static Function<Snapshot, List<Delta>> alter(Alter statement, CatalogEdit edit, Frame frame) {
    Function<Snapshot, List<Delta>> rows = plan(statement, edit, frame);
    if (statement.changes().stream().anyMatch(Alterations::isRenaming)) {
      ViewTexts.renew(edit, frame);
    }
    return rows;
  }

  private static boolean isRenaming(Change change) {
    return change instanceof Change.Rename
        || change instanceof Change.SetSchema
        || change instanceof Change.Swap;
  }

  private static Function<Snapshot, List<Delta>> plan(
      Alter statement, CatalogEdit edit, Frame frame) {
    Alterations alterations = new Alterations(edit, frame);
    if (statement.changes().stream().anyMatch(TableAlterations::handles)) {
      return alterations.table(statement);
    }
    for (Change change : statement.changes()) {
      alterations.alter(statement, change);
    }
    return _ -> List.of();
  }

  private Function<Snapshot, List<Delta>> table(Alter statement) {
    if (statement.kind() != ObjectKind.TABLE) {
      throw DatabaseException.notSupported(
          "this form of ALTER " + statement.kind().words().toUpperCase(Locale.ROOT),
          statement.name().position());
    }
    ObjectName name = statement.name();
    if (names.find(name.parts(), name.position()) == null && !statement.isIfExists()) {
      throw new DatabaseException(
          SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
    }
    Item item = item(statement, ItemKind.TABLE);
    return item == null
        ? _ -> List.of()
        : TableAlterations.alter(item, statement.changes(), edit, frame);
  }

  private void alter(Alter statement, Change change) {
    ItemKind kind = itemKind(statement.kind());
    if (kind == null) {
      alterOther(statement, change);
      return;
    }
    Item item = item(statement, kind);
    if (item == null) {
      return;
    }
    int position = statement.name().position();
    Placements placements = new Placements(edit, frame);
    switch (change) {
      case Change.Rename(String to) -> placements.rename(item, kind, to, position);
      case Change.SetSchema(ObjectName to) -> placements.move(item, kind, to);
      case Change.Swap(ObjectName with) -> placements.swap(item, kind, with);
      case Change.Owner(String role) -> placements.give(item, role, position);
      case Change.Act(String words) when words.equals("resume") ->
          edit.act(new Action.Resume(item.collection()));
      case Change.Sequence(var options) when kind == ItemKind.SEQUENCE ->
          DefineSequences.alter(item, options, edit, frame);
      default -> throw refused(statement);
    }
  }

  /// ALTER of what lies in no schema.
  private void alterOther(Alter statement, Change change) {
    Placements placements = new Placements(edit, frame);
    if (statement.isIfExists() && !placements.exists(statement.kind(), statement.name())) {
      frame.notice(
          Notice.of(
              SqlState.UNDEFINED_OBJECT,
              statement.kind().words() + " \"" + statement.name() + "\" does not exist, skipping"));
      return;
    }
    switch (change) {
      case Change.Rename(String to) -> placements.rename(statement, to);
      case Change.Swap(ObjectName with) -> placements.swap(statement, with);
      case Change.Owner(String role) -> placements.give(statement, role);
      case Change.Attributes(var attributes) when statement.kind() == ObjectKind.ROLE ->
          edit.put(RoleAttributes.apply(role(statement.name()), attributes, "ALTER ROLE"));
      default -> throw refused(statement);
    }
  }

  private static DatabaseException refused(Alter statement) {
    return DatabaseException.notSupported(
        "this form of ALTER " + statement.kind().words().toUpperCase(Locale.ROOT),
        statement.name().position());
  }

  private Role role(ObjectName name) {
    Role role = state.role(name.last());
    if (role == null) {
      throw DatabaseException.at(
          name.position(),
          SqlState.UNDEFINED_OBJECT,
          "role \"" + name.last() + "\" does not exist");
    }
    return role;
  }

  private @Nullable Item item(Alter statement, ItemKind kind) {
    ObjectName name = statement.name();
    if (statement.isIfExists() && names.find(name.parts(), name.position()) == null) {
      frame.notice(
          Notice.of(
              SqlState.UNDEFINED_TABLE,
              kind.words() + " \"" + name + "\" does not exist, skipping"));
      return null;
    }
    Item item = names.findItem(name.parts(), name.position());
    if (item == null && kind == ItemKind.SEQUENCE) {
      throw new DatabaseException(
          SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
    }
    return names.require(kind, name.parts(), name.position());
  }

  private static @Nullable ItemKind itemKind(ObjectKind kind) {
    return switch (kind) {
      case TABLE -> ItemKind.TABLE;
      case VIEW -> ItemKind.VIEW;
      case MATERIALIZED_VIEW -> ItemKind.MATERIALIZED_VIEW;
      case INDEX -> ItemKind.INDEX;
      case SEQUENCE -> ItemKind.SEQUENCE;
      case SOURCE, SUBSOURCE -> ItemKind.SOURCE;
      case CONNECTION -> ItemKind.CONNECTION;
      case SECRET -> ItemKind.SECRET;
      case SINK,
          CLUSTER,
          CLUSTER_REPLICA,
          SCHEMA,
          DATABASE,
          TYPE,
          ROLE,
          FUNCTION,
          COLUMN,
          NETWORK_POLICY,
          SYSTEM,
          OBJECT ->
          null;
    };
  }

  static void comment(Comment statement, CatalogEdit edit, Frame frame) {
    edit.comment(new Alterations(edit, frame).target(statement), statement.text());
  }

  private CommentTarget target(Comment statement) {
    ObjectName name = statement.name();
    ItemKind kind = itemKind(statement.kind());
    if (kind != null) {
      Item item = names.require(kind, name.parts(), name.position());
      return new CommentTarget(kind.catalogName(), item.id(), 0);
    }
    return switch (statement.kind()) {
      case COLUMN -> column(name);
      case SCHEMA -> {
        Schema schema = names.schemaNamed(name.last());
        yield new CommentTarget("schema", idOf(statement, schema == null ? 0 : schema.id()), 0);
      }
      case DATABASE -> {
        Database database = state.database(name.last());
        long id = idOf(statement, database == null ? 0 : database.id());
        yield new CommentTarget("database", id, 0);
      }
      case CLUSTER -> {
        Cluster cluster = state.cluster(name.last());
        yield new CommentTarget("cluster", idOf(statement, cluster == null ? 0 : cluster.id()), 0);
      }
      case ROLE -> {
        Role role = state.role(name.last());
        yield new CommentTarget("role", idOf(statement, role == null ? 0 : role.id()), 0);
      }
      default ->
          throw DatabaseException.notSupported(
              "COMMENT ON " + statement.kind().words().toUpperCase(Locale.ROOT), name.position());
    };
  }

  private static long idOf(Comment statement, long id) {
    if (id <= 0) {
      throw DatabaseException.at(
          statement.name().position(),
          SqlState.UNDEFINED_OBJECT,
          statement.kind().words() + " \"" + statement.name() + "\" does not exist");
    }
    return id;
  }

  private CommentTarget column(ObjectName name) {
    List<String> relation = name.parts().subList(0, name.parts().size() - 1);
    if (relation.isEmpty()) {
      throw DatabaseException.at(
          name.position(), SqlState.SYNTAX_ERROR, "column name must be qualified");
    }
    Item item = names.findItem(relation, name.position());
    if (item == null || item.body() instanceof ItemBody.Index) {
      throw DatabaseException.at(
          name.position(),
          SqlState.UNDEFINED_TABLE,
          "relation \"" + String.join(".", relation) + "\" does not exist");
    }
    int number = 0;
    for (ColumnDefinition column : item.columns()) {
      number++;
      if (column.name().equals(name.last())) {
        return new CommentTarget(item.kind().catalogName(), item.id(), number);
      }
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.UNDEFINED_COLUMN,
        "column \"" + name.last() + "\" of relation \"" + item.name() + "\" does not exist");
  }
}

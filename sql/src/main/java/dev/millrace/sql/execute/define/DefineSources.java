package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.RetainText;
import dev.millrace.sql.execute.Definitions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.StoredShapes;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.CreateStatement.CreateSource;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.SourceClauses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// CREATE SOURCE. The connector is asked what the source will produce before the catalog is
/// touched; then the source and its further outputs become items, and it starts.
final class DefineSources {

  /// No collection keeps this output.
  private static final long UNUSED = 0;

  private final CreateSource statement;
  private final String text;
  private final Frame frame;

  private DefineSources(CreateSource statement, String text, Frame frame) {
    this.statement = statement;
    this.text = text;
    this.frame = frame;
  }

  static void create(CreateSource statement, String text, Frame frame) {
    new DefineSources(statement, text, frame).run();
  }

  private void run() {
    ObjectName name = statement.name();
    SourceSpecs.Resolved first = SourceSpecs.resolve(statement, frame.names(), frame);
    boolean isThere =
        frame
                .state()
                .itemByName(
                    frame.names().schemaForNew(name.parts(), name.position()).id(), name.last())
            != null;
    SourceDescription description =
        isThere
            ? new SourceDescription(first.spec(), List.of())
            : frame
                .instance()
                .sources()
                .connector(first.spec().connector())
                .describe(first.spec(), DefineConnections.secrets(frame));
    List<Item> created = new ArrayList<>();
    Definitions.change(
        frame, edit -> plan(edit, description, created), () -> created.forEach(this::start));
  }

  private void start(Item item) {
    frame.instance().sources().start(item);
    if (item.body() instanceof ItemBody.Source source && source.isWebhook()) {
      String path = frame.instance().catalog().current().webhookPath(item);
      frame.notice(
          Notice.of(
              SqlState.SUCCESSFUL_COMPLETION, "URL of the source on the HTTP listener: " + path));
    }
  }

  private void plan(CatalogEdit edit, SourceDescription description, List<Item> created) {
    ObjectName name = statement.name();
    NewItem place = NewItem.of(edit, frame, name);
    if (place.isTaken(ItemKind.SOURCE, statement.isIfNotExists(), name.position())) {
      return;
    }
    if (description.outputs().isEmpty()) {
      throw new DatabaseException(
          SqlState.SERIALIZATION_FAILURE, "the catalog changed while the source was created");
    }
    // Connections may have changed while the outside was asked: what is named must still be there.
    Set<Long> uses = SourceSpecs.resolve(statement, frame.names(edit.before()), frame).uses();
    Cluster cluster = DefineObjects.clusterFor(edit, frame, statement.cluster());
    long id = edit.newId();
    List<Long> outputs = new ArrayList<>();
    for (Output output : description.outputs()) {
      outputs.add(
          switch (output.role()) {
            case MAIN -> id;
            case SUBSOURCE -> selected(output.name()) == null ? UNUSED : edit.newId();
            case DEAD_LETTERS -> edit.newId();
          });
    }
    Output main =
        description.outputs().stream().filter(o -> o.role() == Role.MAIN).findFirst().orElse(null);
    List<ColumnDefinition> columns = main == null ? List.of() : named(columns(main));
    created.add(
        place.create(
            id,
            text,
            uses,
            new ItemBody.Source(
                columns,
                Role.MAIN,
                description.spec(),
                0,
                outputs,
                cluster.id(),
                main == null ? Action.Keeping.NONE : main.keeping(),
                main == null ? List.of() : main.key(),
                main != null,
                main == null ? Retention.FOREVER : retention(main, description))));
    for (int i = 0; i < outputs.size(); i++) {
      Output output = description.outputs().get(i);
      if (output.role() == Role.MAIN) {
        edit.act(StoredShapes.stored(created.getFirst()));
      } else if (outputs.get(i) != UNUSED) {
        further(edit, place, outputs.get(i), id, output, retention(output, description));
      }
    }
  }

  /// An output besides the main one becomes an item in the source's schema.
  private void further(
      CatalogEdit edit, NewItem place, long id, long parent, Output output, Retention retention) {
    String name =
        output.role() == Role.DEAD_LETTERS
            ? place.name() + "_dead_letters"
            : java.util.Objects.requireNonNull(selected(output.name()));
    NewItem child = new NewItem(edit, frame, place.schema(), name);
    child.isTaken(ItemKind.SOURCE, false, 0);
    List<ColumnDefinition> columns = columns(output);
    Item item =
        child.create(
            id,
            "CREATE SUBSOURCE " + name + " OF SOURCE " + place.name(),
            Set.of(parent),
            new ItemBody.Source(
                columns,
                output.role(),
                null,
                parent,
                List.of(),
                0,
                output.keeping(),
                output.key(),
                true,
                retention));
    edit.act(StoredShapes.stored(item));
  }

  /// Dead letters are kept for good.
  private static Retention retention(Output output, SourceDescription description) {
    return output.role() == Role.DEAD_LETTERS || output.keeping() != Action.Keeping.LOG
        ? Retention.FOREVER
        : RetainText.retention(description.spec().keeping());
  }

  private static List<ColumnDefinition> columns(Output output) {
    return output.columns().stream()
        .map(c -> new ColumnDefinition(c.name(), c.type(), !c.isNullable()))
        .toList();
  }

  /// The main columns under the names that CREATE SOURCE gives them.
  private List<ColumnDefinition> named(List<ColumnDefinition> columns) {
    if (statement.columns().isEmpty()) {
      return columns;
    }
    if (statement.columns().size() != columns.size()) {
      throw new DatabaseException(
          SqlState.SYNTAX_ERROR,
          "source \""
              + statement.name()
              + "\" has "
              + columns.size()
              + " columns, but "
              + statement.columns().size()
              + " names are given");
    }
    List<ColumnDefinition> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnDefinition c = columns.get(i);
      named.add(new ColumnDefinition(statement.columns().get(i).name(), c.type(), c.isNotNull()));
    }
    return named;
  }

  /// The name that an upstream table gets here; null if it was not selected.
  private @Nullable String selected(String upstream) {
    return switch (statement.clauses().tables()) {
      case null -> upstream;
      case SourceClauses.TableSelection.All _ -> upstream;
      case SourceClauses.TableSelection.Schemas s ->
          throw DatabaseException.notSupported("FOR SCHEMAS", s.names().getFirst().position());
      case SourceClauses.TableSelection.Tables t ->
          t.references().stream()
              .filter(r -> r.upstream().last().equals(upstream))
              .findFirst()
              .map(r -> r.alias() == null ? upstream : r.alias().last())
              .orElse(null);
    };
  }
}

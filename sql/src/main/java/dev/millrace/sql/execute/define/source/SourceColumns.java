package dev.millrace.sql.execute.define.source;

import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.WiderSource;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.catalog.table.Tenure;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Definitions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.StoredShapes;
import dev.millrace.sql.execute.define.table.TableDraft;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.AlterStatement.Alter;
import dev.millrace.sql.statement.AlterStatement.Change;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// ALTER SOURCE … ADD COLUMN. The connector is asked what the outside has under the name; then the
/// source is widened in one step, as a table is, and starts again from where it was. Whatever it
/// still hands over in between lacks the column and gets what older rows have.
public final class SourceColumns {

  private final Alter statement;
  private final Frame frame;
  private final Item item;
  private final ItemBody.Source source;
  private final List<ColumnDefinition> columns;
  private SourceSpec spec;

  private SourceColumns(
      Alter statement, Frame frame, Item item, ItemBody.Source source, SourceSpec spec) {
    this.statement = statement;
    this.frame = frame;
    this.item = item;
    this.source = source;
    this.spec = spec;
    this.columns = new ArrayList<>(source.columns());
  }

  /// Adds the columns of a statement.
  public static void add(Alter statement, Frame frame) {
    ObjectName name = statement.name();
    if (statement.isIfExists() && frame.names().find(name.parts(), name.position()) == null) {
      frame.notice(
          Notice.of(SqlState.UNDEFINED_TABLE, "source \"" + name + "\" does not exist, skipping"));
      return;
    }
    Item item = frame.names().require(ItemKind.SOURCE, name.parts(), name.position());
    ItemBody.Source source = (ItemBody.Source) item.body();
    SourceSpec spec = source.spec();
    if (spec == null || !source.hasRows()) {
      throw DatabaseException.notSupported(
          "ADD COLUMN to "
              + (source.role() == Role.DEAD_LETTERS ? "dead letters" : "tables of a source"),
          name.position());
    }
    new SourceColumns(statement, frame, item, source, spec).run();
  }

  private void run() {
    for (Change change : statement.changes()) {
      if (!(change instanceof Change.AddSourceColumn add)) {
        throw DatabaseException.notSupported(
            "ADD COLUMN together with another change", statement.name().position());
      }
      add(add);
    }
    if (columns.size() == source.columns().size()) {
      return;
    }
    refuseLosses();
    Definitions.change(
        frame,
        this::plan,
        () ->
            frame
                .instance()
                .sources()
                .restart(item.id(), () -> frame.instance().catalog().current().item(item.id())));
  }

  private void add(Change.AddSourceColumn add) {
    String name = add.column().name();
    if (columns.stream().anyMatch(c -> c.name().equals(name))) {
      String message = "column \"" + name + "\" of relation \"" + item.name() + "\" already exists";
      if (!add.isIfNotExists()) {
        throw new DatabaseException(SqlState.DUPLICATE_COLUMN, message);
      }
      frame.notice(Notice.of(SqlState.DUPLICATE_COLUMN, message + ", skipping"));
      return;
    }
    Connector connector = frame.instance().sources().connector(spec.connector());
    WiderSource wider;
    try {
      wider = connector.widen(spec, name, frame.instance().sources().secrets());
    } catch (DatabaseException e) {
      throw e.withPosition(add.column().position());
    }
    SqlType type = wider.column().type();
    requireType(add, type);
    columns.add(
        new ColumnDefinition(
            name,
            type,
            !wider.column().isNullable(),
            Filling.NOTHING,
            Tenure.added(text(type, wider.missing(), add.column().position()))));
    spec = wider.spec();
  }

  private void requireType(Change.AddSourceColumn add, SqlType type) {
    if (add.type() == null) {
      return;
    }
    SqlType wanted = TypeBinder.bind(add.type(), CatalogRelations.of(frame.names()));
    if (!wanted.equals(type)) {
      throw DatabaseException.at(
          add.column().position(),
          SqlState.DATATYPE_MISMATCH,
          "column \""
              + add.column().name()
              + "\" is of type "
              + type.displayName()
              + " in the schema, not "
              + wanted.displayName());
    }
  }

  /// The catalog keeps the value of older rows as text, which must be read back as it was.
  private static @Nullable String text(SqlType type, @Nullable Object missing, int position) {
    if (missing == null) {
      return null;
    }
    String text = TextFormat.text(type, missing);
    if (!Objects.equals(TextFormat.parse(type, Slice.utf8(text)), missing)) {
      throw DatabaseException.notSupported("a default of type " + type.displayName(), position);
    }
    return text;
  }

  /// An index is made anew, of what its source keeps.
  private void refuseLosses() {
    if (source.keeping() == Action.Keeping.NONE && !frame.state().indexesOn(item.id()).isEmpty()) {
      throw DatabaseException.notSupported(
          "ADD COLUMN to a source that keeps no rows and has an index",
          statement.name().position());
    }
  }

  private void plan(CatalogEdit edit) {
    Item now = edit.itemOrNull(item.id());
    if (now == null || !now.body().equals(source)) {
      throw new DatabaseException(
          SqlState.SERIALIZATION_FAILURE, "the catalog changed while the source was altered");
    }
    Item after = now.with(source.with(columns, spec));
    List<Item> renewed = new ArrayList<>();
    for (Item index : List.copyOf(edit.items())) {
      if (index.body() instanceof ItemBody.Index body && body.onId() == item.id()) {
        edit.remove(index);
        edit.act(new Action.Drop(index.collection()));
        renewed.add(TableDraft.renewed(index, columns, edit));
      }
    }
    edit.put(after);
    edit.act(new Action.Widen(after.collection(), StoredShapes.shape(after)));
    for (Item index : renewed) {
      edit.put(index);
      edit.act(TableDraft.install(index, columns));
    }
  }
}

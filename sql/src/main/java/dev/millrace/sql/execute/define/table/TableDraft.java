package dev.millrace.sql.execute.define.table;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table in the making or under change: its columns and constraints, and what has to be created
/// along with them. Used by one thread, once.
public final class TableDraft {

  private final CatalogEdit edit;
  private final Frame frame;
  private final Schema schema;
  private final long tableId;
  private final String table;
  private final TableNames names;
  public final List<ColumnDefinition> columns = new ArrayList<>();
  public final List<Constraint> constraints = new ArrayList<>();
  private final List<KeyDraft> keys = new ArrayList<>();

  /// True for a table that is there.
  private boolean isAltered;

  /// The constraints that the table had before.
  private final List<Constraint> old = new ArrayList<>();

  /// A key whose index is made last.
  private record KeyDraft(@Nullable String name, boolean isPrimary, List<Integer> columns) {}

  public TableDraft(CatalogEdit edit, Frame frame, Schema schema, long tableId, String table) {
    this.edit = edit;
    this.frame = frame;
    this.schema = schema;
    this.tableId = tableId;
    this.table = table;
    this.names = new TableNames(edit, schema, table);
  }

  /// A table that is there.
  public static TableDraft of(CatalogEdit edit, Frame frame, Item item) {
    ItemBody.Table body = (ItemBody.Table) item.body();
    Schema schema = edit.before().requireSchema(item.schemaId());
    TableDraft draft = new TableDraft(edit, frame, schema, item.id(), item.name());
    draft.columns.addAll(body.columns());
    draft.constraints.addAll(body.constraints());
    draft.old.addAll(body.constraints());
    draft.isAltered = true;
    return draft;
  }

  public TableNames names() {
    return names;
  }

  public String schema() {
    return schema.name();
  }

  public long schemaId() {
    return schema.id();
  }

  public String table() {
    return table;
  }

  public long tableId() {
    return tableId;
  }

  /// The position of a column that is not dropped, or -1.
  public int find(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).isDropped() && columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /// The column of a name; 42703 if there is none.
  public int require(ColumnName column) {
    int position = find(column.name());
    if (position < 0) {
      throw new DatabaseException(
          SqlState.UNDEFINED_COLUMN,
          "column \"" + column.name() + "\" of relation \"" + table + "\" does not exist");
    }
    return position;
  }

  /// The constraint of a name, or null.
  public @Nullable Constraint constraint(String name) {
    for (Constraint constraint : constraints) {
      if (constraint.name().equals(name)) {
        return constraint;
      }
    }
    return null;
  }

  /// PRIMARY KEY or UNIQUE over named columns.
  public void addKey(
      @Nullable String name, boolean isPrimary, List<ColumnName> named, int position) {
    List<Integer> key = new ArrayList<>();
    for (ColumnName column : named) {
      int at = find(column.name());
      if (at < 0) {
        throw DatabaseException.at(
            position,
            SqlState.UNDEFINED_COLUMN,
            "column \"" + column.name() + "\" named in key does not exist");
      }
      if (key.contains(at)) {
        throw DatabaseException.at(
            position,
            SqlState.DUPLICATE_COLUMN,
            "column \""
                + column.name()
                + "\" appears twice in "
                + (isPrimary ? "primary key" : "unique")
                + " constraint");
      }
      key.add(at);
    }
    addDraft(name, isPrimary, key, position);
  }

  private void addDraft(@Nullable String name, boolean isPrimary, List<Integer> key, int position) {
    if (isPrimary) {
      boolean hasOne =
          keys.stream().anyMatch(KeyDraft::isPrimary)
              || constraints.stream().anyMatch(c -> c instanceof Constraint.Key k && k.isPrimary());
      if (hasOne) {
        throw DatabaseException.at(
            isAltered ? 0 : position,
            SqlState.INVALID_TABLE_DEFINITION,
            "multiple primary keys for table \"" + table + "\" are not allowed");
      }
      key.forEach(c -> columns.set(c, columns.get(c).withNotNull(true)));
    }
    for (int i = 0; i < keys.size(); i++) {
      KeyDraft other = keys.get(i);
      if (other.columns().equals(key)) {
        // The same key twice is one.
        keys.set(
            i,
            new KeyDraft(
                other.name() == null ? name : other.name(), other.isPrimary() || isPrimary, key));
        return;
      }
    }
    keys.add(new KeyDraft(name, isPrimary, key));
  }

  /// CHECK, bound before: `condition` tells which columns it is about.
  public void addCheck(@Nullable String name, String text, Scalar condition) {
    Set<Integer> used = Scalars.columns(condition);
    List<Integer> about = used.stream().sorted().toList();
    List<String> taken = constraints.stream().map(Constraint::name).toList();
    Constraint there = name == null ? null : constraint(name);
    if (there != null) {
      throw new DatabaseException(
          SqlState.DUPLICATE_OBJECT,
          old.contains(there)
              ? "constraint \"" + name + "\" for relation \"" + table + "\" already exists"
              : "check constraint \"" + name + "\" already exists");
    }
    List<String> one =
        about.size() == 1 ? List.of(columns.get(about.getFirst()).name()) : List.of();
    String chosen = name != null ? name : names.check(one, taken);
    constraints.add(new Constraint.Check(chosen, edit.newOid(), text, about));
  }

  /// The indexes of the keys added, the primary one first, as items to create after the table.
  public List<Item> takeKeyIndexes() {
    List<Item> indexes = new ArrayList<>();
    keys.sort((a, b) -> Boolean.compare(b.isPrimary(), a.isPrimary()));
    for (KeyDraft key : keys) {
      String name = key.name();
      if (name == null) {
        List<String> parts = key.columns().stream().map(c -> columns.get(c).name()).toList();
        name = key.isPrimary() ? names.relation(List.of(), "pkey") : names.relation(parts, "key");
      }
      names.requireFreeRelation(name);
      if (constraint(name) != null) {
        throw new DatabaseException(
            SqlState.DUPLICATE_OBJECT,
            "constraint \"" + name + "\" for relation \"" + table + "\" already exists");
      }
      Item index = index(edit, frame, schema, tableId, name, key.columns(), true, columns);
      constraints.add(
          new Constraint.Key(name, edit.newOid(), key.isPrimary(), key.columns(), index.id()));
      edit.put(index);
      indexes.add(index);
    }
    keys.clear();
    return indexes;
  }

  /// Takes a constraint away, with its index.
  public void drop(Constraint constraint) {
    constraints.remove(constraint);
    if (constraint instanceof Constraint.Key key) {
      Item index = edit.item(key.indexId());
      edit.remove(index);
      edit.act(new Action.Drop(index.collection()));
    }
  }

  /// The same index of a table or source under a new id, over rows of more columns.
  public static Item renewed(Item index, List<ColumnDefinition> columns, CatalogEdit edit) {
    ItemBody.Index body = (ItemBody.Index) index.body();
    return new Item(
        edit.newId(),
        index.oid(),
        index.schemaId(),
        index.name(),
        index.ownerId(),
        index.createSql(),
        index.uses(),
        new ItemBody.Index(
            body.onId(),
            body.clusterId(),
            body.key(),
            body.isUnique(),
            Slice.of(PlanCodec.encode(rows(body.onId(), columns)))));
  }

  /// An index over a table's own rows; it belongs to no cluster, but to the table.
  @SuppressWarnings("TooManyParameters") // what an index is made of
  public static Item index(
      CatalogEdit edit,
      Frame frame,
      Schema schema,
      long tableId,
      String name,
      List<Integer> key,
      boolean isUnique,
      List<ColumnDefinition> columns) {
    CatalogState state = edit.before();
    String names =
        key.stream()
            .map(k -> Identifiers.quote(columns.get(k).name()))
            .collect(Collectors.joining(", "));
    String text =
        "CREATE "
            + (isUnique ? "UNIQUE " : "")
            + "INDEX "
            + Identifiers.quote(name)
            + " ON "
            + Identifiers.quote(schema.name())
            + " ("
            + names
            + ")";
    return new Item(
        edit.newId(),
        edit.newOid(),
        schema.id(),
        name,
        frame.ownerId(state),
        text,
        Set.of(tableId),
        new ItemBody.Index(
            tableId, 0, key, isUnique, Slice.of(PlanCodec.encode(rows(tableId, columns)))));
  }

  /// All columns of a table's rows.
  public static Plan rows(long tableId, List<ColumnDefinition> columns) {
    List<SqlType> types = columns.stream().map(ColumnDefinition::type).toList();
    return new Plan.Get(new dev.millrace.dataflow.plan.CollectionId(tableId), types);
  }

  /// What the engine does to install an index over a table's rows.
  public static Action install(Item index, List<ColumnDefinition> columns) {
    ItemBody.Index body = (ItemBody.Index) index.body();
    return new Action.Install(
        index.collection(), index.name(), rows(body.onId(), columns), body.key());
  }
}

package dev.millrace.sql.execute;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.SystemRelation;
import dev.millrace.sql.parse.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The catalog as the binder sees it, in one version, under a search path or under what names meant
/// when a view was made. Remembers what was looked up, because what is created from it depends on
/// it. Confined to one statement.
public final class CatalogRelations implements Relations {

  /// Joins the parts of a name as written; no name can contain it.
  public static final String JOINER = "\0";

  private final Names names;
  private final @Nullable Map<String, Long> meanings;
  private final Map<Long, List<String>> columnNames;
  private final Set<Long> used = new TreeSet<>();
  private final Map<String, Long> written = new HashMap<>();
  private final List<Place> places = new ArrayList<>();

  /// Where a users' object was named.
  ///
  /// @param position 1-based character in the text that is bound
  public record Place(List<String> name, int position, long id) {
    public Place {
      name = List.copyOf(name);
    }
  }

  private CatalogRelations(
      Names names, @Nullable Map<String, Long> meanings, Map<Long, List<String>> columnNames) {
    this.names = names;
    this.meanings = meanings;
    this.columnNames = columnNames;
  }

  /// Names mean what they mean to a session.
  public static CatalogRelations of(Names names) {
    return new CatalogRelations(names, null, Map.of());
  }

  /// Names mean what they meant when a view was made.
  public static CatalogRelations of(Names names, ItemBody.Definition definition) {
    Names then =
        new Names(
            names.state(),
            names.system(),
            definition.database(),
            definition.searchPath(),
            names.temporary());
    return new CatalogRelations(then, definition.names(), definition.columns());
  }

  /// Ids of the users' objects that were looked up.
  public Set<Long> used() {
    return used;
  }

  /// Where which of them was looked up.
  public List<Place> places() {
    return places;
  }

  /// What the names that were looked up meant.
  public Map<String, Long> meanings() {
    return written;
  }

  /// The columns' names of the tables and sources that were looked up.
  public Map<Long, List<String>> columnNames() {
    Map<Long, List<String>> all = new HashMap<>();
    for (long id : used) {
      Item item = names.state().requireItem(id);
      if (item.kind() == ItemKind.TABLE || item.kind() == ItemKind.SOURCE) {
        all.put(id, item.columns().stream().map(c -> c.isDropped() ? "" : c.name()).toList());
      }
    }
    return all;
  }

  @Override
  public Source relation(List<String> name, int position) {
    Long meant = meanings == null ? null : meanings.get(String.join(JOINER, name));
    if (meant != null) {
      places.add(new Place(name, position, meant));
      return source(names.state().requireItem(meant), name, position);
    }
    return switch (names.require(name, position)) {
      case Names.Found.OfSystem(SystemRelation relation) ->
          new Source.Stored(
              relation.schema().name(),
              relation.name(),
              relation.oid(),
              relation.collection(),
              columns(relation.columns()),
              Set.of());
      case Names.Found.OfUser(Item item) -> {
        used.add(item.id());
        places.add(new Place(name, position, item.id()));
        written.put(String.join(JOINER, name), item.id());
        yield source(item, name, position);
      }
    };
  }

  /// What an item is in FROM: known by the name it was written by, for it may have another by now.
  private Source source(Item item, List<String> written, int position) {
    String schema =
        written.size() > 1
            ? written.get(written.size() - 2)
            : names.state().requireSchema(item.schemaId()).name();
    String name = written.getLast();
    return switch (item.body()) {
      case ItemBody.Table _ -> stored(schema, name, item, item.id(), Set.of());
      case ItemBody.MaterializedView _ -> stored(schema, name, item, item.id(), Set.of());
      case ItemBody.Source s -> {
        if (!s.hasRows()) {
          throw DatabaseException.at(
              position,
              SqlState.WRONG_OBJECT_TYPE,
              "source \"" + item.name() + "\" has no rows of its own, read its tables");
        }
        yield stored(
            schema,
            name,
            item,
            item.id(),
            s.key().isEmpty() ? Set.of() : Set.of(Set.copyOf(s.key())));
      }
      case ItemBody.View view -> view(schema, name, item, view);
      case ItemBody.Index _, ItemBody.Sequence _, ItemBody.Connection _, ItemBody.Secret _ ->
          throw DatabaseException.at(
                  position,
                  SqlState.WRONG_OBJECT_TYPE,
                  "cannot open relation \"" + item.name() + "\"")
              .withDetail(
                  "This operation is not supported for "
                      + (item.kind().words() + "s.").replace("indexs", "indexes"));
    };
  }

  private Source stored(String schema, String name, Item item, long id, Set<Set<Integer>> keys) {
    return new Source.Stored(schema, name, item.oid(), new CollectionId(id), columns(item), keys);
  }

  /// A view that has an index is read from the index; others are bound in place.
  private Source view(String schema, String name, Item item, ItemBody.View view) {
    List<Item> indexes = names.state().indexesOn(item.id());
    if (!indexes.isEmpty()) {
      return stored(schema, name, item, indexes.getFirst().id(), Set.of());
    }
    return new Source.View(
        schema,
        name,
        item.oid(),
        view.columns().stream().map(ColumnDefinition::name).toList(),
        Parser.parseQuery(view.definition().query()).node(),
        of(names, view.definition()));
  }

  /// The columns under the names that they had when the view was made.
  private List<Column> columns(Item item) {
    List<String> then = columnNames.get(item.id());
    if (then == null) {
      return columns(item.columns());
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < item.columns().size(); i++) {
      ColumnDefinition c = item.columns().get(i);
      String name = i < then.size() ? then.get(i) : "";
      columns.add(new Column(name, c.type(), !c.isNotNull(), c.isDropped() || name.isEmpty()));
    }
    return columns;
  }

  private static List<Column> columns(List<ColumnDefinition> columns) {
    return columns.stream()
        .map(c -> new Column(c.name(), c.type(), !c.isNotNull(), c.isDropped()))
        .toList();
  }

  @Override
  public @Nullable SqlType type(List<String> name) {
    return null;
  }
}

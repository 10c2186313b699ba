package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.execute.define.table.StoredRowCheck;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.parse.Positions;
import dev.millrace.sql.statement.CreateStatement.CreateIndex;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/// CREATE INDEX. An index keeps the relation's rows up to date, arranged by its key: on a view this
/// is what makes the view maintained.
final class DefineIndexes {

  private final CreateIndex statement;
  private final CatalogEdit edit;
  private final Frame frame;
  private final CatalogState state;

  private DefineIndexes(CreateIndex statement, CatalogEdit edit, Frame frame) {
    this.statement = statement;
    this.edit = edit;
    this.frame = frame;
    this.state = edit.before();
  }

  /// Plans the index; what is returned checks the rows that are there against a unique one.
  static Function<Snapshot, List<Change.Delta>> create(
      CreateIndex statement, CatalogEdit edit, Frame frame) {
    return new DefineIndexes(statement, edit, frame).run();
  }

  private Function<Snapshot, List<Change.Delta>> run() {
    new Options(statement.options()).refuseRest("CREATE INDEX");
    Item on = relation();
    List<Integer> key = key(on);
    if (statement.isUnique()) {
      requireTable(on);
    }
    String name = statement.name() == null ? generatedName(on, key) : statement.name().last();
    NewItem place = new NewItem(edit, frame, state.requireSchema(on.schemaId()), name);
    int position = statement.name() == null ? 0 : statement.name().position();
    if (place.isTaken(ItemKind.INDEX, statement.isIfNotExists(), position)) {
      return _ -> List.of();
    }
    Cluster cluster = DefineObjects.clusterFor(edit, frame, statement.cluster());
    Plan plan = plan(on);
    DefineRelations.refuseSystem(plan);
    Set<Long> uses = new TreeSet<>(DefineRelations.planUses(plan));
    uses.add(on.id());
    Item item =
        place.create(
            text(name, cluster, on, key),
            uses,
            new ItemBody.Index(
                on.id(),
                cluster.id(),
                key,
                statement.isUnique(),
                Slice.of(PlanCodec.encode(plan))));
    edit.act(new Action.Install(item.collection(), item.name(), plan, key));
    if (statement.isUnique() && on.body() instanceof ItemBody.Table table) {
      edit.put(on.with(table.withUniqueIndex(item.id())));
    }
    return snapshot -> {
      if (statement.isUnique()) {
        String schema = state.requireSchema(on.schemaId()).name();
        snapshot.scan(
            on.collection(), new StoredRowCheck(schema, on.name(), on.columns()).unique(name, key));
      }
      return List.of();
    };
  }

  private void requireTable(Item on) {
    if (on.kind() != ItemKind.TABLE) {
      throw DatabaseException.notSupported(
          "CREATE UNIQUE INDEX on " + Names.article(on.kind()), statement.relation().position());
    }
  }

  private Item relation() {
    ObjectName name = statement.relation();
    Names names = frame.names(state);
    return switch (names.require(name.parts(), name.position())) {
      case Names.Found.OfSystem _ ->
          throw DatabaseException.at(
              name.position(),
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied: \"" + name.last() + "\" is a system catalog");
      case Names.Found.OfUser(Item item) -> {
        if (!item.kind().isRelation()) {
          throw DatabaseException.at(
              name.position(),
              SqlState.WRONG_OBJECT_TYPE,
              "cannot create index on \""
                  + item.name()
                  + "\", because it is "
                  + Names.article(item.kind()));
        }
        yield item;
      }
    };
  }

  private List<Integer> key(Item on) {
    List<Integer> key = new ArrayList<>();
    if (statement.isDefault()) {
      if (on.body() instanceof ItemBody.Source source && !source.key().isEmpty()) {
        return source.key();
      }
      for (int i = 0; i < on.columns().size(); i++) {
        key.add(i);
      }
      return key;
    }
    for (SqlNode node : statement.keys()) {
      key.add(column(on, node));
    }
    return key;
  }

  private static int column(Item on, SqlNode node) {
    int position = Positions.character(node);
    if (!(node instanceof SqlIdentifier identifier) || identifier.names.size() != 1) {
      throw DatabaseException.notSupported("an index on an expression", position);
    }
    String name = identifier.names.getFirst();
    List<ColumnDefinition> columns = on.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw DatabaseException.at(
        position, SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
  }

  /// `items_id_idx`, `items_primary_idx`, with a number if that is taken.
  private String generatedName(Item on, List<Integer> key) {
    StringBuilder name = new StringBuilder(on.name());
    if (statement.isDefault()) {
      name.append("_primary");
    } else {
      key.forEach(k -> name.append('_').append(on.columns().get(k).name()));
    }
    name.append("_idx");
    String base = name.toString();
    String candidate = base;
    for (int i = 1; state.itemByName(on.schemaId(), candidate) != null; i++) {
      candidate = base + i;
    }
    return candidate;
  }

  /// What the index keeps: the relation's rows. A view's query is bound in place even if the view
  /// has another index, so that neither index needs the other.
  private Plan plan(Item on) {
    if (on.body() instanceof ItemBody.View view) {
      CatalogRelations relations = CatalogRelations.of(frame.names(state), view.definition());
      Binding binding = Binding.of(frame, relations);
      SqlNode query = Parser.parseQuery(view.definition().query()).node();
      Bound bound = binding.binder().bind(query, binding.request(BindMode.MAINTAINED));
      return bound.plan();
    }
    if (on.body() instanceof ItemBody.Source source && !source.hasRows()) {
      throw new DatabaseException(
          SqlState.WRONG_OBJECT_TYPE,
          "source \"" + on.name() + "\" has no rows of its own, index its tables");
    }
    return new Plan.Get(
        on.collection(), on.columns().stream().map(ColumnDefinition::type).toList());
  }

  private String text(String name, Cluster cluster, Item on, List<Integer> key) {
    return "CREATE INDEX "
        + Identifiers.quote(name)
        + " IN CLUSTER "
        + Identifiers.quote(cluster.name())
        + " ON "
        + state.fullName(on)
        + " ("
        + String.join(
            ", ", key.stream().map(k -> Identifiers.quote(on.columns().get(k).name())).toList())
        + ")";
  }
}

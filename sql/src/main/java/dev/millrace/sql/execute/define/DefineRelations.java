package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.codec.PlanCodec;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Bound;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Removal;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.CatalogRelations;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.execute.define.place.TemporaryObjects;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.CreateStatement.CreateMaterializedView;
import dev.millrace.sql.statement.CreateStatement.CreateView;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// CREATE TABLE, VIEW and MATERIALIZED VIEW.
final class DefineRelations {

  private DefineRelations() {}

  static void checkNames(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new DatabaseException(
            SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
      }
    }
  }

  static void view(CreateView statement, CatalogEdit edit, Frame frame) {
    ObjectName name = TemporaryObjects.placed(statement.name(), statement.isTemporary());
    NewItem place = NewItem.of(edit, frame, name);
    boolean isReplacing = statement.isOrReplace() && replace(ItemKind.VIEW, place, name);
    if (!isReplacing && place.isTaken(ItemKind.VIEW, statement.isIfNotExists(), name.position())) {
      return;
    }
    Binding binding = Binding.of(frame, CatalogRelations.of(frame.names(edit.before())));
    Bound bound = binding.binder().bind(statement.query().node(), binding.request(BindMode.VIEW));
    refuseParameters(bound);
    List<ColumnDefinition> columns = columns(bound, statement.columns());
    ItemBody.Definition definition =
        definition(statement.query().text(), binding.relations(), frame);
    if (!place.schema().isTemporary()
        && TemporaryObjects.isAmong(binding.relations().used(), edit.before())) {
      place = temporary(place, name);
    }
    place.create(
        "CREATE VIEW " + name + " AS " + statement.query().text(),
        binding.relations().used(),
        new ItemBody.View(columns, definition));
  }

  /// A view over temporary relations is temporary itself.
  private static NewItem temporary(NewItem place, ObjectName name) {
    NewItem moved = NewItem.of(place.edit(), place.frame(), TemporaryObjects.placed(name, true));
    moved.isTaken(ItemKind.VIEW, false, name.position());
    place
        .frame()
        .notice(
            Notice.of(
                SqlState.SUCCESSFUL_COMPLETION,
                "view \"" + name.last() + "\" will be a temporary view"));
    return moved;
  }

  static void materializedView(CreateMaterializedView statement, CatalogEdit edit, Frame frame) {
    ObjectName name = statement.name();
    new Options(statement.options()).refuseRest("CREATE MATERIALIZED VIEW");
    NewItem place = NewItem.of(edit, frame, name);
    boolean isReplacing =
        statement.isOrReplace() && replace(ItemKind.MATERIALIZED_VIEW, place, name);
    if (!isReplacing
        && place.isTaken(ItemKind.MATERIALIZED_VIEW, statement.isIfNotExists(), name.position())) {
      return;
    }
    Cluster cluster = DefineObjects.clusterFor(edit, frame, statement.cluster());
    Binding binding = Binding.of(frame, CatalogRelations.of(frame.names(edit.before())));
    Bound bound =
        binding.binder().bind(statement.query().node(), binding.request(BindMode.MAINTAINED));
    refuseParameters(bound);
    refuseSystem(bound.plan());
    if (TemporaryObjects.isAmong(binding.relations().used(), edit.before())) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "materialized views must not use temporary tables or views");
    }
    List<ColumnDefinition> columns = columns(bound, statement.columns());
    Set<Long> uses = new TreeSet<>(binding.relations().used());
    uses.addAll(planUses(bound.plan()));
    ItemBody.Definition definition =
        definition(statement.query().text(), binding.relations(), frame);
    Item item =
        place.create(
            "CREATE MATERIALIZED VIEW " + name + " AS " + statement.query().text(),
            uses,
            new ItemBody.MaterializedView(
                columns, definition, cluster.id(), Slice.of(PlanCodec.encode(bound.plan()))));
    List<Integer> key = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      key.add(i);
    }
    edit.act(new Action.Install(item.collection(), item.name(), bound.plan(), key));
  }

  private static void refuseParameters(Bound bound) {
    if (!bound.parameters().isEmpty()) {
      throw new DatabaseException(
          SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + bound.parameters().size());
    }
  }

  /// Catalog relations are made when they are read; nothing can be kept up to date from them yet.
  static void refuseSystem(Plan plan) {
    if (Binding.gets(plan).stream().anyMatch(id -> id.number() < 0)) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED, "cannot maintain a query over a system catalog relation");
    }
  }

  /// The items whose collections a maintained plan reads.
  static Set<Long> planUses(Plan plan) {
    Set<Long> uses = new TreeSet<>();
    for (CollectionId id : Binding.gets(plan)) {
      uses.add(id.number());
    }
    return uses;
  }

  private static ItemBody.Definition definition(
      String query, CatalogRelations relations, Frame frame) {
    return new ItemBody.Definition(
        query,
        frame.settings().show("database"),
        frame.settings().searchPath(),
        relations.meanings(),
        relations.columnNames());
  }

  /// The columns of a query under the names given to them.
  private static List<ColumnDefinition> columns(Bound bound, List<ColumnName> names) {
    if (names.size() > bound.columns().size()) {
      throw new DatabaseException(
          SqlState.SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns");
    }
    List<ColumnDefinition> columns = new ArrayList<>();
    for (int i = 0; i < bound.columns().size(); i++) {
      Bound.OutputColumn column = bound.columns().get(i);
      String name = i < names.size() ? names.get(i).name() : column.name();
      columns.add(ColumnDefinition.of(name, column.type()));
    }
    checkNames(columns.stream().map(ColumnDefinition::name).toList());
    return columns;
  }

  /// OR REPLACE: takes out what has the name; false if nothing has. 2BP01 if others depend on it.
  private static boolean replace(ItemKind kind, NewItem place, ObjectName name) {
    CatalogState state = place.edit().before();
    Item there = state.itemByName(place.schema().id(), place.name());
    if (there == null) {
      return false;
    }
    Names names = place.frame().names(state);
    Item old = names.require(kind, name.parts(), name.position());
    Removal removal = Removal.of(state, List.of(old));
    removal.restrict(names, Removal.describe(old, names));
    removal.apply(place.edit());
    return true;
  }
}

package dev.millrace.sql.catalog.relation;

import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Statements that would make an object anew, as `pg_get_…def` and SHOW CREATE print them.
public final class Definitions {

  private Definitions() {}

  /// `CREATE INDEX i ON t USING arrangement (a, b)`.
  static String index(Names names, Item item) {
    ItemBody.Index index = (ItemBody.Index) item.body();
    Item on = names.state().requireItem(index.onId());
    String schema = names.state().requireSchema(on.schemaId()).name();
    return (index.isUnique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
        + Identifiers.quote(item.name())
        + " ON "
        + Identifiers.quote(schema)
        + "."
        + Identifiers.quote(on.name())
        + " USING arrangement ("
        + String.join(", ", keyColumns(names, item))
        + ")";
  }

  /// The names of an index' key columns.
  static List<String> keyColumns(Names names, Item item) {
    ItemBody.Index index = (ItemBody.Index) item.body();
    List<ColumnDefinition> columns = names.state().requireItem(index.onId()).columns();
    return index.key().stream()
        .map(k -> Identifiers.quote(columns.get(k).name()))
        .collect(Collectors.toList());
  }

  /// The statement that would make an item, with full names and without secrets.
  public static String create(CatalogState state, Item item) {
    String name = state.fullName(item);
    return switch (item.body()) {
      case ItemBody.Table t -> "CREATE TABLE " + name + " (" + elements(state, t) + ")";
      case ItemBody.View v -> "CREATE VIEW " + name + " AS " + v.definition().query();
      case ItemBody.MaterializedView v -> {
        Cluster cluster = state.cluster(v.clusterId());
        yield "CREATE MATERIALIZED VIEW "
            + name
            + (cluster == null ? "" : " IN CLUSTER " + Identifiers.quote(cluster.name()))
            + " AS "
            + v.definition().query();
      }
      case ItemBody.Index _,
          ItemBody.Source _,
          ItemBody.Sequence _,
          ItemBody.Connection _,
          ItemBody.Secret _ ->
          item.createSql();
    };
  }

  private static String elements(CatalogState state, ItemBody.Table table) {
    List<String> elements = new ArrayList<>();
    for (ColumnDefinition column : table.columns()) {
      if (!column.isDropped()) {
        elements.add(
            Identifiers.quote(column.name())
                + " "
                + column.type().displayName()
                + (column.isNotNull() ? " NOT NULL" : "")
                + filling(state, column));
      }
    }
    for (Constraint constraint : table.constraints()) {
      elements.add(
          "CONSTRAINT "
              + Identifiers.quote(constraint.name())
              + " "
              + TableFacts.text(constraint, table.columns()));
    }
    return String.join(", ", elements);
  }

  private static String filling(CatalogState state, ColumnDefinition column) {
    return switch (column.filling()) {
      case Filling.Nothing _ -> "";
      case Filling.Expression _, Filling.NextValue _ ->
          " DEFAULT " + TableFacts.defaultText(state, column);
      case Filling.Identity(_, boolean isAlways) ->
          " GENERATED " + (isAlways ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY";
      case Filling.Generated(String text) -> " GENERATED ALWAYS AS (" + text + ") STORED";
    };
  }

  /// The statement that would make a cluster.
  public static String create(Cluster cluster) {
    String name = "CREATE CLUSTER " + Identifiers.quote(cluster.name());
    if (cluster.isManaged()) {
      return name
          + " (SIZE = "
          + Identifiers.literal(cluster.size())
          + ", REPLICATION FACTOR = "
          + cluster.replicas().size()
          + ")";
    }
    return name
        + " REPLICAS ("
        + cluster.replicas().stream()
            .map(r ->
                Identifiers.quote(r.name()) + " (SIZE = " + Identifiers.literal(r.size()) + ")")
            .collect(Collectors.joining(", "))
        + ")";
  }
}

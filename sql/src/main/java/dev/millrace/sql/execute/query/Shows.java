package dev.millrace.sql.execute.query;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.relation.Definitions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.setting.SettingDefinition;
import dev.millrace.sql.statement.ObjectKind;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.ShowStatement;
import dev.millrace.sql.statement.ShowStatement.Filter;
import dev.millrace.sql.statement.ShowStatement.ShowObjects;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/// SHOW. Objects are shown by queries over the catalog relations, so that a filter is a condition
/// like any other.
public final class Shows {

  private Shows() {}

  public static Work plan(ShowStatement statement, Frame frame) {
    return switch (statement) {
      case ShowStatement.ShowVariable v -> new Fixed(variable(v.name(), frame));
      case ShowStatement.ShowAll _ -> new Fixed(all(frame));
      case ShowStatement.ShowCreate c -> new Fixed(create(c, frame));
      case ShowObjects o -> Selects.plan(query(o, frame), List.of(), "SELECT", frame);
    };
  }

  /// What a SHOW shows as a query, for SHOW in FROM.
  public static SqlNode query(ShowStatement statement, Frame frame) {
    return switch (statement) {
      case ShowStatement.ShowVariable v -> query(variable(v.name(), frame));
      case ShowStatement.ShowAll _ -> query(all(frame));
      case ShowStatement.ShowCreate c -> query(create(c, frame));
      case ShowObjects o -> query(o, frame);
    };
  }

  private static SqlNode query(Table table) {
    String names = String.join(", ", table.names().stream().map(Identifiers::quote).toList());
    String rows =
        table.rows().stream()
            .map(row ->
                row.stream()
                    .map(value -> Identifiers.literal(value) + "::text")
                    .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
    return Parser.parseQuery("SELECT * FROM (VALUES " + rows + ") AS shown (" + names + ")").node();
  }

  private static Table variable(String name, Frame frame) {
    SettingDefinition definition = SettingDefinition.find(name);
    String shown = definition == null ? name : definition.name();
    return new Table(List.of(shown), List.of(List.of(frame.settings().show(name))));
  }

  private static Table all(Frame frame) {
    return new Table(
        List.of("name", "setting", "description"),
        SettingDefinition.all().stream()
            .map(d -> List.of(d.name(), frame.settings().show(d.name()), d.description()))
            .toList());
  }

  private static Table create(ShowStatement.ShowCreate statement, Frame frame) {
    ObjectName name = statement.name();
    if (statement.kind() == ObjectKind.CLUSTER) {
      Cluster cluster = frame.state().cluster(name.last());
      if (cluster == null) {
        throw DatabaseException.at(
            name.position(), SqlState.UNDEFINED_OBJECT, "cluster \"" + name + "\" does not exist");
      }
      return new Table(
          List.of("name", "create_sql"),
          List.of(List.of(cluster.name(), Definitions.create(cluster))));
    }
    ItemKind kind =
        switch (statement.kind()) {
          case TABLE -> ItemKind.TABLE;
          case VIEW -> ItemKind.VIEW;
          case MATERIALIZED_VIEW -> ItemKind.MATERIALIZED_VIEW;
          case SOURCE -> ItemKind.SOURCE;
          case INDEX -> ItemKind.INDEX;
          case CONNECTION -> ItemKind.CONNECTION;
          default ->
              throw DatabaseException.notSupported(
                  "SHOW CREATE " + statement.kind().words().toUpperCase(Locale.ROOT),
                  name.position());
        };
    Item item = frame.names().require(kind, name.parts(), name.position());
    return new Table(
        List.of("name", "create_sql"),
        List.of(List.of(frame.state().fullName(item), Definitions.create(frame.state(), item))));
  }

  private static SqlNode query(ShowObjects show, Frame frame) {
    boolean isColumns = show.what().equals("columns") || show.what().equals("fields");
    String base = ShowQueries.of(show, new Places(show, frame));
    String filtered =
        switch (show.filter()) {
          case Filter.Like(String pattern) -> " WHERE name LIKE " + Identifiers.literal(pattern);
          case Filter.None _ -> "";
          case Filter.Where _ -> " WHERE true";
        };
    String text =
        (isColumns ? "SELECT name, nullable, type, comment" : "SELECT *")
            + " FROM ("
            + base
            + ") AS shown"
            + filtered
            + (isColumns ? " ORDER BY position" : " ORDER BY 1, 2");
    SqlNode node = Parser.parseQuery(text).node();
    if (show.filter() instanceof Filter.Where(SqlNode condition)) {
      ((SqlSelect) ((SqlOrderBy) node).query).setWhere(condition);
    }
    return node;
  }

  /// Where SHOW looks: schema, database, relation and cluster it names.
  public record Places(ShowObjects show, Frame frame) {

    /// The text id of the schema of FROM, or of the current schema.
    String schemaId() {
      ObjectName from = show.from();
      Names names = frame.names();
      Schema schema =
          from == null
              ? names.currentSchema()
              : from.parts().size() > 1
                  ? names.schemaIn(from.parts().getFirst(), from.last(), from.position())
                  : names.schemaNamed(from.last());
      if (schema == null) {
        throw DatabaseException.at(
            from == null ? 0 : from.position(),
            SqlState.INVALID_SCHEMA_NAME,
            from == null
                ? "no schema has been selected"
                : "schema \"" + from + "\" does not exist");
      }
      return schema.id() < 0 ? "s" + -schema.id() : "u" + schema.id();
    }

    /// The text id of the database of FROM, or of the current one.
    String databaseId() {
      ObjectName from = show.from();
      String name = from == null ? frame.settings().show("database") : from.last();
      var database = frame.state().database(name);
      if (database == null) {
        throw DatabaseException.at(
            from == null ? 0 : from.position(),
            SqlState.INVALID_CATALOG_NAME,
            "database \"" + name + "\" does not exist");
      }
      return "u" + database.id();
    }

    /// The text id of a relation.
    String relationId(ObjectName name) {
      return switch (frame.names().require(name.parts(), name.position())) {
        case Names.Found.OfUser(Item item) -> item.idText();
        case Names.Found.OfSystem(var relation) -> relation.collection().toString();
      };
    }

    /// A condition on a column with a cluster's name, or nothing.
    String inCluster(String column) {
      ObjectName cluster = show.cluster();
      return cluster == null ? "" : " AND " + column + " = " + Identifiers.literal(cluster.last());
    }
  }

  /// Rows of text that are known when the statement is planned.
  private record Table(List<String> names, List<List<String>> rows) {}

  private record Fixed(Table table) implements Work {
    @Override
    public List<ResultColumn> columns() {
      return table.names().stream()
          .map(n -> new ResultColumn(n, ScalarType.TEXT, 0, 0, false))
          .toList();
    }

    @Override
    public Effect effect() {
      return Effect.NONE;
    }

    @Override
    public boolean isReusable() {
      return false;
    }

    @Override
    public Outcome run(Run run) {
      Chunk chunk = Chunk.of(table.names().stream().map(_ -> ScalarType.TEXT).toList(), 16);
      for (List<String> row : table.rows()) {
        @Nullable Object[] values = row.stream().map(Slice::utf8).toArray();
        chunk.appendRow(values, 1);
      }
      return new Outcome.Rows(columns(), RowStream.of(List.of(chunk)), "SELECT");
    }
  }
}

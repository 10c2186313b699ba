package dev.millrace.sql.catalog.relation;

import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
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
    return "CREATE INDEX "
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
}

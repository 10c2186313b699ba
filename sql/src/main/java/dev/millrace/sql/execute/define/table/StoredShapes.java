package dev.millrace.sql.execute.define.table;

import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.execute.Padding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the engine holds the rows of tables and sources: columns that came later are missing in
/// older rows.
public final class StoredShapes {

  private StoredShapes() {}

  /// What the engine does to hold the rows of a table or source.
  public static Action.CreateStored stored(Item item) {
    return new Action.CreateStored(item.collection(), shape(item));
  }

  /// How it holds them.
  public static Action.StoredShape shape(Item item) {
    List<SqlType> types = item.columns().stream().map(ColumnDefinition::type).toList();
    Action.Keeping keeping = Action.Keeping.ROWS;
    List<Integer> key = List.of();
    Retention retention = Retention.FOREVER;
    if (item.body() instanceof ItemBody.Source source) {
      keeping = source.keeping();
      key = source.key();
      retention = source.retention();
    }
    return new Action.StoredShape(item.name(), types, keeping, key, false, added(item), retention);
  }

  private static List<@Nullable Object> added(Item item) {
    List<@Nullable Object> added = new ArrayList<>();
    for (ColumnDefinition column : item.columns()) {
      if (column.tenure().isAdded()) {
        added.add(Padding.missing(column));
      }
    }
    return added;
  }
}

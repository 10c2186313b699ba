package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.bind.query.SelectBinder.Item;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.OutputNames;
import dev.millrace.sql.bind.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/// The select list with its stars written out and every item named.
public final class SelectItems {

  /// As in PostgreSQL (MaxTupleAttributeNumber).
  private static final int ITEMS_MAX = 1664;

  private final Scope scope;

  public SelectItems(Scope scope) {
    this.scope = scope;
  }

  public List<Item> expand(SqlNodeList list) {
    List<Item> items = new ArrayList<>();
    for (SqlNode node : list) {
      if (node instanceof SqlIdentifier identifier && identifier.isStar()) {
        star(identifier, items);
      } else {
        SqlNode value = Nodes.withoutAlias(node);
        String alias = Nodes.alias(node);
        String name = alias == null ? OutputNames.of(value) : alias;
        items.add(new Item(name, value, null, Origin.NONE));
      }
    }
    if (items.size() > ITEMS_MAX) {
      throw new DatabaseException(
          SqlState.TOO_MANY_COLUMNS, "target lists can have at most " + ITEMS_MAX + " entries");
    }
    return items;
  }

  private void star(SqlIdentifier star, List<Item> items) {
    List<String> qualifier = star.names.subList(0, star.names.size() - 1);
    List<NamedColumn> columns;
    if (qualifier.isEmpty()) {
      if (scope.from().tables().isEmpty()) {
        throw DatabaseException.at(
            position(star),
            SqlState.SYNTAX_ERROR,
            "SELECT * with no tables specified is not valid");
      }
      columns = scope.from().columns();
    } else {
      Table table = scope.table(qualifier, position(star));
      if (table == null) {
        throw Scope.missingTable(qualifier, position(star));
      }
      columns = table.columns();
    }
    for (NamedColumn column : columns) {
      items.add(new Item(column.name(), star, column.column(), column.origin()));
      scope.uses().putIfAbsent(column.column().index(), position(star));
    }
  }
}

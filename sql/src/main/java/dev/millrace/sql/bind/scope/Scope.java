package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.FromItem.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The column names that an expression of a query may use: those of its FROM, then those of the
/// queries around it. Remembers where columns were first used, for messages about grouping.
public final class Scope {

  private final @Nullable Scope outer;
  private final FromItem from;
  private Map<Integer, Integer> uses = new HashMap<>();

  /// Where aggregates over this scope's columns belong; null where there is no such place.
  private @Nullable Stage results;

  /// @param outer the scope of the query around, null for the outermost
  public Scope(@Nullable Scope outer, FromItem from) {
    this.outer = outer;
    this.from = from;
  }

  /// What FROM of this query gives.
  public FromItem from() {
    return from;
  }

  /// The scope of the query around, null for the outermost.
  public @Nullable Scope outer() {
    return outer;
  }

  /// Where aggregates over this scope's columns belong, from sub-queries too.
  public @Nullable Stage results() {
    return results;
  }

  /// Says where aggregates over this scope's columns belong.
  public void results(Stage stage) {
    results = stage;
  }

  /// The innermost scope from this one outwards that has one of the columns; this one if none has.
  public Scope owner(Set<Integer> columns) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      if (scope.from.rel().columns().stream().anyMatch(c -> columns.contains(c.index()))) {
        return scope;
      }
    }
    return this;
  }

  /// Where (1-based character) each column was first used.
  public Map<Integer, Integer> uses() {
    return uses;
  }

  /// Replaces what is remembered; answers what was.
  public Map<Integer, Integer> remember(Map<Integer, Integer> other) {
    Map<Integer, Integer> before = uses;
    uses = other;
    return before;
  }

  /// The column of a name of one to four parts.
  public ColumnRef column(List<String> parts, int position) {
    ColumnRef found = find(parts, position);
    if (found != null) {
      return found;
    }
    String name = parts.getLast();
    if (parts.size() == 1) {
      throw DatabaseException.at(
          position, SqlState.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
    }
    List<String> qualifier = parts.subList(0, parts.size() - 1);
    if (table(qualifier, position) != null) {
      throw DatabaseException.at(
          position,
          SqlState.UNDEFINED_COLUMN,
          "column "
              + String.join(".", parts.subList(parts.size() - 2, parts.size()))
              + " does not exist");
    }
    throw missingTable(qualifier, position);
  }

  /// The failure of a qualifier that names no table in scope.
  public static DatabaseException missingTable(List<String> qualifier, int position) {
    return DatabaseException.at(
        position,
        SqlState.UNDEFINED_TABLE,
        "missing FROM-clause entry for table \"" + qualifier.getLast() + "\"");
  }

  /// The column of a name, or null.
  public @Nullable ColumnRef find(List<String> parts, int position) {
    NamedColumn found = named(parts, position);
    return found == null ? null : found.column();
  }

  /// Where the column of a name comes from.
  public Origin origin(List<String> parts, int position) {
    NamedColumn found = named(parts, position);
    return found == null ? Origin.NONE : found.origin();
  }

  private @Nullable NamedColumn named(List<String> parts, int position) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      NamedColumn found = scope.findHere(parts, position);
      if (found != null) {
        scope.uses.putIfAbsent(found.column().index(), position);
        return found;
      }
      if (parts.size() > 1
          && scope.tableHere(parts.subList(0, parts.size() - 1), position) != null) {
        return null;
      }
    }
    return null;
  }

  /// The column of a name in this query's own FROM, or null.
  public @Nullable NamedColumn findHere(List<String> parts, int position) {
    String name = parts.getLast();
    if (parts.size() == 1) {
      return only(from.columns(), name, position);
    }
    Table table = tableHere(parts.subList(0, parts.size() - 1), position);
    return table == null ? null : only(table.columns(), name, position);
  }

  private static @Nullable NamedColumn only(List<NamedColumn> columns, String name, int position) {
    NamedColumn found = null;
    for (NamedColumn column : columns) {
      if (column.name().equals(name)) {
        if (found != null) {
          throw DatabaseException.at(
              position,
              SqlState.AMBIGUOUS_COLUMN,
              "column reference \"" + name + "\" is ambiguous");
        }
        found = column;
      }
    }
    return found;
  }

  /// The table of a qualifier in this query or one around it, or null.
  public @Nullable Table table(List<String> qualifier, int position) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Table table = scope.tableHere(qualifier, position);
      if (table != null) {
        return table;
      }
    }
    return null;
  }

  private @Nullable Table tableHere(List<String> qualifier, int position) {
    String name = qualifier.getLast();
    @Nullable String schema = qualifier.size() > 1 ? qualifier.get(qualifier.size() - 2) : null;
    Table found = null;
    for (Table table : from.tables()) {
      if (table.name().equals(name) && (schema == null || schema.equals(table.schema()))) {
        if (found != null) {
          throw DatabaseException.at(
              position, SqlState.AMBIGUOUS_ALIAS, "table reference \"" + name + "\" is ambiguous");
        }
        found = table;
      }
    }
    return found;
  }

  /// `table.column` as messages about grouping show it.
  public String describe(int column) {
    for (Table table : from.tables()) {
      for (NamedColumn named : table.columns()) {
        if (named.column().index() == column) {
          return table.name() + "." + named.name();
        }
      }
    }
    for (NamedColumn named : from.columns()) {
      if (named.column().index() == column) {
        return named.name();
      }
    }
    return "?column?";
  }
}

package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.logical.Rel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bound item of FROM: its rows, the tables that qualified names see in it, and the columns that
/// bare names and `*` see (of a USING join each merged column once).
public record FromItem(Rel rel, List<Table> tables, List<NamedColumn> columns) {

  /// A name in scope.
  ///
  /// @param schema of a relation without alias, null for everything else
  /// @param keys unique column numbers, for columns that depend on a grouped key
  /// @param isScalar if its rows are values of a function rather than records
  /// @param present NULL exactly where an outer join has put NULLs in place of a row; null if none
  ///   does
  public record Table(
      String name,
      @Nullable String schema,
      List<NamedColumn> columns,
      Set<Set<Integer>> keys,
      boolean isScalar,
      @Nullable ColumnRef present) {
    public Table {
      columns = List.copyOf(columns);
    }

    /// A table that no outer join is around.
    public Table(
        String name,
        @Nullable String schema,
        List<NamedColumn> columns,
        Set<Set<Integer>> keys,
        boolean isScalar) {
      this(name, schema, columns, keys, isScalar, null);
    }

    /// A table of records.
    public Table(
        String name, @Nullable String schema, List<NamedColumn> columns, Set<Set<Integer>> keys) {
      this(name, schema, columns, keys, false, null);
    }

    /// The same on the side of an outer join that may have no row; of several joins the innermost
    /// counts.
    public Table optional(ColumnRef witness) {
      return present != null ? this : new Table(name, schema, columns, keys, isScalar, witness);
    }
  }

  /// A column and what it is called.
  public record NamedColumn(String name, ColumnRef column, Origin origin) {
    /// A column that is computed.
    public NamedColumn(String name, ColumnRef column) {
      this(name, column, Origin.NONE);
    }
  }

  public FromItem {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
  }

  /// FROM left out.
  public static FromItem none() {
    return new FromItem(Rel.Rows.unit(), List.of(), List.of());
  }

  /// One table under a name.
  public static FromItem of(Rel rel, Table table) {
    return new FromItem(rel, List.of(table), table.columns());
  }

  /// The same names over other rows.
  public FromItem over(Rel other) {
    return new FromItem(other, tables, columns);
  }

  /// Names of both sides over a join of them.
  public FromItem with(FromItem right, Rel joined) {
    List<Table> allTables = new ArrayList<>(tables);
    allTables.addAll(right.tables);
    List<NamedColumn> allColumns = new ArrayList<>(columns);
    allColumns.addAll(right.columns);
    return new FromItem(joined, allTables, allColumns);
  }
}

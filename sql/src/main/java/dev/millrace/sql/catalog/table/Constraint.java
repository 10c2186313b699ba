package dev.millrace.sql.catalog.table;

import java.util.List;

/// What the rows of a table must satisfy, besides NOT NULL, which is the column's. Columns are
/// positions in the table.
public sealed interface Constraint {

  /// Unique in the table.
  String name();

  /// Its OID in `pg_constraint`.
  int oid();

  /// The columns it is about.
  List<Integer> columns();

  /// The same constraint under another name.
  Constraint renamed(String name);

  /// PRIMARY KEY or UNIQUE: no two rows have the same values, none of them NULL, in the columns.
  ///
  /// @param indexId the index that holds the rows by the key
  record Key(String name, int oid, boolean isPrimary, List<Integer> columns, long indexId)
      implements Constraint {
    public Key {
      columns = List.copyOf(columns);
    }

    @Override
    public Key renamed(String newName) {
      return new Key(newName, oid, isPrimary, columns, indexId);
    }
  }

  /// CHECK: the condition is not false for any row.
  record Check(String name, int oid, String condition, List<Integer> columns)
      implements Constraint {
    public Check {
      columns = List.copyOf(columns);
    }

    @Override
    public Check renamed(String newName) {
      return new Check(newName, oid, condition, columns);
    }
  }
}

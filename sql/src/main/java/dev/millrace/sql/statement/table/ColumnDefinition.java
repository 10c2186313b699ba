package dev.millrace.sql.statement.table;

import dev.millrace.sql.statement.ColumnSpec;
import dev.millrace.sql.statement.ObjectName;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// A column of CREATE TABLE with its constraints in the order written.
public record ColumnDefinition(ColumnSpec column, List<Constraint> constraints) {

  /// Copies the constraints.
  public ColumnDefinition {
    constraints = List.copyOf(constraints);
  }

  /// A constraint on one column.
  public sealed interface Constraint {
    /// 1-based character of the constraint's first word.
    int position();

    /// NULL, which says nothing.
    record Nullable(int position) implements Constraint {}

    /// NOT NULL.
    record NotNull(int position) implements Constraint {}

    /// DEFAULT expression, and its text as written.
    record Default(SqlNode value, String text, int position) implements Constraint {}

    /// GENERATED {ALWAYS | BY DEFAULT} AS IDENTITY.
    record Identity(boolean isAlways, List<SequenceOption> options, int position)
        implements Constraint {
      public Identity {
        options = List.copyOf(options);
      }
    }

    /// GENERATED ALWAYS AS (expression) STORED, and the expression as written.
    record Generated(SqlNode value, String text, int position) implements Constraint {}

    /// PRIMARY KEY.
    record PrimaryKey(@org.jspecify.annotations.Nullable String name, int position)
        implements Constraint {}

    /// UNIQUE.
    record Unique(@org.jspecify.annotations.Nullable String name, int position)
        implements Constraint {}

    /// CHECK (condition), and the condition as written.
    record Check(
        @org.jspecify.annotations.Nullable String name,
        SqlNode condition,
        String text,
        int position)
        implements Constraint {}

    /// REFERENCES table [(column)].
    record References(ObjectName table, int position) implements Constraint {}

    /// COLLATE name.
    record Collation(ObjectName name, int position) implements Constraint {}
  }
}

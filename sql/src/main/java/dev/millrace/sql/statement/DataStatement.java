package dev.millrace.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// Statements that write rows.
public sealed interface DataStatement extends Statement {

  /// INSERT.
  ///
  /// @param columns empty if none are named
  /// @param overriding what given values of identity columns mean
  /// @param source null for DEFAULT VALUES
  /// @param returning select items, empty without RETURNING
  record Insert(
      ObjectName table,
      @Nullable String alias,
      List<ColumnName> columns,
      Overriding overriding,
      @Nullable Query source,
      @Nullable OnConflict onConflict,
      SqlNodeList returning)
      implements DataStatement {
    public Insert {
      columns = List.copyOf(columns);
    }
  }

  /// UPDATE.
  ///
  /// @param from further items, null without FROM
  record Update(
      ObjectName table,
      @Nullable String alias,
      List<Assignment> assignments,
      @Nullable SqlNode from,
      @Nullable SqlNode where,
      SqlNodeList returning)
      implements DataStatement {
    public Update {
      assignments = List.copyOf(assignments);
    }
  }

  /// DELETE.
  ///
  /// @param using further items, null without USING
  record Delete(
      ObjectName table,
      @Nullable String alias,
      @Nullable SqlNode using,
      @Nullable SqlNode where,
      SqlNodeList returning)
      implements DataStatement {}

  /// OVERRIDING: whether values given for identity columns are taken.
  enum Overriding {
    NOTHING,
    USER_VALUE,
    SYSTEM_VALUE
  }

  /// TRUNCATE.
  ///
  /// @param isRestart true for RESTART IDENTITY
  record Truncate(List<ObjectName> tables, boolean isRestart, boolean isCascade)
      implements DataStatement {
    public Truncate {
      tables = List.copyOf(tables);
    }
  }

  /// MERGE.
  ///
  /// @param source what follows USING
  /// @param on the condition under which a row of the source matches one of the table
  record Merge(
      ObjectName table,
      @Nullable String alias,
      SqlNode source,
      SqlNode on,
      List<MergeBranch> branches)
      implements DataStatement {
    public Merge {
      branches = List.copyOf(branches);
    }
  }

  /// WHEN [NOT] MATCHED [AND condition] THEN action.
  record MergeBranch(
      boolean isMatched, @Nullable SqlNode condition, MergeAction action, int position) {}

  /// What MERGE does with a row.
  sealed interface MergeAction {
    /// DO NOTHING.
    record Nothing() implements MergeAction {}

    /// DELETE.
    record Delete() implements MergeAction {}

    /// UPDATE SET.
    record Update(List<Assignment> assignments) implements MergeAction {
      public Update {
        assignments = List.copyOf(assignments);
      }
    }

    /// INSERT.
    ///
    /// @param values null for DEFAULT VALUES
    record Insert(List<ColumnName> columns, Overriding overriding, @Nullable SqlNodeList values)
        implements MergeAction {
      public Insert {
        columns = List.copyOf(columns);
      }
    }
  }

  /// COPY table FROM STDIN.
  record CopyFrom(ObjectName table, List<ColumnName> columns, List<Option> options)
      implements DataStatement {
    public CopyFrom {
      columns = List.copyOf(columns);
      options = List.copyOf(options);
    }
  }

  /// COPY … TO STDOUT of a table's columns.
  record CopyTableTo(ObjectName table, List<ColumnName> columns, List<Option> options)
      implements DataStatement {
    public CopyTableTo {
      columns = List.copyOf(columns);
      options = List.copyOf(options);
    }
  }

  /// COPY (statement) TO STDOUT, where the statement is a query or a SUBSCRIBE.
  record CopyTo(QueryStatement source, List<Option> options) implements DataStatement {
    public CopyTo {
      options = List.copyOf(options);
    }
  }

  /// A column by its bare name.
  record ColumnName(String name, int position) {}

  /// `a = e` has one column and an expression; `(a, b) = row` has several.
  record Assignment(List<ColumnName> columns, SqlNode value) {
    public Assignment {
      columns = List.copyOf(columns);
    }
  }

  /// ON CONFLICT.
  ///
  /// @param target columns or expressions of the key, empty if not given
  /// @param constraint by name, instead of a target
  /// @param targetPosition of the parenthesis before the target, 0 without one
  /// @param isNothing true for DO NOTHING, which has no assignments
  record OnConflict(
      List<SqlNode> target,
      int targetPosition,
      @Nullable String constraint,
      boolean isNothing,
      List<Assignment> assignments,
      @Nullable SqlNode where,
      int position) {
    public OnConflict {
      target = List.copyOf(target);
      assignments = List.copyOf(assignments);
    }
  }
}

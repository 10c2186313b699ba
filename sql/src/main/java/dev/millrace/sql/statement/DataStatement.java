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
  /// @param source null for DEFAULT VALUES
  /// @param returning select items, empty without RETURNING
  record Insert(
      ObjectName table,
      @Nullable String alias,
      List<ColumnName> columns,
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

  /// TRUNCATE.
  record Truncate(List<ObjectName> tables, boolean isCascade) implements DataStatement {
    public Truncate {
      tables = List.copyOf(tables);
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
  /// @param assignments empty for DO NOTHING
  record OnConflict(
      List<SqlNode> target,
      @Nullable String constraint,
      List<Assignment> assignments,
      @Nullable SqlNode where,
      int position) {
    public OnConflict {
      target = List.copyOf(target);
      assignments = List.copyOf(assignments);
    }
  }
}

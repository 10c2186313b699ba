package dev.millrace.sql.session;

import dev.millrace.sql.statement.AlterStatement;
import dev.millrace.sql.statement.CreateStatement;
import dev.millrace.sql.statement.CursorStatement;
import dev.millrace.sql.statement.DataStatement;
import dev.millrace.sql.statement.DropStatement;
import dev.millrace.sql.statement.MiscStatement;
import dev.millrace.sql.statement.PrivilegeStatement;
import dev.millrace.sql.statement.QueryStatement;
import dev.millrace.sql.statement.SettingStatement;
import dev.millrace.sql.statement.ShowStatement;
import dev.millrace.sql.statement.Statement;
import dev.millrace.sql.statement.TransactionStatement;
import java.util.Locale;

/// What statements are called in messages about them.
final class CommandNames {

  private CommandNames() {}

  static String of(Statement statement) {
    return switch (statement) {
      case QueryStatement.Subscribe _ -> "SUBSCRIBE";
      case QueryStatement.Select _ -> "SELECT";
      case QueryStatement.Explain _ -> "EXPLAIN";
      case DataStatement.CopyFrom _ -> "COPY FROM";
      case DataStatement.CopyTo _, DataStatement.CopyTableTo _ -> "COPY TO";
      case DropStatement.Drop d -> "DROP " + d.kind().words().toUpperCase(Locale.ROOT);
      case AlterStatement.Alter a -> "ALTER " + a.kind().words().toUpperCase(Locale.ROOT);
      case DataStatement _,
          CreateStatement _,
          AlterStatement _,
          DropStatement _,
          MiscStatement _,
          ShowStatement _,
          SettingStatement _,
          TransactionStatement _,
          CursorStatement _,
          PrivilegeStatement _ ->
          words(statement.getClass().getSimpleName());
    };
  }

  /// `CreateTableAs` is `CREATE TABLE AS`: the records are named as the commands are.
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
  }
}

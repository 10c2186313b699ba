package dev.millrace.sql.execute;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.execute.define.Definers;
import dev.millrace.sql.execute.explain.Explains;
import dev.millrace.sql.execute.query.Selects;
import dev.millrace.sql.execute.query.Shows;
import dev.millrace.sql.execute.query.Subscribes;
import dev.millrace.sql.execute.write.Copies;
import dev.millrace.sql.execute.write.Truncates;
import dev.millrace.sql.execute.write.Writes;
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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The door of this package: statements to work. Statements about the session itself (transactions,
/// cursors, variables) are the session's.
public final class Planner {

  private Planner() {}

  /// Resolves a statement against the frame's version of the catalog.
  ///
  /// @param text of the statement
  /// @param declared types of parameters, null where they are to be inferred
  public static Work plan(
      Statement statement, String text, List<@Nullable SqlType> declared, Frame frame) {
    return switch (statement) {
      case QueryStatement q -> query(q, declared, frame);
      case DataStatement d -> data(d, declared, frame);
      case CreateStatement c -> Definers.create(c, text);
      case AlterStatement a -> Definers.alter(a);
      case DropStatement d -> Definers.drop(d);
      case MiscStatement m -> Definers.misc(m);
      case ShowStatement s -> Shows.plan(s, frame);
      case PrivilegeStatement p ->
          throw DatabaseException.notSupported(
              p.getClass().getSimpleName().toUpperCase(Locale.ROOT), 0);
      case SettingStatement _, TransactionStatement _, CursorStatement _ ->
          throw new IllegalStateException("a statement of the session");
    };
  }

  private static Work query(
      QueryStatement statement, List<@Nullable SqlType> declared, Frame frame) {
    return switch (statement) {
      case QueryStatement.Select s -> Selects.plan(s, declared, frame);
      case QueryStatement.Subscribe s -> Subscribes.plan(s, frame);
      case QueryStatement.Explain s -> Explains.plan(s, frame);
    };
  }

  private static Work data(DataStatement statement, List<@Nullable SqlType> declared, Frame frame) {
    return switch (statement) {
      case DataStatement.Insert s -> Writes.insert(s, declared, frame);
      case DataStatement.Update s -> Writes.update(s, declared, frame);
      case DataStatement.Delete s -> Writes.delete(s, declared, frame);
      case DataStatement.CopyFrom s -> Copies.from(s, frame);
      case DataStatement.CopyTo s -> Copies.to(s, frame);
      case DataStatement.CopyTableTo s -> Copies.to(s, frame);
      case DataStatement.Truncate s -> Truncates.plan(s, frame);
      case DataStatement.Merge s -> Writes.merge(s, declared, frame);
    };
  }
}

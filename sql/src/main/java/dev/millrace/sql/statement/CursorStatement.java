package dev.millrace.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// Cursors and prepared statements of SQL.
public sealed interface CursorStatement extends Statement {

  /// DECLARE name [options] CURSOR [{WITH | WITHOUT} HOLD] FOR statement.
  ///
  /// @param isScroll true only if SCROLL was written
  record Declare(String name, boolean isBinary, boolean isScroll, boolean isHold, Statement body)
      implements CursorStatement {}

  /// FETCH.
  ///
  /// @param count rows to move; `Long.MAX_VALUE` is ALL, negative is backward
  /// @param direction `forward`, `backward`, `absolute`, `relative`
  record Fetch(String cursor, String direction, long count, List<Option> options, int position)
      implements CursorStatement {
    public Fetch {
      options = List.copyOf(options);
    }
  }

  /// MOVE, which is FETCH without rows.
  record Move(String cursor, String direction, long count, int position)
      implements CursorStatement {}

  /// CLOSE name; `isAll` for CLOSE ALL.
  record Close(String name, boolean isAll, int position) implements CursorStatement {}

  /// PREPARE name [(types)] AS statement.
  ///
  /// @param text of the statement
  record Prepare(String name, List<TypeSpec> types, Statement body, String text, int bodyPosition)
      implements CursorStatement {
    public Prepare {
      types = List.copyOf(types);
    }
  }

  /// EXECUTE name [(values)].
  record Execute(String name, List<SqlNode> arguments, int position) implements CursorStatement {
    public Execute {
      arguments = List.copyOf(arguments);
    }
  }

  /// DEALLOCATE name; `isAll` for DEALLOCATE ALL.
  record Deallocate(String name, boolean isAll, int position) implements CursorStatement {}
}

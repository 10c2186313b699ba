package dev.millrace.sql.execute;

import dev.millrace.sql.port.ResultColumn;
import java.util.List;

/// What a statement gave.
public sealed interface Outcome {

  /// It is done; `tag` is the command tag.
  public record Done(String tag) implements Outcome {}

  /// Rows to be fetched; the tag is `verb` and their number.
  public record Rows(List<ResultColumn> columns, RowStream stream, String verb) implements Outcome {
    public Rows {
      columns = List.copyOf(columns);
    }
  }
}

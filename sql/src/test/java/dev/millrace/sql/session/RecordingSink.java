package dev.millrace.sql.session;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.sql.port.CopyFormat;
import dev.millrace.sql.port.CopyInput;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.port.ResultSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes down what a client would be sent, one line each.
final class RecordingSink implements ResultSink {

  private final List<String> lines = new ArrayList<>();
  private final List<String> rows = new ArrayList<>();
  private List<ResultColumn> columns = List.of();
  final Deque<byte[]> copyData = new ArrayDeque<>();

  String take() {
    String text = String.join("\n", lines);
    lines.clear();
    rows.clear();
    return text;
  }

  String takeRows() {
    String text = String.join("\n", rows);
    take();
    return text;
  }

  /// True if rows were announced since the last `take`.
  boolean hasColumns() {
    return lines.stream().anyMatch(l -> l.startsWith("# "));
  }

  /// The rows since the last `take`.
  List<String> rows() {
    return List.copyOf(rows);
  }

  /// The last line, a command tag where a statement succeeded.
  String lastLine() {
    return lines.isEmpty() ? "" : lines.getLast();
  }

  /// The columns for rows of the extended protocol.
  void expect(List<ResultColumn> newColumns) {
    columns = newColumns;
  }

  @Override
  public void columns(List<ResultColumn> newColumns) {
    columns = newColumns;
    lines.add(
        "# "
            + newColumns.stream()
                .map(c -> c.name() + " " + c.type().displayName())
                .collect(Collectors.joining(", ")));
  }

  @Override
  public void row(@Nullable Object[] values) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      fields.add(value == null ? "NULL" : TextFormat.text(columns.get(i).type(), value));
    }
    String line = String.join("|", fields);
    lines.add(line);
    rows.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void commandComplete(String tag) {
    lines.add(tag);
  }

  @Override
  public void emptyQuery() {
    lines.add("empty");
  }

  @Override
  public void portalSuspended() {
    lines.add("suspended");
  }

  @Override
  public CopyInput copyIn(CopyFormat format, int columnCount) {
    return copyData::poll;
  }

  @Override
  public void copyOut(CopyFormat format, int columnCount) {
    lines.add("copy out " + columnCount);
  }

  @Override
  public void copyData(byte[] data, int offset, int length) {
    lines.add(new String(data, offset, length, StandardCharsets.UTF_8).stripTrailing());
  }

  @Override
  public void copyDone() {
    lines.add("copy done");
  }

  @Override
  public void notice(Notice notice) {
    lines.add(notice.severity() + " " + notice.message());
  }

  @Override
  public void parameterStatus(String name, String value) {
    lines.add(name + " = " + value);
  }
}

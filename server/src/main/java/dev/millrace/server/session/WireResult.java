package dev.millrace.server.session;

import dev.millrace.sql.port.CopyFormat;
import dev.millrace.sql.port.CopyInput;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.port.ResultSink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands what a SQL session answers to the wire's sink.
record WireResult(dev.millrace.pgwire.ResultSink wire) implements ResultSink {

  static List<dev.millrace.pgwire.ResultColumn> columnsOf(List<ResultColumn> columns) {
    return columns.stream()
        .map(c ->
            new dev.millrace.pgwire.ResultColumn(
                c.name(), c.type(), c.tableOid(), c.attributeNumber(), c.isBinary()))
        .toList();
  }

  private static dev.millrace.pgwire.CopyFormat formatOf(CopyFormat format) {
    return switch (format) {
      case TEXT -> dev.millrace.pgwire.CopyFormat.TEXT;
      case BINARY -> dev.millrace.pgwire.CopyFormat.BINARY;
    };
  }

  @Override
  public void columns(List<ResultColumn> columns) {
    wire.columns(columnsOf(columns));
  }

  @Override
  public void row(@Nullable Object[] values) {
    wire.row(values);
  }

  @Override
  public void flush() {
    wire.flush();
  }

  @Override
  public void commandComplete(String tag) {
    wire.commandComplete(tag);
  }

  @Override
  public void emptyQuery() {
    wire.emptyQuery();
  }

  @Override
  public void portalSuspended() {
    wire.portalSuspended();
  }

  @Override
  public CopyInput copyIn(CopyFormat format, int columns) {
    return wire.copyIn(formatOf(format), columns)::next;
  }

  @Override
  public void copyOut(CopyFormat format, int columns) {
    wire.copyOut(formatOf(format), columns);
  }

  @Override
  public void copyData(byte[] data, int offset, int length) {
    wire.copyData(data, offset, length);
  }

  @Override
  public void copyDone() {
    wire.copyDone();
  }

  @Override
  public void notice(Notice notice) {
    wire.notice(
        new dev.millrace.pgwire.Notice(
            notice.severity(), notice.code(), notice.message(), notice.detail(), notice.hint()));
  }

  @Override
  public void parameterStatus(String name, String value) {
    wire.parameterStatus(name, value);
  }
}

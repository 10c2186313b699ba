package dev.millrace.pgwire;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.pgwire.message.BackendWriter;
import dev.millrace.pgwire.message.FrontendMessage;
import dev.millrace.pgwire.message.RowWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Writes a session's answers as messages. In an extended exchange the columns are not announced,
/// since Describe has done so. Used by the connection's thread.
final class WireSink implements ResultSink {

  private final Output out;
  private final Inbox inbox;
  private final BooleanSupplier isCancelled;
  private final RowWriter rows = new RowWriter();
  private boolean isExtended;

  WireSink(Output out, Inbox inbox, BooleanSupplier isCancelled) {
    this.out = out;
    this.inbox = inbox;
    this.isCancelled = isCancelled;
  }

  /// Sets which exchange the next statement belongs to.
  WireSink extended(boolean isExtended) {
    this.isExtended = isExtended;
    return this;
  }

  @Override
  public void columns(List<ResultColumn> columns) {
    rows.columns(columns);
    if (!isExtended) {
      BackendWriter.rowDescription(out.buffer(), columns);
      out.written();
    }
  }

  @Override
  public void row(@Nullable Object[] values) {
    rows.write(out.buffer(), values);
    out.written();
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void commandComplete(String tag) {
    BackendWriter.commandComplete(out.buffer(), tag);
    out.written();
  }

  @Override
  public void emptyQuery() {
    BackendWriter.empty(out.buffer(), 'I');
  }

  @Override
  public void portalSuspended() {
    BackendWriter.empty(out.buffer(), 's');
  }

  @Override
  public CopyInput copyIn(CopyFormat format, int columns) {
    BackendWriter.copyResponse(out.buffer(), 'G', format, columns);
    out.flush();
    return this::nextCopyData;
  }

  @Override
  public void copyOut(CopyFormat format, int columns) {
    BackendWriter.copyResponse(out.buffer(), 'H', format, columns);
    out.written();
  }

  @Override
  public void copyData(byte[] data, int offset, int length) {
    BackendWriter.copyData(out.buffer(), data, offset, length);
    out.written();
  }

  @Override
  public void copyDone() {
    BackendWriter.empty(out.buffer(), 'c');
  }

  @Override
  public void notice(Notice notice) {
    BackendWriter.notice(out.buffer(), notice);
    out.flush();
  }

  @Override
  public void parameterStatus(String name, String value) {
    BackendWriter.parameterStatus(out.buffer(), name, value);
  }

  private byte @Nullable [] nextCopyData() {
    while (true) {
      FrontendMessage message = inbox.take(isCancelled);
      switch (message) {
        case null -> throw lostOrCancelled();
        case FrontendMessage.CopyData d -> {
          return d.data();
        }
        case FrontendMessage.CopyDone _ -> {
          return null;
        }
        case FrontendMessage.CopyFail f ->
            throw new DatabaseException(
                SqlState.QUERY_CANCELED, "COPY from stdin failed: " + f.reason());
        case FrontendMessage.Flush _, FrontendMessage.Sync _ -> {
          // allowed and ignored while copying
        }
        case FrontendMessage.Terminate _ -> {
          inbox.close();
          throw lostOrCancelled();
        }
        default ->
            throw new DatabaseException(
                SqlState.PROTOCOL_VIOLATION, "unexpected message type during COPY from stdin");
      }
    }
  }

  private DatabaseException lostOrCancelled() {
    return inbox.isClosed()
        ? new DatabaseException(
            SqlState.CONNECTION_FAILURE, "unexpected EOF on client connection with an open COPY")
        : new DatabaseException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
  }
}

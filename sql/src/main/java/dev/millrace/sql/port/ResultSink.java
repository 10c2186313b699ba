package dev.millrace.sql.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a session puts what the client shall see, in protocol order. Used by the session's thread
/// during a call of the session only. Methods block while the client reads slowly; they fail with
/// 57014 when the statement is cancelled meanwhile and with 08006 when the client is gone.
public interface ResultSink {

  /// The columns of the rows that follow; sent as RowDescription in a simple query.
  void columns(List<ResultColumn> columns);

  /// One row of boxed values, null for SQL NULL.
  void row(@Nullable Object[] values);

  /// Sends what is buffered now: after each batch of a stream.
  void flush();

  /// The statement is done.
  void commandComplete(String tag);

  /// The statement was empty.
  void emptyQuery();

  /// The portal has more rows than were asked for.
  void portalSuspended();

  /// Asks the client for COPY data.
  CopyInput copyIn(CopyFormat format, int columns);

  /// Announces COPY data to the client.
  void copyOut(CopyFormat format, int columns);

  /// One piece of COPY data, usually a row.
  void copyData(byte[] data, int offset, int length);

  /// The COPY data is complete; `commandComplete` follows.
  void copyDone();

  /// A notice, at once.
  void notice(Notice notice);

  /// A parameter the client is told of at the start and on change.
  void parameterStatus(String name, String value);
}

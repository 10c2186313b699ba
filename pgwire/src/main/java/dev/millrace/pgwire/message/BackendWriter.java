package dev.millrace.pgwire.message;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.ErrorPlace;
import dev.millrace.pgwire.CopyFormat;
import dev.millrace.pgwire.Notice;
import dev.millrace.pgwire.ResultColumn;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes backend messages into a buffer. Stateless; every method appends one whole message.
public final class BackendWriter {

  private BackendWriter() {}

  /// AuthenticationOk, or the AuthenticationSASL* messages with their body.
  public static void authentication(ByteBuf out, int code, byte[] body) {
    int start = begin(out, 'R');
    out.writeInt(code).writeBytes(body);
    end(out, start);
  }

  /// BackendKeyData.
  public static void backendKeyData(ByteBuf out, int processId, int secretKey) {
    int start = begin(out, 'K');
    out.writeInt(processId).writeInt(secretKey);
    end(out, start);
  }

  /// NegotiateProtocolVersion: the newest minor version and the options not understood.
  public static void negotiateProtocolVersion(ByteBuf out, int minor, List<String> options) {
    int start = begin(out, 'v');
    out.writeInt(minor).writeInt(options.size());
    options.forEach(option -> string(out, option));
    end(out, start);
  }

  /// ParameterStatus.
  public static void parameterStatus(ByteBuf out, String name, String value) {
    int start = begin(out, 'S');
    string(out, name);
    string(out, value);
    end(out, start);
  }

  /// ReadyForQuery.
  public static void readyForQuery(ByteBuf out, char status) {
    int start = begin(out, 'Z');
    out.writeByte(status);
    end(out, start);
  }

  /// A message without a body: ParseComplete `1`, BindComplete `2`, CloseComplete `3`, NoData `n`,
  /// EmptyQueryResponse `I`, PortalSuspended `s`, CopyDone `c`.
  public static void empty(ByteBuf out, char type) {
    end(out, begin(out, type));
  }

  /// CommandComplete.
  public static void commandComplete(ByteBuf out, String tag) {
    int start = begin(out, 'C');
    string(out, tag);
    end(out, start);
  }

  /// ParameterDescription.
  public static void parameterDescription(ByteBuf out, int[] oids) {
    int start = begin(out, 't');
    out.writeShort(oids.length);
    for (int oid : oids) {
      out.writeInt(oid);
    }
    end(out, start);
  }

  /// RowDescription.
  public static void rowDescription(ByteBuf out, List<ResultColumn> columns) {
    int start = begin(out, 'T');
    out.writeShort(columns.size());
    for (ResultColumn column : columns) {
      string(out, column.name());
      out.writeInt(column.tableOid());
      out.writeShort(column.attributeNumber());
      out.writeInt(column.type().oid());
      out.writeShort(column.type().length());
      out.writeInt(column.type().typmod());
      out.writeShort(column.isBinary() ? 1 : 0);
    }
    end(out, start);
  }

  /// CopyInResponse `G` or CopyOutResponse `H`.
  public static void copyResponse(ByteBuf out, char type, CopyFormat format, int columns) {
    int code = format == CopyFormat.BINARY ? 1 : 0;
    int start = begin(out, type);
    out.writeByte(code).writeShort(columns);
    for (int i = 0; i < columns; i++) {
      out.writeShort(code);
    }
    end(out, start);
  }

  /// CopyData.
  public static void copyData(ByteBuf out, byte[] data, int offset, int length) {
    int start = begin(out, 'd');
    out.writeBytes(data, offset, length);
    end(out, start);
  }

  /// ErrorResponse.
  public static void error(ByteBuf out, String severity, DatabaseException e) {
    int start = begin(out, 'E');
    fields(out, severity, e.state().code(), e.message(), e.detail(), e.hint());
    if (e.position() > 0) {
      field(out, 'P', Integer.toString(e.position()));
    }
    ErrorPlace place = e.place();
    if (place != null) {
      field(out, 's', place.schema());
      field(out, 't', place.table());
      field(out, 'c', place.column());
      field(out, 'n', place.constraint());
    }
    out.writeByte(0);
    end(out, start);
  }

  /// NoticeResponse.
  public static void notice(ByteBuf out, Notice notice) {
    int start = begin(out, 'N');
    fields(out, notice.severity(), notice.code(), notice.message(), notice.detail(), notice.hint());
    out.writeByte(0);
    end(out, start);
  }

  /// Begins a message and returns where, for [#end].
  static int begin(ByteBuf out, char type) {
    out.writeByte(type);
    int start = out.writerIndex();
    out.writeInt(0);
    return start;
  }

  /// Fills in the length of the message begun at `start`.
  static void end(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start);
  }

  private static void fields(
      ByteBuf out,
      String severity,
      String code,
      String message,
      @Nullable String detail,
      @Nullable String hint) {
    field(out, 'S', severity);
    field(out, 'V', severity);
    field(out, 'C', code);
    field(out, 'M', message);
    field(out, 'D', detail);
    field(out, 'H', hint);
  }

  /// A field, if it is there.
  private static void field(ByteBuf out, char key, @Nullable String value) {
    if (value != null) {
      out.writeByte(key);
      string(out, value);
    }
  }

  /// A zero-terminated string; a NUL inside ends it, since the protocol cannot carry one.
  private static void string(ByteBuf out, String text) {
    int nul = text.indexOf('\0');
    out.writeCharSequence(nul < 0 ? text : text.substring(0, nul), StandardCharsets.UTF_8);
    out.writeByte(0);
  }
}

package dev.millrace.pgwire.message;

import dev.millrace.model.error.SqlState;
import dev.millrace.pgwire.ParameterValue;
import java.util.List;
import java.util.Map;

/// A message from the client, decoded and bounded.
public sealed interface FrontendMessage {

  /// Bytes it took on the wire: what the inbox counts.
  default int bytes() {
    return 64;
  }

  /// SSLRequest.
  record SslRequest() implements FrontendMessage {}

  /// GSSENCRequest.
  record GssRequest() implements FrontendMessage {}

  /// CancelRequest; comes on a connection of its own.
  record Cancel(int processId, int secretKey) implements FrontendMessage {}

  /// StartupMessage of any protocol version; the connection refuses other majors than 3.
  record Startup(int major, int minor, Map<String, String> parameters) implements FrontendMessage {}

  /// PasswordMessage, SASLInitialResponse or SASLResponse: which one the exchange knows.
  record Password(byte[] body) implements FrontendMessage {}

  /// Query.
  record Query(String sql) implements FrontendMessage {
    @Override
    public int bytes() {
      return 64 + sql.length();
    }
  }

  /// Parse.
  record Parse(String name, String sql, int[] parameterOids) implements FrontendMessage {
    @Override
    public int bytes() {
      return 64 + sql.length();
    }
  }

  /// Bind.
  record Bind(String portal, String statement, List<ParameterValue> parameters, int[] resultFormats)
      implements FrontendMessage {
    @Override
    public int bytes() {
      int bytes = 64;
      for (ParameterValue p : parameters) {
        byte[] value = p.bytes();
        bytes += 16 + (value == null ? 0 : value.length);
      }
      return bytes;
    }
  }

  /// Describe; `kind` is S or P.
  record Describe(char kind, String name) implements FrontendMessage {}

  /// Execute.
  record Execute(String portal, int rowsMax) implements FrontendMessage {}

  /// Close; `kind` is S or P.
  record Close(char kind, String name) implements FrontendMessage {}

  /// Sync.
  record Sync() implements FrontendMessage {}

  /// Flush.
  record Flush() implements FrontendMessage {}

  /// CopyData.
  record CopyData(byte[] data) implements FrontendMessage {
    @Override
    public int bytes() {
      return 64 + data.length;
    }
  }

  /// CopyDone.
  record CopyDone() implements FrontendMessage {}

  /// CopyFail.
  record CopyFail(String reason) implements FrontendMessage {}

  /// Terminate.
  record Terminate() implements FrontendMessage {}

  /// A message that is framed well but not understood: the connection answers 08P01 and skips to
  /// Sync, or ends if `isFatal`.
  record Malformed(String message, boolean isFatal, SqlState state) implements FrontendMessage {
    /// A violation of the protocol.
    public Malformed(String message, boolean isFatal) {
      this(message, isFatal, SqlState.PROTOCOL_VIOLATION);
    }

    /// Text that is not UTF-8.
    static Malformed text() {
      return new Malformed(
          "invalid byte sequence for encoding \"UTF8\"",
          false,
          SqlState.CHARACTER_NOT_IN_REPERTOIRE);
    }
  }
}

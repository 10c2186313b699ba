package dev.millrace.ingest.format;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Lets only bytes into text columns that PostgreSQL would let in: valid UTF-8 without NUL.
final class StrictUtf8 {

  private StrictUtf8() {}

  /// Fails with 22021 unless the bytes are valid.
  static void check(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] <= 0) {
        decode(bytes, offset, length);
        return;
      }
    }
  }

  /// The text of valid bytes.
  static String decode(byte[] bytes, int offset, int length) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, offset, length))
              .toString();
    } catch (CharacterCodingException e) {
      throw invalid("");
    }
    if (text.indexOf('\0') >= 0) {
      throw invalid(": 0x00");
    }
    return text;
  }

  private static DatabaseException invalid(String which) {
    return new DatabaseException(
        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\"" + which);
  }
}

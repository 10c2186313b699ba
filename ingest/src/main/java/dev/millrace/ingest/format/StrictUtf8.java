package dev.millrace.ingest.format;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Lets only bytes into text columns that PostgreSQL would let in: valid UTF-8 without NUL.
public final class StrictUtf8 {

  private StrictUtf8() {}

  /// Fails with 22021 unless the bytes are valid.
  public static void check(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] <= 0) {
        decode(bytes, offset, length);
        return;
      }
    }
  }

  /// True if the bytes are valid.
  public static boolean isValid(byte[] bytes) {
    try {
      check(bytes, 0, bytes.length);
      return true;
    } catch (DatabaseException _) {
      return false;
    }
  }

  /// The text of valid bytes.
  public static String decode(byte[] bytes, int offset, int length) {
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

package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;

/// Refuses bytes that are not UTF-8 text, which clients may send and values must not hold.
public final class EncodingCheck {

  private EncodingCheck() {}

  /// The same bytes if they are UTF-8 without zero characters.
  public static Slice utf8(Slice text) {
    int at = 0;
    while (at < text.length()) {
      byte lead = text.at(at);
      if (lead > 0) {
        at++;
        continue;
      }
      int length = sequenceLength(text, at);
      if (length == 0) {
        throw invalid(text, at);
      }
      at += length;
    }
    return text;
  }

  /// Bytes of the well-formed character at `at`, or 0.
  private static int sequenceLength(Slice text, int at) {
    int lead = text.at(at) & 0xff;
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > text.length()) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((text.at(at + i) & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = text.at(at + 1) & 0xff;
    boolean isOverlongOrSurrogate =
        (lead == 0xe0 && second < 0xa0)
            || (lead == 0xed && second > 0x9f)
            || (lead == 0xf0 && second < 0x90)
            || (lead == 0xf4 && second > 0x8f);
    return isOverlongOrSurrogate ? 0 : length;
  }

  private static DatabaseException invalid(Slice text, int at) {
    int lead = text.at(at) & 0xff;
    int length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 1;
    StringBuilder bytes = new StringBuilder();
    for (int i = at; i < Math.min(at + length, text.length()); i++) {
      bytes.append(i == at ? "" : " ").append(String.format("0x%02x", text.at(i) & 0xff));
    }
    return new DatabaseException(
        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": " + bytes);
  }
}

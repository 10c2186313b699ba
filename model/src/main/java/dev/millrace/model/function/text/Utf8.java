package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;

/// Characters of UTF-8 bytes.
final class Utf8 {

  /// PostgreSQL's limit of a value: 1 GB.
  private static final long BYTES_MAX = (1L << 30) - 1;

  private Utf8() {}

  /// Number of characters.
  static int length(Slice text) {
    byte[] array = text.array();
    int count = 0;
    for (int i = text.offset(), end = i + text.length(); i < end; i++) {
      count += (array[i] & 0xc0) != 0x80 ? 1 : 0;
    }
    return count;
  }

  /// True if every character is one byte.
  static boolean isAscii(Slice text) {
    byte[] array = text.array();
    for (int i = text.offset(), end = i + text.length(); i < end; i++) {
      if (array[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// Byte index of the character `characters` behind the one at byte `from`; the end at most.
  static int skip(Slice text, int from, int characters) {
    int at = from;
    int left = characters;
    while (left > 0 && at < text.length()) {
      at++;
      while (at < text.length() && (text.at(at) & 0xc0) == 0x80) {
        at++;
      }
      left--;
    }
    return at;
  }

  /// Byte index of the first occurrence from `from` on, or -1.
  static int indexOf(Slice text, Slice part, int from) {
    int last = text.length() - part.length();
    for (int i = from; i <= last; i++) {
      int k = 0;
      while (k < part.length() && text.at(i + k) == part.at(k)) {
        k++;
      }
      if (k == part.length()) {
        return i;
      }
    }
    return -1;
  }

  /// Bytes of both, one after the other.
  static Slice concat(Slice left, Slice right) {
    byte[] bytes = new byte[checkSize((long) left.length() + right.length())];
    System.arraycopy(left.array(), left.offset(), bytes, 0, left.length());
    System.arraycopy(right.array(), right.offset(), bytes, left.length(), right.length());
    return Slice.of(bytes);
  }

  /// The size if a value may have it.
  static int checkSize(long bytes) {
    if (bytes > BYTES_MAX) {
      throw new DatabaseException(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
    }
    return (int) bytes;
  }
}

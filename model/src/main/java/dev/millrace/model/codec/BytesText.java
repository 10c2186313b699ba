package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// bytea and uuid as text.
public final class BytesText {

  private static final int[] UUID_DASHES = {4, 6, 8, 10};

  private BytesText() {}

  /// Appends `\x` and two digits a byte.
  public static void appendHex(Slice value, StringBuilder out) {
    out.append("\\x");
    appendHexDigits(value, out);
  }

  /// Appends two digits a byte.
  public static void appendHexDigits(Slice value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      appendByte(value.at(i), out);
    }
  }

  /// Reads bytea in hex or escape format.
  public static Slice parse(String text) {
    return text.startsWith("\\x") ? parseHex(text, 2) : parseEscaped(text);
  }

  /// Reads pairs of hexadecimal digits, with blanks between pairs.
  public static Slice parseHex(String text, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream((text.length() - from) / 2);
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (NumberText.isBlank(c)) {
        at++;
        continue;
      }
      if (at + 1 >= text.length()) {
        digit(c);
        throw new DatabaseException(
            SqlState.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
      }
      out.write(digit(c) << 4 | digit(text.charAt(at + 1)));
      at += 2;
    }
    return Slice.of(out.toByteArray());
  }

  private static int digit(char c) {
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "invalid hexadecimal digit: \"" + c + "\"");
    }
    return digit;
  }

  /// Reads the escape format: `\\` is a backslash, `\ooo` a byte in octal.
  public static Slice parseEscaped(String text) {
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(source.length);
    int at = 0;
    while (at < source.length) {
      if (source[at] != '\\') {
        out.write(source[at++]);
      } else if (at + 1 < source.length && source[at + 1] == '\\') {
        out.write('\\');
        at += 2;
      } else if (at + 3 < source.length
          && isOctal(source[at + 1], 3)
          && isOctal(source[at + 2], 7)
          && isOctal(source[at + 3], 7)) {
        out.write(
            (source[at + 1] - '0') << 6 | (source[at + 2] - '0') << 3 | (source[at + 3] - '0'));
        at += 4;
      } else {
        throw new DatabaseException(
            SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
      }
    }
    return Slice.of(out.toByteArray());
  }

  private static boolean isOctal(byte b, int max) {
    return b >= '0' && b <= '0' + max;
  }

  /// Appends `a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11`.
  public static void appendUuid(Slice value, StringBuilder out) {
    int dash = 0;
    for (int i = 0; i < 16; i++) {
      if (dash < UUID_DASHES.length && i == UUID_DASHES[dash]) {
        out.append('-');
        dash++;
      }
      appendByte(value.at(i), out);
    }
  }

  /// Reads a uuid: 32 digits, braces around, a dash allowed behind every four.
  public static Slice parseUuid(String text) {
    String digits = text;
    if (digits.startsWith("{") && digits.endsWith("}")) {
      digits = digits.substring(1, digits.length() - 1);
    }
    byte[] bytes = new byte[16];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i > 0 && i % 2 == 0 && at < digits.length() && digits.charAt(at) == '-') {
        at++;
      }
      int high = at < digits.length() ? Character.digit(digits.charAt(at), 16) : -1;
      int low = at + 1 < digits.length() ? Character.digit(digits.charAt(at + 1), 16) : -1;
      if (high < 0 || low < 0) {
        throw NumberText.invalid("uuid", text);
      }
      bytes[i] = (byte) (high << 4 | low);
      at += 2;
    }
    if (at != digits.length()) {
      throw NumberText.invalid("uuid", text);
    }
    return Slice.of(bytes);
  }

  private static void appendByte(byte b, StringBuilder out) {
    out.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
  }
}

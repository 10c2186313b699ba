package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.math.IntegerMath;
import dev.millrace.model.value.Slice;
import java.util.Locale;

/// The plain functions of text.
public final class StringFunctions {

  private StringFunctions() {}

  @Sql({"||(text, text) -> text", "textcat(text, text) -> text"})
  public static Slice concat(Slice left, Slice right) {
    return Utf8.concat(left, right);
  }

  @Sql("lower(text) -> text")
  public static Slice lower(Slice text) {
    if (!Utf8.isAscii(text)) {
      return Slice.utf8(text.toUtf8().toLowerCase(Locale.ROOT));
    }
    byte[] bytes = text.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] += (byte) (bytes[i] >= 'A' && bytes[i] <= 'Z' ? 32 : 0);
    }
    return Slice.of(bytes);
  }

  @Sql("upper(text) -> text")
  public static Slice upper(Slice text) {
    if (!Utf8.isAscii(text)) {
      return Slice.utf8(text.toUtf8().toUpperCase(Locale.ROOT));
    }
    byte[] bytes = text.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] -= (byte) (bytes[i] >= 'a' && bytes[i] <= 'z' ? 32 : 0);
    }
    return Slice.of(bytes);
  }

  @Sql("initcap(text) -> text")
  public static Slice capitalize(Slice text) {
    StringBuilder out = new StringBuilder();
    boolean inWord = false;
    int[] points = text.toUtf8().codePoints().toArray();
    for (int point : points) {
      out.appendCodePoint(inWord ? Character.toLowerCase(point) : Character.toUpperCase(point));
      inWord = Character.isLetterOrDigit(point);
    }
    return Slice.utf8(out.toString());
  }

  @Sql({
    "length(text|bpchar) -> int4",
    "char_length(text|bpchar) -> int4",
    "character_length(text|bpchar) -> int4"
  })
  public static int length(Slice text) {
    return Utf8.length(text);
  }

  @Sql({"octet_length(text|bpchar|bytea) -> int4", "length(bytea) -> int4"})
  public static int octetLength(Slice text) {
    return text.length();
  }

  @Sql("bit_length(text|bytea) -> int4")
  public static int bitLength(Slice text) {
    return text.length() * 8;
  }

  @Sql({"substr(text, int4) -> text", "substring(text, int4) -> text"})
  public static Slice substring(Slice text, int from) {
    int start = Utf8.skip(text, 0, from <= 1 ? 0 : from - 1);
    return text.slice(start, text.length() - start);
  }

  @Sql({"substr(text, int4, int4) -> text", "substring(text, int4, int4) -> text"})
  public static Slice substring(Slice text, int from, int count) {
    if (count < 0) {
      throw new DatabaseException(
          SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    long end = (long) from + count;
    if (end <= 1) {
      return Slice.EMPTY;
    }
    int first = Math.max(from, 1);
    int start = Utf8.skip(text, 0, first - 1);
    int stop = Utf8.skip(text, start, (int) Math.min(end - first, Integer.MAX_VALUE));
    return text.slice(start, stop - start);
  }

  @Sql({"position(text, text) -> int4", "strpos(text, text) -> int4"})
  public static int position(Slice text, Slice part) {
    int at = Utf8.indexOf(text, part, 0);
    return at < 0 ? 0 : Utf8.length(text.slice(0, at)) + 1;
  }

  @Sql("starts_with(text, text) -> bool")
  public static boolean startsWith(Slice text, Slice prefix) {
    return text.length() >= prefix.length() && text.slice(0, prefix.length()).equals(prefix);
  }

  @Sql("^@(text, text) -> bool")
  public static boolean startsWithOperator(Slice text, Slice prefix) {
    return startsWith(text, prefix);
  }

  @Sql("replace(text, text, text) -> text")
  public static Slice replace(Slice text, Slice from, Slice to) {
    int next = from.length() == 0 ? -1 : Utf8.indexOf(text, from, 0);
    if (next < 0) {
      return text;
    }
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(text.length());
    int at = 0;
    while (next >= 0) {
      out.write(text.array(), text.offset() + at, next - at);
      out.write(to.array(), to.offset(), to.length());
      Utf8.checkSize(out.size());
      at = next + from.length();
      next = Utf8.indexOf(text, from, at);
    }
    out.write(text.array(), text.offset() + at, text.length() - at);
    return Slice.of(out.toByteArray());
  }

  @Sql({"btrim(text) -> text", "trim(text) -> text"})
  public static Slice trim(Slice text) {
    return trimLeft(trimRight(text));
  }

  @Sql("ltrim(text) -> text")
  public static Slice trimLeft(Slice text) {
    int from = 0;
    while (from < text.length() && text.at(from) == ' ') {
      from++;
    }
    return text.slice(from, text.length() - from);
  }

  @Sql("rtrim(text) -> text")
  public static Slice trimRight(Slice text) {
    int end = text.length();
    while (end > 0 && text.at(end - 1) == ' ') {
      end--;
    }
    return text.slice(0, end);
  }

  @Sql({"btrim(text, text) -> text", "trim(text, text) -> text"})
  public static Slice trim(Slice text, Slice characters) {
    return trimLeft(trimRight(text, characters), characters);
  }

  @Sql("ltrim(text, text) -> text")
  public static Slice trimLeft(Slice text, Slice characters) {
    String source = text.toUtf8();
    String set = characters.toUtf8();
    int from = 0;
    while (from < source.length() && set.indexOf(source.codePointAt(from)) >= 0) {
      from += Character.charCount(source.codePointAt(from));
    }
    return from == 0 ? text : Slice.utf8(source.substring(from));
  }

  @Sql("rtrim(text, text) -> text")
  public static Slice trimRight(Slice text, Slice characters) {
    String source = text.toUtf8();
    String set = characters.toUtf8();
    int end = source.length();
    while (end > 0 && set.indexOf(source.codePointBefore(end)) >= 0) {
      end -= Character.charCount(source.codePointBefore(end));
    }
    return end == source.length() ? text : Slice.utf8(source.substring(0, end));
  }

  @Sql("split_part(text, text, int4) -> text")
  public static Slice splitPart(Slice text, Slice separator, int index) {
    if (index == 0) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "field position must not be zero");
    }
    if (separator.length() == 0) {
      return index == 1 || index == -1 ? text : Slice.EMPTY;
    }
    int wanted = index;
    if (index < 0) {
      int parts = 1;
      for (int at = Utf8.indexOf(text, separator, 0); at >= 0; parts++) {
        at = Utf8.indexOf(text, separator, at + separator.length());
      }
      wanted = parts + 1 + index;
    }
    int from = 0;
    for (int part = 1; part <= wanted; part++) {
      int next = Utf8.indexOf(text, separator, from);
      if (part == wanted) {
        return text.slice(from, (next < 0 ? text.length() : next) - from);
      }
      if (next < 0) {
        return Slice.EMPTY;
      }
      from = next + separator.length();
    }
    return Slice.EMPTY;
  }

  @Sql("left(text, int4) -> text")
  public static Slice left(Slice text, int count) {
    int characters = count >= 0 ? count : Math.max(Utf8.length(text) + count, 0);
    return text.slice(0, Utf8.skip(text, 0, characters));
  }

  @Sql("right(text, int4) -> text")
  public static Slice right(Slice text, int count) {
    int skipped =
        count >= 0 ? Math.max(Utf8.length(text) - count, 0) : -Math.max(count, -Integer.MAX_VALUE);
    int start = Utf8.skip(text, 0, skipped);
    return text.slice(start, text.length() - start);
  }

  @Sql("lpad(text, int4) -> text")
  public static Slice padLeft(Slice text, int length) {
    return padLeft(text, length, Slice.utf8(" "));
  }

  @Sql("rpad(text, int4) -> text")
  public static Slice padRight(Slice text, int length) {
    return padRight(text, length, Slice.utf8(" "));
  }

  @Sql("lpad(text, int4, text) -> text")
  public static Slice padLeft(Slice text, int length, Slice fill) {
    int characters = Utf8.length(text);
    return characters >= length || fill.length() == 0
        ? left(text, Math.max(Math.min(length, characters), 0))
        : Utf8.concat(filling(fill, length - characters), text);
  }

  @Sql("rpad(text, int4, text) -> text")
  public static Slice padRight(Slice text, int length, Slice fill) {
    int characters = Utf8.length(text);
    return characters >= length || fill.length() == 0
        ? left(text, Math.max(Math.min(length, characters), 0))
        : Utf8.concat(text, filling(fill, length - characters));
  }

  private static Slice filling(Slice fill, int characters) {
    int fillCharacters = Utf8.length(fill);
    int times = characters / fillCharacters;
    return Utf8.concat(repeat(fill, times), left(fill, characters % fillCharacters));
  }

  @Sql("repeat(text, int4) -> text")
  public static Slice repeat(Slice text, int times) {
    if (times <= 0 || text.length() == 0) {
      return Slice.EMPTY;
    }
    byte[] bytes = new byte[Utf8.checkSize((long) text.length() * times)];
    for (int i = 0; i < times; i++) {
      System.arraycopy(text.array(), text.offset(), bytes, i * text.length(), text.length());
    }
    return Slice.of(bytes);
  }

  @Sql("reverse(text) -> text")
  public static Slice reverse(Slice text) {
    return Slice.utf8(new StringBuilder(text.toUtf8()).reverse().toString());
  }

  @Sql("translate(text, text, text) -> text")
  public static Slice translate(Slice text, Slice from, Slice to) {
    int[] sources = from.toUtf8().codePoints().toArray();
    int[] targets = to.toUtf8().codePoints().toArray();
    StringBuilder out = new StringBuilder();
    int[] points = text.toUtf8().codePoints().toArray();
    for (int point : points) {
      int k = 0;
      while (k < sources.length && sources[k] != point) {
        k++;
      }
      if (k == sources.length) {
        out.appendCodePoint(point);
      } else if (k < targets.length) {
        out.appendCodePoint(targets[k]);
      }
    }
    return Slice.utf8(out.toString());
  }

  @Sql("ascii(text) -> int4")
  public static int ascii(Slice text) {
    return text.length() == 0 ? 0 : text.toUtf8().codePointAt(0);
  }

  @Sql("chr(int4) -> text")
  public static Slice character(int point) {
    if (point == 0) {
      throw new DatabaseException(SqlState.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
    }
    if (point < 0
        || point > Character.MAX_CODE_POINT
        || Character.getType(point) == Character.SURROGATE) {
      throw point < 0
          ? new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE, "character number must be positive")
          : new DatabaseException(
              SqlState.PROGRAM_LIMIT_EXCEEDED,
              "requested character too large for encoding: " + point);
    }
    return Slice.utf8(Character.toString(point));
  }

  @Sql({"overlay(text, text, int4, int4) -> text"})
  public static Slice overlay(Slice text, Slice replacement, int from, int count) {
    if (from <= 0) {
      throw new DatabaseException(
          SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    if ((long) from + count != from + count) {
      throw IntegerMath.outOfRange("integer");
    }
    Slice head = substring(text, 1, from - 1);
    Slice tail = substring(text, from + count);
    return Utf8.concat(Utf8.concat(head, replacement), tail);
  }

  @Sql("overlay(text, text, int4) -> text")
  public static Slice overlay(Slice text, Slice replacement, int from) {
    return overlay(text, replacement, from, Utf8.length(replacement));
  }
}

package dev.millrace.model.function.bytes;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import java.util.Arrays;

/// Single bits and bytes of bytea, trimming, and replacing a part.
public final class BitFunctions {

  private BitFunctions() {}

  @Sql("get_bit(bytea, int8) -> int4")
  public static int bit(Slice bytes, long index) {
    return bytes.at(byteIndex(bytes, index)) >> (index & 7) & 1;
  }

  @Sql("set_bit(bytea, int8, int4) -> bytea")
  public static Slice withBit(Slice bytes, long index, int bit) {
    int at = byteIndex(bytes, index);
    if (bit != 0 && bit != 1) {
      throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
    }
    int mask = 1 << (index & 7);
    byte[] changed = bytes.toBytes();
    changed[at] = (byte) (bit == 0 ? changed[at] & ~mask : changed[at] | mask);
    return Slice.of(changed);
  }

  private static int byteIndex(Slice bytes, long index) {
    checkIndex(index, 8L * bytes.length());
    return (int) (index >> 3);
  }

  @Sql("set_byte(bytea, int4, int4) -> bytea")
  public static Slice withByte(Slice bytes, int index, int value) {
    checkIndex(index, bytes.length());
    byte[] changed = bytes.toBytes();
    changed[index] = (byte) value;
    return Slice.of(changed);
  }

  private static void checkIndex(long index, long end) {
    if (index < 0 || index >= end) {
      throw new DatabaseException(
          SqlState.ARRAY_SUBSCRIPT_ERROR,
          "index " + index + " out of valid range, 0.." + (end - 1));
    }
  }

  @Sql("bit_count(bytea) -> int8")
  public static long count(Slice bytes) {
    long count = 0;
    for (int i = 0; i < bytes.length(); i++) {
      count += Integer.bitCount(bytes.at(i) & 0xff);
    }
    return count;
  }

  @Sql({"btrim(bytea, bytea) -> bytea", "trim(bytea, bytea) -> bytea"})
  public static Slice trim(Slice bytes, Slice removed) {
    return trimEnd(trimStart(bytes, removed), removed);
  }

  @Sql("ltrim(bytea, bytea) -> bytea")
  public static Slice trimStart(Slice bytes, Slice removed) {
    int from = 0;
    while (from < bytes.length() && indexOf(removed, bytes.at(from)) >= 0) {
      from++;
    }
    return bytes.slice(from, bytes.length() - from);
  }

  @Sql("rtrim(bytea, bytea) -> bytea")
  public static Slice trimEnd(Slice bytes, Slice removed) {
    int end = bytes.length();
    while (end > 0 && indexOf(removed, bytes.at(end - 1)) >= 0) {
      end--;
    }
    return bytes.slice(0, end);
  }

  private static int indexOf(Slice bytes, byte wanted) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.at(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  @Sql("position(bytea, bytea) -> int4")
  public static int position(Slice bytes, Slice wanted) {
    byte[] needle = wanted.toBytes();
    for (int at = 0; at + needle.length <= bytes.length(); at++) {
      int from = bytes.offset() + at;
      if (Arrays.equals(bytes.array(), from, from + needle.length, needle, 0, needle.length)) {
        return at + 1;
      }
    }
    return 0;
  }

  @Sql("overlay(bytea, bytea, int4) -> bytea")
  public static Slice overlay(Slice bytes, Slice part, int from) {
    return overlay(bytes, part, from, part.length());
  }

  @Sql("overlay(bytea, bytea, int4, int4) -> bytea")
  public static Slice overlay(Slice bytes, Slice part, int from, int count) {
    if (from <= 0) {
      throw new DatabaseException(
          SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
    }
    long behind = (long) from + count;
    if (behind > Integer.MAX_VALUE) {
      throw new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    }
    Slice before = BytesFunctions.substring(bytes, 1, from - 1);
    Slice after = BytesFunctions.substring(bytes, (int) behind);
    return BytesFunctions.concat(BytesFunctions.concat(before, part), after);
  }
}

package dev.millrace.model.function.math;

import dev.millrace.model.function.Sql;

/// Bit operators of the integers.
public final class BitMath {

  private BitMath() {}

  @Sql({"&(int2, int2) -> int2", "&(int4, int4) -> int4"})
  public static int and(int left, int right) {
    return left & right;
  }

  @Sql("&(int8, int8) -> int8")
  public static long and(long left, long right) {
    return left & right;
  }

  @Sql({"|(int2, int2) -> int2", "|(int4, int4) -> int4"})
  public static int or(int left, int right) {
    return left | right;
  }

  @Sql("|(int8, int8) -> int8")
  public static long or(long left, long right) {
    return left | right;
  }

  @Sql({"#(int2, int2) -> int2", "#(int4, int4) -> int4"})
  public static int xor(int left, int right) {
    return left ^ right;
  }

  @Sql("#(int8, int8) -> int8")
  public static long xor(long left, long right) {
    return left ^ right;
  }

  @Sql({"~(int2) -> int2", "~(int4) -> int4"})
  public static int not(int value) {
    return ~value;
  }

  @Sql("~(int8) -> int8")
  public static long not(long value) {
    return ~value;
  }

  @Sql("<<(int2, int4) -> int2")
  public static int shiftSmallLeft(int value, int bits) {
    return (short) (value << bits);
  }

  @Sql(">>(int2, int4) -> int2")
  public static int shiftSmallRight(int value, int bits) {
    return (short) (value >> bits);
  }

  @Sql("<<(int4, int4) -> int4")
  public static int shiftLeft(int value, int bits) {
    return value << bits;
  }

  @Sql(">>(int4, int4) -> int4")
  public static int shiftRight(int value, int bits) {
    return value >> bits;
  }

  @Sql("<<(int8, int4) -> int8")
  public static long shiftLeft(long value, int bits) {
    return value << bits;
  }

  @Sql(">>(int8, int4) -> int8")
  public static long shiftRight(long value, int bits) {
    return value >> bits;
  }
}

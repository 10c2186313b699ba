package dev.millrace.model.function.math;

import dev.millrace.model.function.Sql;

/// Arithmetic of uint2, uint4 and uint8.
public final class UnsignedMath {

  private static final long UINT4_MAX = 0xffff_ffffL;

  private UnsignedMath() {}

  /// The value if it fits uint2.
  public static int uint2(long value) {
    if (value < 0 || value > 0xffff) {
      throw IntegerMath.outOfRange("uint2");
    }
    return (int) value;
  }

  /// The value if it fits uint4.
  public static long uint4(long value) {
    if (value < 0 || value > UINT4_MAX) {
      throw IntegerMath.outOfRange("uint4");
    }
    return value;
  }

  @Sql("+(uint2, uint2) -> uint2")
  public static int add(int left, int right) {
    return uint2((long) left + right);
  }

  @Sql("-(uint2, uint2) -> uint2")
  public static int subtract(int left, int right) {
    return uint2((long) left - right);
  }

  @Sql("*(uint2, uint2) -> uint2")
  public static int multiply(int left, int right) {
    return uint2((long) left * right);
  }

  @Sql("/(uint2, uint2) -> uint2")
  public static int divide(int left, int right) {
    return IntegerMath.divide(left, right);
  }

  @Sql({"%(uint2, uint2) -> uint2", "mod(uint2, uint2) -> uint2"})
  public static int remainder(int left, int right) {
    return IntegerMath.remainder(left, right);
  }

  @Sql("+(uint4, uint4) -> uint4")
  public static long add4(long left, long right) {
    return uint4(left + right);
  }

  @Sql("-(uint4, uint4) -> uint4")
  public static long subtract4(long left, long right) {
    return uint4(left - right);
  }

  @Sql("*(uint4, uint4) -> uint4")
  public static long multiply4(long left, long right) {
    long product = left * right;
    if (Math.unsignedMultiplyHigh(left, right) != 0) {
      throw IntegerMath.outOfRange("uint4");
    }
    return uint4(product);
  }

  @Sql("/(uint4, uint4) -> uint4")
  public static long divide4(long left, long right) {
    return IntegerMath.divide(left, right);
  }

  @Sql({"%(uint4, uint4) -> uint4", "mod(uint4, uint4) -> uint4"})
  public static long remainder4(long left, long right) {
    return IntegerMath.remainder(left, right);
  }

  @Sql("+(uint8, uint8) -> uint8")
  public static long add8(long left, long right) {
    long sum = left + right;
    if (Long.compareUnsigned(sum, left) < 0) {
      throw IntegerMath.outOfRange("uint8");
    }
    return sum;
  }

  @Sql("-(uint8, uint8) -> uint8")
  public static long subtract8(long left, long right) {
    if (Long.compareUnsigned(left, right) < 0) {
      throw IntegerMath.outOfRange("uint8");
    }
    return left - right;
  }

  @Sql("*(uint8, uint8) -> uint8")
  public static long multiply8(long left, long right) {
    if (Math.unsignedMultiplyHigh(left, right) != 0) {
      throw IntegerMath.outOfRange("uint8");
    }
    return left * right;
  }

  @Sql("/(uint8, uint8) -> uint8")
  public static long divide8(long left, long right) {
    if (right == 0) {
      throw IntegerMath.divisionByZero();
    }
    return Long.divideUnsigned(left, right);
  }

  @Sql({"%(uint8, uint8) -> uint8", "mod(uint8, uint8) -> uint8"})
  public static long remainder8(long left, long right) {
    if (right == 0) {
      throw IntegerMath.divisionByZero();
    }
    return Long.remainderUnsigned(left, right);
  }
}

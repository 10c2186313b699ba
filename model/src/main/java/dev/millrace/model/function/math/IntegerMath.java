package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;

/// Arithmetic of int2, int4 and int8 with PostgreSQL's overflow checks.
public final class IntegerMath {

  private IntegerMath() {}

  /// `22012`.
  public static DatabaseException divisionByZero() {
    return new DatabaseException(SqlState.DIVISION_BY_ZERO, "division by zero");
  }

  /// `22003` naming the type as PostgreSQL does: `integer out of range`.
  public static DatabaseException outOfRange(String type) {
    return new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, type + " out of range");
  }

  static int small(int value) {
    if (value != (short) value) {
      throw outOfRange("smallint");
    }
    return value;
  }

  static int integer(long value) {
    if (value != (int) value) {
      throw outOfRange("integer");
    }
    return (int) value;
  }

  @Sql("+(int2, int2) -> int2")
  public static int addSmall(int left, int right) {
    return small(left + right);
  }

  @Sql("-(int2, int2) -> int2")
  public static int subtractSmall(int left, int right) {
    return small(left - right);
  }

  @Sql("*(int2, int2) -> int2")
  public static int multiplySmall(int left, int right) {
    return small(left * right);
  }

  @Sql({"/(int2, int2) -> int2"})
  public static int divideSmall(int left, int right) {
    return small(divide(left, right));
  }

  @Sql({"%(int2, int2) -> int2", "mod(int2, int2) -> int2"})
  public static int remainderSmall(int left, int right) {
    return remainder(left, right);
  }

  @Sql({"+(int4, int4) -> int4", "+(int2, int4) -> int4", "+(int4, int2) -> int4"})
  public static int add(int left, int right) {
    return integer((long) left + right);
  }

  @Sql({"-(int4, int4) -> int4", "-(int2, int4) -> int4", "-(int4, int2) -> int4"})
  public static int subtract(int left, int right) {
    return integer((long) left - right);
  }

  @Sql({"*(int4, int4) -> int4", "*(int2, int4) -> int4", "*(int4, int2) -> int4"})
  public static int multiply(int left, int right) {
    return integer((long) left * right);
  }

  @Sql({"/(int4, int4) -> int4", "/(int2, int4) -> int4", "/(int4, int2) -> int4"})
  public static int divide(int left, int right) {
    if (right == 0) {
      throw divisionByZero();
    }
    return integer((long) left / right);
  }

  @Sql({"%(int4, int4) -> int4", "mod(int4, int4) -> int4"})
  public static int remainder(int left, int right) {
    if (right == 0) {
      throw divisionByZero();
    }
    return right == -1 ? 0 : left % right;
  }

  @Sql("+(int8, int8) -> int8")
  public static long add(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw outOfRange("bigint");
    }
    return sum;
  }

  @Sql("-(int8, int8) -> int8")
  public static long subtract(long left, long right) {
    long difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw outOfRange("bigint");
    }
    return difference;
  }

  @Sql("*(int8, int8) -> int8")
  public static long multiply(long left, long right) {
    long high = Math.multiplyHigh(left, right);
    long low = left * right;
    if (high != low >> 63) {
      throw outOfRange("bigint");
    }
    return low;
  }

  @Sql("/(int8, int8) -> int8")
  public static long divide(long left, long right) {
    if (right == 0) {
      throw divisionByZero();
    }
    if (right == -1 && left == Long.MIN_VALUE) {
      throw outOfRange("bigint");
    }
    return left / right;
  }

  @Sql({"%(int8, int8) -> int8", "mod(int8, int8) -> int8"})
  public static long remainder(long left, long right) {
    if (right == 0) {
      throw divisionByZero();
    }
    return right == -1 ? 0 : left % right;
  }

  @Sql("+(int2|int4, int8) -> int8")
  public static long add(int left, long right) {
    return add((long) left, right);
  }

  @Sql("+(int8, int2|int4) -> int8")
  public static long add(long left, int right) {
    return add(left, (long) right);
  }

  @Sql("-(int2|int4, int8) -> int8")
  public static long subtract(int left, long right) {
    return subtract((long) left, right);
  }

  @Sql("-(int8, int2|int4) -> int8")
  public static long subtract(long left, int right) {
    return subtract(left, (long) right);
  }

  @Sql("*(int2|int4, int8) -> int8")
  public static long multiply(int left, long right) {
    return multiply((long) left, right);
  }

  @Sql("*(int8, int2|int4) -> int8")
  public static long multiply(long left, int right) {
    return multiply(left, (long) right);
  }

  @Sql("/(int2|int4, int8) -> int8")
  public static long divide(int left, long right) {
    return divide((long) left, right);
  }

  @Sql("/(int8, int2|int4) -> int8")
  public static long divide(long left, int right) {
    return divide(left, (long) right);
  }

  @Sql("-(int2) -> int2")
  public static int negateSmall(int value) {
    return small(-value);
  }

  @Sql("-(int4) -> int4")
  public static int negate(int value) {
    return integer(-(long) value);
  }

  @Sql("-(int8) -> int8")
  public static long negate(long value) {
    return subtract(0L, value);
  }

  @Sql({"+(int2) -> int2", "+(int4) -> int4"})
  public static int plus(int value) {
    return value;
  }

  @Sql("+(int8) -> int8")
  public static long plus(long value) {
    return value;
  }

  @Sql({"abs(int2) -> int2", "@(int2) -> int2"})
  public static int absoluteSmall(int value) {
    return small(Math.abs(value));
  }

  @Sql({"abs(int4) -> int4", "@(int4) -> int4"})
  public static int absolute(int value) {
    return value < 0 ? negate(value) : value;
  }

  @Sql({"abs(int8) -> int8", "@(int8) -> int8"})
  public static long absolute(long value) {
    return value < 0 ? negate(value) : value;
  }

  @Sql("gcd(int4, int4) -> int4")
  public static int greatestCommonDivisor(int left, int right) {
    return integer(greatestCommonDivisor((long) left, (long) right));
  }

  @Sql("gcd(int8, int8) -> int8")
  public static long greatestCommonDivisor(long left, long right) {
    long a = left;
    long b = right;
    while (b != 0) {
      long rest = b == -1 ? 0 : a % b;
      a = b;
      b = rest;
    }
    return absolute(a);
  }

  @Sql("lcm(int4, int4) -> int4")
  public static int leastCommonMultiple(int left, int right) {
    return integer(leastCommonMultiple((long) left, (long) right));
  }

  @Sql("lcm(int8, int8) -> int8")
  public static long leastCommonMultiple(long left, long right) {
    return left == 0 || right == 0
        ? 0
        : absolute(multiply(left / greatestCommonDivisor(left, right), right));
  }
}

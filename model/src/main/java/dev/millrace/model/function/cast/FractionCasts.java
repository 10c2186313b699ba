package dev.millrace.model.function.cast;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.math.FloatMath;
import dev.millrace.model.function.math.IntegerMath;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Casts from floats, which round half to even, and from numeric, which rounds half away from zero.
public final class FractionCasts {

  private static final int SINGLE_DIGITS = 6;
  private static final int DOUBLE_DIGITS = 15;

  private FractionCasts() {}

  @Sql("float4|float8 => int2 assignment")
  public static int toInt2(double value) {
    return (int) integer(value, Short.MIN_VALUE, Short.MAX_VALUE + 1.0, "smallint");
  }

  @Sql("float4|float8 => int4 assignment")
  public static int toInt4(double value) {
    return (int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE + 1.0, "integer");
  }

  @Sql("float4|float8 => int8 assignment")
  public static long toInt8(double value) {
    return integer(value, -0x1p63, 0x1p63, "bigint");
  }

  @Sql("float4|float8 => uint2 assignment")
  public static int toUint2(double value) {
    return (int) integer(value, 0, 65_536, "uint2");
  }

  @Sql("float4|float8 => uint4 assignment")
  public static long toUint4(double value) {
    return integer(value, 0, 0x1p32, "uint4");
  }

  @Sql("float4|float8 => uint8 assignment")
  public static long toUint8(double value) {
    double rounded = Math.rint(value);
    return rounded < 0x1p63
        ? integer(value, 0, 0x1p63, "uint8")
        : integer(value - 0x1p63, 0, 0x1p63, "uint8") | Long.MIN_VALUE;
  }

  private static long integer(double value, double min, double end, String type) {
    double rounded = Math.rint(value);
    if (!(rounded >= min && rounded < end)) {
      throw IntegerMath.outOfRange(type);
    }
    return (long) rounded;
  }

  @Sql("float4 => float8 implicit")
  public static double widen(double value) {
    return value;
  }

  @Sql("float8 => float4 assignment")
  public static double toSingle(double value) {
    float single = (float) value;
    if (Float.isInfinite(single) && !Double.isInfinite(value)) {
      throw FloatMath.overflow();
    }
    if (single == 0 && value != 0) {
      throw new DatabaseException(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    }
    return single;
  }

  @Sql("float8 => numeric assignment")
  public static Slice toNumeric(double value) {
    return Numeric.ofDouble(value, DOUBLE_DIGITS);
  }

  @Sql("float4 => numeric assignment")
  public static Slice singleToNumeric(double value) {
    return Numeric.ofDouble(value, SINGLE_DIGITS);
  }

  @Sql("numeric => int2 assignment")
  public static int numericToInt2(Slice value) {
    long whole = whole(value, "smallint");
    if (whole != (short) whole) {
      throw IntegerMath.outOfRange("smallint");
    }
    return (int) whole;
  }

  @Sql("numeric => int4 assignment")
  public static int numericToInt4(Slice value) {
    long whole = whole(value, "integer");
    if (whole != (int) whole) {
      throw IntegerMath.outOfRange("integer");
    }
    return (int) whole;
  }

  @Sql("numeric => int8 assignment")
  public static long numericToInt8(Slice value) {
    return whole(value, "bigint");
  }

  @Sql("numeric => uint2 assignment")
  public static int numericToUint2(Slice value) {
    long whole = whole(value, "uint2");
    if (whole < 0 || whole > 0xffff) {
      throw IntegerMath.outOfRange("uint2");
    }
    return (int) whole;
  }

  @Sql("numeric => uint4 assignment")
  public static long numericToUint4(Slice value) {
    long whole = whole(value, "uint4");
    if (whole < 0 || whole > 0xffff_ffffL) {
      throw IntegerMath.outOfRange("uint4");
    }
    return whole;
  }

  @Sql("numeric => uint8 assignment")
  public static long numericToUint8(Slice value) {
    return unsigned(value, "uint8", RoundingMode.HALF_UP);
  }

  @Sql("numeric => mz_timestamp implicit")
  public static long numericToMzTimestamp(Slice value) {
    return unsigned(value, "mz_timestamp", RoundingMode.HALF_UP);
  }

  private static long unsigned(Slice value, String type, RoundingMode mode) {
    special(value, type);
    BigInteger whole = Numeric.toBigDecimal(value).setScale(0, mode).unscaledValue();
    if (whole.signum() < 0 || whole.bitLength() > 64) {
      throw IntegerMath.outOfRange(type);
    }
    return whole.longValue();
  }

  private static long whole(Slice value, String type) {
    if (Numeric.isSmall(value) && Numeric.scale(value) == 0) {
      return Numeric.unscaledLong(value);
    }
    special(value, type);
    BigDecimal whole = Numeric.toBigDecimal(value).setScale(0, RoundingMode.HALF_UP);
    if (whole.unscaledValue().bitLength() > 63) {
      throw IntegerMath.outOfRange(type);
    }
    return whole.longValueExact();
  }

  private static void special(Slice value, String type) {
    if (!Numeric.isFinite(value)) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "cannot convert " + (Numeric.isNaN(value) ? "NaN" : "infinity") + " to " + type);
    }
  }

  @Sql("numeric => float8 implicit")
  public static double numericToDouble(Slice value) {
    double result = Numeric.toDouble(value);
    return result;
  }

  @Sql("numeric => float4 implicit")
  public static double numericToSingle(Slice value) {
    return toSingle(Numeric.toDouble(value));
  }
}

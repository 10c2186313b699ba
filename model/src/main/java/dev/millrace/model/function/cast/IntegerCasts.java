package dev.millrace.model.function.cast;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.math.IntegerMath;
import dev.millrace.model.function.math.UnsignedMath;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigInteger;

/// Casts from integers, signed, unsigned and object identifiers.
public final class IntegerCasts {

  private static final BigInteger TWO_POW_64 = BigInteger.ONE.shiftLeft(64);

  private IntegerCasts() {}

  @Sql({"int2 => int4 implicit", "uint2 => int4 implicit", "oid => int4 assignment"})
  public static int same(int value) {
    return value;
  }

  @Sql({
    "int4 => oid implicit",
    "int2 => oid implicit",
    "int4 => regclass|regtype|regproc|regnamespace|regrole implicit",
    "oid => regclass|regtype|regproc|regnamespace|regrole implicit",
    "regclass|regtype|regproc|regnamespace|regrole => oid implicit",
    "regclass|regtype|regproc|regnamespace|regrole => int4 assignment"
  })
  public static int identifier(int value) {
    return value;
  }

  @Sql({"int2|int4 => int8 implicit", "uint2 => int8|uint4|uint8 implicit"})
  public static long widen(int value) {
    return value;
  }

  @Sql("oid|regclass|regtype|regproc|regnamespace|regrole => int8 assignment")
  public static long widenUnsigned(int value) {
    return Integer.toUnsignedLong(value);
  }

  @Sql("int4 => int2 assignment")
  public static int toInt2(int value) {
    if (value != (short) value) {
      throw IntegerMath.outOfRange("smallint");
    }
    return value;
  }

  @Sql("uint2 => int2 assignment")
  public static int unsignedToInt2(int value) {
    return toInt2(value);
  }

  @Sql({"int8 => int2 assignment", "uint4 => int2 assignment"})
  public static int toInt2(long value) {
    if (value != (short) value) {
      throw IntegerMath.outOfRange("smallint");
    }
    return (int) value;
  }

  @Sql({"int8 => int4 assignment", "uint4 => int4 assignment"})
  public static int toInt4(long value) {
    if (value != (int) value) {
      throw IntegerMath.outOfRange("integer");
    }
    return (int) value;
  }

  @Sql("int8 => oid implicit")
  public static int toOid(long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      throw IntegerMath.outOfRange("OID");
    }
    return (int) value;
  }

  @Sql("uint4 => oid implicit")
  public static int unsignedToOid(long value) {
    return (int) value;
  }

  @Sql({"uint4 => int8 implicit", "uint4 => uint8 implicit"})
  public static long same(long value) {
    return value;
  }

  @Sql("int2|int4 => uint2 assignment")
  public static int toUint2(int value) {
    return UnsignedMath.uint2(value);
  }

  @Sql({"int8 => uint2 assignment", "uint4 => uint2 assignment"})
  public static int toUint2(long value) {
    return UnsignedMath.uint2(value);
  }

  @Sql("int2|int4 => uint4 assignment")
  public static long toUint4(int value) {
    return UnsignedMath.uint4(value);
  }

  @Sql("int8 => uint4 assignment")
  public static long toUint4(long value) {
    return UnsignedMath.uint4(value);
  }

  @Sql("int2|int4 => uint8 assignment")
  public static long toUint8(int value) {
    return notNegative(value, "uint8");
  }

  @Sql("int8 => uint8 assignment")
  public static long toUint8(long value) {
    return notNegative(value, "uint8");
  }

  @Sql({"uint8 => uint2 assignment"})
  public static int bigToUint2(long value) {
    return UnsignedMath.uint2(value);
  }

  @Sql({"uint8 => uint4 assignment"})
  public static long bigToUint4(long value) {
    return UnsignedMath.uint4(value);
  }

  @Sql("uint8 => int4 assignment")
  public static int bigToInt4(long value) {
    return toInt4(value);
  }

  @Sql("uint8 => int2 assignment")
  public static int bigToInt2(long value) {
    return toInt2(value);
  }

  @Sql("uint8 => int8 assignment")
  public static long bigToInt8(long value) {
    return notNegative(value, "bigint");
  }

  private static long notNegative(long value, String type) {
    if (value < 0) {
      throw IntegerMath.outOfRange(type);
    }
    return value;
  }

  @Sql({"int4 => bool explicit"})
  public static boolean toBoolean(int value) {
    return value != 0;
  }

  @Sql({"int8 => bool explicit"})
  public static boolean toBoolean(long value) {
    return value != 0;
  }

  @Sql("bool => int4 explicit")
  public static int fromBoolean(boolean value) {
    return value ? 1 : 0;
  }

  @Sql("bool => int8 explicit")
  public static long longFromBoolean(boolean value) {
    return value ? 1 : 0;
  }

  @Sql({"int2|int4 => float4|float8 implicit", "uint2 => float4|float8 implicit"})
  public static double toDouble(int value) {
    return value;
  }

  @Sql("int8 => float8 implicit")
  public static double toDouble(long value) {
    return (double) value;
  }

  @Sql("uint4 => float8 implicit")
  public static double unsignedToDouble(long value) {
    return (double) value;
  }

  @Sql("int8|uint4 => float4 implicit")
  public static double toSingle(long value) {
    return (float) value;
  }

  @Sql("uint8 => float8|float4 implicit")
  public static double bigToDouble(long value) {
    return value >= 0 ? (double) value : bigInteger(value).doubleValue();
  }

  @Sql({"int2|int4 => numeric implicit", "uint2 => numeric implicit"})
  public static Slice toNumeric(int value) {
    return Numeric.of(value);
  }

  @Sql({"int8 => numeric implicit", "uint4 => numeric implicit"})
  public static Slice toNumeric(long value) {
    return Numeric.of(value);
  }

  @Sql({"uint8 => numeric implicit", "mz_timestamp => numeric explicit"})
  public static Slice bigToNumeric(long value) {
    return value >= 0 ? Numeric.of(value) : Numeric.of(bigInteger(value), 0);
  }

  private static BigInteger bigInteger(long unsigned) {
    BigInteger value = BigInteger.valueOf(unsigned);
    return unsigned >= 0 ? value : value.add(TWO_POW_64);
  }

  @Sql("int2|int4 => mz_timestamp implicit")
  public static long toMzTimestamp(int value) {
    return mzTimestamp(value);
  }

  @Sql("int8 => mz_timestamp implicit")
  public static long toMzTimestamp(long value) {
    return mzTimestamp(value);
  }

  @Sql({"uint4|uint8 => mz_timestamp implicit"})
  public static long unsignedToMzTimestamp(long value) {
    return value;
  }

  @Sql("mz_timestamp => int8 explicit")
  public static long fromMzTimestamp(long value) {
    return notNegative(value, "bigint");
  }

  @Sql("mz_timestamp => uint8 explicit")
  public static long unsignedFromMzTimestamp(long value) {
    return value;
  }

  private static long mzTimestamp(long value) {
    if (value < 0) {
      throw mzTimestampOutOfRange();
    }
    return value;
  }

  static DatabaseException mzTimestampOutOfRange() {
    return IntegerMath.outOfRange("mz_timestamp");
  }
}

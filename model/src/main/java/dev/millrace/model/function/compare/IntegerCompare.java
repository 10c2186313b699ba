package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;

/// Comparison of signed integers of all widths, and of dates, times and timestamps, which are
/// integers too.
public final class IntegerCompare {

  private IntegerCompare() {}

  @Sql({"=(int2|int4, int2|int4) -> bool", "=(uint2, uint2) -> bool", "=(date, date) -> bool"})
  public static boolean equal(int left, int right) {
    return left == right;
  }

  @Sql({"<>(int2|int4, int2|int4) -> bool", "<>(uint2, uint2) -> bool", "<>(date, date) -> bool"})
  public static boolean notEqual(int left, int right) {
    return left != right;
  }

  @Sql({"<(int2|int4, int2|int4) -> bool", "<(uint2, uint2) -> bool", "<(date, date) -> bool"})
  public static boolean less(int left, int right) {
    return left < right;
  }

  @Sql({"<=(int2|int4, int2|int4) -> bool", "<=(uint2, uint2) -> bool", "<=(date, date) -> bool"})
  public static boolean lessOrEqual(int left, int right) {
    return left <= right;
  }

  @Sql({">(int2|int4, int2|int4) -> bool", ">(uint2, uint2) -> bool", ">(date, date) -> bool"})
  public static boolean greater(int left, int right) {
    return left > right;
  }

  @Sql({">=(int2|int4, int2|int4) -> bool", ">=(uint2, uint2) -> bool", ">=(date, date) -> bool"})
  public static boolean greaterOrEqual(int left, int right) {
    return left >= right;
  }

  @Sql({
    "=(int8, int8) -> bool",
    "=(uint4, uint4) -> bool",
    "=(time, time) -> bool",
    "=(timestamp, timestamp) -> bool",
    "=(timestamptz, timestamptz) -> bool"
  })
  public static boolean equal(long left, long right) {
    return left == right;
  }

  @Sql({
    "<>(int8, int8) -> bool",
    "<>(uint4, uint4) -> bool",
    "<>(time, time) -> bool",
    "<>(timestamp, timestamp) -> bool",
    "<>(timestamptz, timestamptz) -> bool"
  })
  public static boolean notEqual(long left, long right) {
    return left != right;
  }

  @Sql({
    "<(int8, int8) -> bool",
    "<(uint4, uint4) -> bool",
    "<(time, time) -> bool",
    "<(timestamp, timestamp) -> bool",
    "<(timestamptz, timestamptz) -> bool"
  })
  public static boolean less(long left, long right) {
    return left < right;
  }

  @Sql({
    "<=(int8, int8) -> bool",
    "<=(uint4, uint4) -> bool",
    "<=(time, time) -> bool",
    "<=(timestamp, timestamp) -> bool",
    "<=(timestamptz, timestamptz) -> bool"
  })
  public static boolean lessOrEqual(long left, long right) {
    return left <= right;
  }

  @Sql({
    ">(int8, int8) -> bool",
    ">(uint4, uint4) -> bool",
    ">(time, time) -> bool",
    ">(timestamp, timestamp) -> bool",
    ">(timestamptz, timestamptz) -> bool"
  })
  public static boolean greater(long left, long right) {
    return left > right;
  }

  @Sql({
    ">=(int8, int8) -> bool",
    ">=(uint4, uint4) -> bool",
    ">=(time, time) -> bool",
    ">=(timestamp, timestamp) -> bool",
    ">=(timestamptz, timestamptz) -> bool"
  })
  public static boolean greaterOrEqual(long left, long right) {
    return left >= right;
  }

  @Sql("=(int2|int4, int8) -> bool")
  public static boolean equal(int left, long right) {
    return left == right;
  }

  @Sql("<>(int2|int4, int8) -> bool")
  public static boolean notEqual(int left, long right) {
    return left != right;
  }

  @Sql("<(int2|int4, int8) -> bool")
  public static boolean less(int left, long right) {
    return left < right;
  }

  @Sql("<=(int2|int4, int8) -> bool")
  public static boolean lessOrEqual(int left, long right) {
    return left <= right;
  }

  @Sql(">(int2|int4, int8) -> bool")
  public static boolean greater(int left, long right) {
    return left > right;
  }

  @Sql(">=(int2|int4, int8) -> bool")
  public static boolean greaterOrEqual(int left, long right) {
    return left >= right;
  }

  @Sql("=(int8, int2|int4) -> bool")
  public static boolean equal(long left, int right) {
    return left == right;
  }

  @Sql("<>(int8, int2|int4) -> bool")
  public static boolean notEqual(long left, int right) {
    return left != right;
  }

  @Sql("<(int8, int2|int4) -> bool")
  public static boolean less(long left, int right) {
    return left < right;
  }

  @Sql("<=(int8, int2|int4) -> bool")
  public static boolean lessOrEqual(long left, int right) {
    return left <= right;
  }

  @Sql(">(int8, int2|int4) -> bool")
  public static boolean greater(long left, int right) {
    return left > right;
  }

  @Sql(">=(int8, int2|int4) -> bool")
  public static boolean greaterOrEqual(long left, int right) {
    return left >= right;
  }
}

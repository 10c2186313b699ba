package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;

/// Comparison of what is unsigned: object identifiers, uint8 and mz_timestamp.
public final class UnsignedCompare {

  private UnsignedCompare() {}

  @Sql({"=(oid, oid) -> bool", "=(xid, xid) -> bool"})
  public static boolean equal(int left, int right) {
    return Integer.compareUnsigned(left, right) == 0;
  }

  @Sql({"<>(oid, oid) -> bool", "<>(xid, xid) -> bool"})
  public static boolean notEqual(int left, int right) {
    return Integer.compareUnsigned(left, right) != 0;
  }

  @Sql({"<(oid, oid) -> bool", "<(xid, xid) -> bool"})
  public static boolean less(int left, int right) {
    return Integer.compareUnsigned(left, right) < 0;
  }

  @Sql({"<=(oid, oid) -> bool", "<=(xid, xid) -> bool"})
  public static boolean lessOrEqual(int left, int right) {
    return Integer.compareUnsigned(left, right) <= 0;
  }

  @Sql({">(oid, oid) -> bool", ">(xid, xid) -> bool"})
  public static boolean greater(int left, int right) {
    return Integer.compareUnsigned(left, right) > 0;
  }

  @Sql({">=(oid, oid) -> bool", ">=(xid, xid) -> bool"})
  public static boolean greaterOrEqual(int left, int right) {
    return Integer.compareUnsigned(left, right) >= 0;
  }

  @Sql({"=(uint8, uint8) -> bool", "=(mz_timestamp, mz_timestamp) -> bool"})
  public static boolean equal(long left, long right) {
    return Long.compareUnsigned(left, right) == 0;
  }

  @Sql({"<>(uint8, uint8) -> bool", "<>(mz_timestamp, mz_timestamp) -> bool"})
  public static boolean notEqual(long left, long right) {
    return Long.compareUnsigned(left, right) != 0;
  }

  @Sql({"<(uint8, uint8) -> bool", "<(mz_timestamp, mz_timestamp) -> bool"})
  public static boolean less(long left, long right) {
    return Long.compareUnsigned(left, right) < 0;
  }

  @Sql({"<=(uint8, uint8) -> bool", "<=(mz_timestamp, mz_timestamp) -> bool"})
  public static boolean lessOrEqual(long left, long right) {
    return Long.compareUnsigned(left, right) <= 0;
  }

  @Sql({">(uint8, uint8) -> bool", ">(mz_timestamp, mz_timestamp) -> bool"})
  public static boolean greater(long left, long right) {
    return Long.compareUnsigned(left, right) > 0;
  }

  @Sql({">=(uint8, uint8) -> bool", ">=(mz_timestamp, mz_timestamp) -> bool"})
  public static boolean greaterOrEqual(long left, long right) {
    return Long.compareUnsigned(left, right) >= 0;
  }
}

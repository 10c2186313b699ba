package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;

/// Comparison of text and of other values by their bytes: the collation is C.
public final class BytesCompare {

  private BytesCompare() {}

  @Sql({
    "=(text, text) -> bool",
    "=(bpchar, bpchar) -> bool",
    "=(name, name) -> bool",
    "=(name, text) -> bool",
    "=(text, name) -> bool",
    "=(char, char) -> bool",
    "=(bytea, bytea) -> bool",
    "=(uuid, uuid) -> bool",
    "=(timetz, timetz) -> bool",
    "=(anyrange, anyrange) -> bool"
  })
  public static boolean equal(Slice left, Slice right) {
    return left.equals(right);
  }

  @Sql({
    "<>(text, text) -> bool",
    "<>(bpchar, bpchar) -> bool",
    "<>(name, name) -> bool",
    "<>(name, text) -> bool",
    "<>(text, name) -> bool",
    "<>(char, char) -> bool",
    "<>(bytea, bytea) -> bool",
    "<>(uuid, uuid) -> bool",
    "<>(timetz, timetz) -> bool",
    "<>(anyrange, anyrange) -> bool"
  })
  public static boolean notEqual(Slice left, Slice right) {
    return !left.equals(right);
  }

  @Sql({
    "<(text, text) -> bool",
    "<(bpchar, bpchar) -> bool",
    "<(name, name) -> bool",
    "<(name, text) -> bool",
    "<(text, name) -> bool",
    "<(char, char) -> bool",
    "<(bytea, bytea) -> bool",
    "<(uuid, uuid) -> bool",
    "<(timetz, timetz) -> bool",
    "<(anyrange, anyrange) -> bool"
  })
  public static boolean less(Slice left, Slice right) {
    return left.compareTo(right) < 0;
  }

  @Sql({
    "<=(text, text) -> bool",
    "<=(bpchar, bpchar) -> bool",
    "<=(name, name) -> bool",
    "<=(name, text) -> bool",
    "<=(text, name) -> bool",
    "<=(char, char) -> bool",
    "<=(bytea, bytea) -> bool",
    "<=(uuid, uuid) -> bool",
    "<=(timetz, timetz) -> bool",
    "<=(anyrange, anyrange) -> bool"
  })
  public static boolean lessOrEqual(Slice left, Slice right) {
    return left.compareTo(right) <= 0;
  }

  @Sql({
    ">(text, text) -> bool",
    ">(bpchar, bpchar) -> bool",
    ">(name, name) -> bool",
    ">(name, text) -> bool",
    ">(text, name) -> bool",
    ">(char, char) -> bool",
    ">(bytea, bytea) -> bool",
    ">(uuid, uuid) -> bool",
    ">(timetz, timetz) -> bool",
    ">(anyrange, anyrange) -> bool"
  })
  public static boolean greater(Slice left, Slice right) {
    return left.compareTo(right) > 0;
  }

  @Sql({
    ">=(text, text) -> bool",
    ">=(bpchar, bpchar) -> bool",
    ">=(name, name) -> bool",
    ">=(name, text) -> bool",
    ">=(text, name) -> bool",
    ">=(char, char) -> bool",
    ">=(bytea, bytea) -> bool",
    ">=(uuid, uuid) -> bool",
    ">=(timetz, timetz) -> bool",
    ">=(anyrange, anyrange) -> bool"
  })
  public static boolean greaterOrEqual(Slice left, Slice right) {
    return left.compareTo(right) >= 0;
  }
}

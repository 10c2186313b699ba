package dev.millrace.model.function.compare;

import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;

/// Comparison of arrays, lists, maps and records element by element; NULL elements are equal and
/// come last.
public final class CollectionCompare {

  private CollectionCompare() {}

  @Sql({
    "=(anyarray, anyarray) -> bool",
    "=(list, list) -> bool",
    "=(map, map) -> bool",
    "=(record, record) -> bool"
  })
  public static boolean equal(CallTypes types, Slice left, Slice right) {
    return ValueOrder.compare(types.arguments().getFirst(), left, right) == 0;
  }

  @Sql({
    "<>(anyarray, anyarray) -> bool",
    "<>(list, list) -> bool",
    "<>(map, map) -> bool",
    "<>(record, record) -> bool"
  })
  public static boolean notEqual(CallTypes types, Slice left, Slice right) {
    return ValueOrder.compare(types.arguments().getFirst(), left, right) != 0;
  }

  @Sql({
    "<(anyarray, anyarray) -> bool",
    "<(list, list) -> bool",
    "<(map, map) -> bool",
    "<(record, record) -> bool"
  })
  public static boolean less(CallTypes types, Slice left, Slice right) {
    return ValueOrder.compare(types.arguments().getFirst(), left, right) < 0;
  }

  @Sql({
    "<=(anyarray, anyarray) -> bool",
    "<=(list, list) -> bool",
    "<=(map, map) -> bool",
    "<=(record, record) -> bool"
  })
  public static boolean lessOrEqual(CallTypes types, Slice left, Slice right) {
    return ValueOrder.compare(types.arguments().getFirst(), left, right) <= 0;
  }

  @Sql({
    ">(anyarray, anyarray) -> bool",
    ">(list, list) -> bool",
    ">(map, map) -> bool",
    ">(record, record) -> bool"
  })
  public static boolean greater(CallTypes types, Slice left, Slice right) {
    return ValueOrder.compare(types.arguments().getFirst(), left, right) > 0;
  }

  @Sql({
    ">=(anyarray, anyarray) -> bool",
    ">=(list, list) -> bool",
    ">=(map, map) -> bool",
    ">=(record, record) -> bool"
  })
  public static boolean greaterOrEqual(CallTypes types, Slice left, Slice right) {
    return ValueOrder.compare(types.arguments().getFirst(), left, right) >= 0;
  }
}

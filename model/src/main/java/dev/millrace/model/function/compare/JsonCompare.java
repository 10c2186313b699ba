package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonOrder;

/// Comparison of jsonb.
public final class JsonCompare {

  private JsonCompare() {}

  @Sql("=(jsonb, jsonb) -> bool")
  public static boolean equal(Slice left, Slice right) {
    return left.equals(right);
  }

  @Sql("<>(jsonb, jsonb) -> bool")
  public static boolean notEqual(Slice left, Slice right) {
    return !left.equals(right);
  }

  @Sql("<(jsonb, jsonb) -> bool")
  public static boolean less(Slice left, Slice right) {
    return JsonOrder.compare(left, right) < 0;
  }

  @Sql("<=(jsonb, jsonb) -> bool")
  public static boolean lessOrEqual(Slice left, Slice right) {
    return JsonOrder.compare(left, right) <= 0;
  }

  @Sql(">(jsonb, jsonb) -> bool")
  public static boolean greater(Slice left, Slice right) {
    return JsonOrder.compare(left, right) > 0;
  }

  @Sql(">=(jsonb, jsonb) -> bool")
  public static boolean greaterOrEqual(Slice left, Slice right) {
    return JsonOrder.compare(left, right) >= 0;
  }
}

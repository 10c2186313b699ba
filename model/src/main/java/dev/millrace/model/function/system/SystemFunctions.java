package dev.millrace.model.function.system;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Functions about types and sizes that need no catalog.
public final class SystemFunctions {

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

  /// From this many on `pg_size_pretty` prints the next unit.
  private static final long UNIT_LIMIT = 10L * 1024;

  private SystemFunctions() {}

  @Sql("pg_size_pretty(int8) -> text")
  public static Slice prettySize(long bytes) {
    long size = bytes == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(bytes);
    int unit = 0;
    while (size >= UNIT_LIMIT && unit < UNITS.length - 1) {
      size = unit == 0 ? size >> 9 : size >> 10;
      unit++;
      if (size < 2 * UNIT_LIMIT - 1 || unit == UNITS.length - 1) {
        size = (size + 1) >> 1;
        break;
      }
    }
    return Slice.utf8((bytes < 0 ? "-" : "") + size + " " + UNITS[unit]);
  }

  @Sql(value = "pg_column_size(any) -> int4", strict = false)
  public static @Nullable Integer columnSize(CallTypes types, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    int length = types.arguments().getFirst().length();
    return length > 0
        ? (Integer) length
        : (Integer) TextFormat.toSlice(types.arguments().getFirst(), value).length();
  }
}

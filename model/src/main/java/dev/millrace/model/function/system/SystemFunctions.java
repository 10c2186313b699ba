package dev.millrace.model.function.system;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.value.Slice;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// Functions about types and sizes that need no catalog.
public final class SystemFunctions {

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

  /// From this many on `pg_size_pretty` prints the next unit.
  private static final long UNIT_LIMIT = 10L * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

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

  /// The OID of the argument's type.
  @Sql(value = "pg_typeof(any) -> regtype", strict = false, volatility = Volatility.STABLE)
  public static int typeOf(CallTypes types, @Nullable Object value) {
    return types.arguments().getFirst().oid();
  }

  @Sql(value = "random() -> float8", volatility = Volatility.VOLATILE)
  public static double random() {
    return RANDOM.nextDouble();
  }

  @Sql(value = "gen_random_uuid() -> uuid", volatility = Volatility.VOLATILE)
  public static Slice randomUuid() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40); // version 4
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80); // variant of RFC 4122
    return Slice.of(bytes);
  }
}

package dev.millrace.model.function.system;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions about types and sizes that need no catalog.
public final class SystemFunctions {

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

  /// From this many on `pg_size_pretty` prints the next unit.
  private static final long UNIT_LIMIT = 10L * 1024;

  private static final Pattern SIZE =
      Pattern.compile(
          "\\s*([+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\\s*([A-Za-z]*)\\s*");

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

  @Sql("pg_size_pretty(numeric) -> text")
  public static Slice prettySize(Slice bytes) {
    if (!Numeric.isFinite(bytes)) {
      return Slice.utf8(Numeric.toText(bytes) + " " + UNITS[UNITS.length - 1]);
    }
    BigDecimal exact = Numeric.toBigDecimal(bytes);
    BigInteger size = exact.abs().toBigInteger();
    if (size.bitLength() < 63 && (size.longValue() >= UNIT_LIMIT || exact.scale() <= 0)) {
      return prettySize(exact.signum() < 0 ? -size.longValue() : size.longValue());
    }
    if (size.bitLength() < 63) {
      return Slice.utf8(exact.toPlainString() + " " + UNITS[0]);
    }
    BigInteger unit = BigInteger.ONE.shiftLeft(10 * (UNITS.length - 1));
    BigInteger rounded = size.shiftLeft(1).add(unit).divide(unit.shiftLeft(1));
    return Slice.utf8((exact.signum() < 0 ? "-" : "") + rounded + " " + UNITS[UNITS.length - 1]);
  }

  /// Reads `1.5 MB` and the like; the units count in powers of 1024.
  @Sql("pg_size_bytes(text) -> int8")
  public static long sizeInBytes(Slice text) {
    String source = text.toUtf8();
    Matcher matcher = SIZE.matcher(source);
    if (!matcher.matches()) {
      throw invalidSize(source);
    }
    String unit = matcher.group(2);
    int power = 0;
    while (!unit.isEmpty() && !UNITS[power].equalsIgnoreCase(unit)) {
      if (++power == UNITS.length) {
        throw invalidSize(source)
            .withDetail("Invalid size unit: \"" + unit + "\".")
            .withHint("Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
      }
    }
    BigDecimal size =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    BigInteger whole = size.setScale(0, RoundingMode.HALF_UP).unscaledValue();
    if (whole.bitLength() > 63) {
      throw new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    }
    return whole.longValue();
  }

  private static DatabaseException invalidSize(String text) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE, "invalid size: \"" + text + "\"");
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

package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Numbers and booleans as PostgreSQL reads and prints them.
public final class NumberText {

  /// `float8out` turns to scientific notation from 1e15 on, `float4out` from 1e6 on.
  private static final int DOUBLE_EXPONENT_MAX = 15;

  private static final int SINGLE_EXPONENT_MAX = 6;

  private NumberText() {}

  /// An integer between the bounds; `type` is its name in messages.
  public static long parseInteger(String text, String type, long min, long max) {
    int at = 0;
    int end = text.length();
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
    while (end > at && isBlank(text.charAt(end - 1))) {
      end--;
    }
    boolean isNegative = at < end && text.charAt(at) == '-';
    if (isNegative || (at < end && text.charAt(at) == '+')) {
      at++;
    }
    if (at == end) {
      throw invalid(type, text);
    }
    long value = 0;
    boolean overflows = false;
    for (; at < end; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        throw invalid(type, text);
      }
      overflows |= value < (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    if (overflows || (!isNegative && value == Long.MIN_VALUE)) {
      throw outOfRange(type, text);
    }
    value = isNegative ? value : -value;
    if (value < min || value > max) {
      throw outOfRange(type, text);
    }
    return value;
  }

  /// An unsigned 64-bit integer.
  public static long parseUnsigned(String text, String type) {
    String trimmed = text.strip();
    try {
      return Long.parseUnsignedLong(trimmed);
    } catch (NumberFormatException e) {
      boolean isNumber = trimmed.matches("[+-]?[0-9]+");
      throw isNumber ? outOfRange(type, text) : invalid(type, text);
    }
  }

  /// A boolean: any unambiguous beginning of true, false, yes, no, on, off, or 1, 0.
  public static boolean parseBoolean(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (!word.isEmpty()) {
      if ("true".startsWith(word)
          || "yes".startsWith(word)
          || word.equals("on")
          || word.equals("1")) {
        return true;
      }
      if ("false".startsWith(word)
          || "no".startsWith(word)
          || word.equals("0")
          || (word.length() > 1 && "off".startsWith(word))) {
        return false;
      }
    }
    throw invalid("boolean", text);
  }

  /// A numeric of any notation.
  public static Slice parseNumeric(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Slice plain = Numeric.ofPlainText(bytes, 0, bytes.length);
    if (plain != null) {
      return plain;
    }
    String trimmed = trim(text);
    switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "nan" -> {
        return Numeric.NAN;
      }
      case "inf", "+inf", "infinity", "+infinity" -> {
        return Numeric.INFINITY;
      }
      case "-inf", "-infinity" -> {
        return Numeric.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    if (!isDecimal(trimmed)) {
      throw invalid("numeric", text);
    }
    BigDecimal value;
    try {
      value = new BigDecimal(trimmed);
    } catch (NumberFormatException e) {
      throw Numeric.overflow();
    }
    return Numeric.of(value);
  }

  /// A float8.
  public static double parseDouble(String text) {
    String trimmed = trim(text);
    double special = special(trimmed);
    if (special != 0) {
      return special;
    }
    if (!isDecimal(trimmed)) {
      throw invalid("double precision", text);
    }
    double value = Double.parseDouble(trimmed);
    if (Double.isInfinite(value) || (value == 0 && hasNonZeroDigit(trimmed))) {
      throw floatOutOfRange("double precision", trimmed);
    }
    return value;
  }

  /// A float4, widened.
  public static double parseSingle(String text) {
    String trimmed = trim(text);
    double special = special(trimmed);
    if (special != 0) {
      return special;
    }
    if (!isDecimal(trimmed)) {
      throw invalid("real", text);
    }
    float value = Float.parseFloat(trimmed);
    if (Float.isInfinite(value) || (value == 0 && hasNonZeroDigit(trimmed))) {
      throw floatOutOfRange("real", trimmed);
    }
    return value;
  }

  /// Appends the shortest text that reads back as the same float8.
  public static void appendDouble(double value, StringBuilder out) {
    if (value == (long) value && Math.abs(value) < 1e15 && (value != 0 || 1 / value > 0)) {
      out.append((long) value);
    } else {
      appendFloat(Double.toString(value), DOUBLE_EXPONENT_MAX, out);
    }
  }

  /// Appends the shortest text that reads back as the same float4.
  public static void appendSingle(double value, StringBuilder out) {
    appendFloat(Float.toString((float) value), SINGLE_EXPONENT_MAX, out);
  }

  /// Turns Java's shortest digits into C's `%g` layout.
  private static void appendFloat(String java, int exponentMax, StringBuilder out) {
    char first = java.charAt(java.charAt(0) == '-' ? 1 : 0);
    if (first == 'N' || first == 'I') {
      out.append(java);
      return;
    }
    BigDecimal value = new BigDecimal(java);
    if (value.signum() == 0) {
      out.append(java.charAt(0) == '-' ? "-0" : "0");
      return;
    }
    boolean isSingle = exponentMax == SINGLE_EXPONENT_MAX;
    value = withoutTie(shortest(value.stripTrailingZeros(), isSingle), isSingle);
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= -4 && exponent < exponentMax) {
      out.append(value.toPlainString());
      return;
    }
    String digits = value.unscaledValue().abs().toString();
    out.append(value.signum() < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    out.append(size < 10 ? "0" : "").append(size);
  }

  /// Java prints two digits at least, where one may do for the smallest numbers.
  private static BigDecimal shortest(BigDecimal value, boolean isSingle) {
    if (value.precision() != 2) {
      return value;
    }
    BigDecimal one = value.round(new MathContext(1, RoundingMode.HALF_EVEN));
    boolean isSame =
        isSingle
            ? one.floatValue() == value.floatValue()
            : one.doubleValue() == value.doubleValue();
    return isSame ? one : value;
  }

  /// Java accepts digits that lie exactly between two floats and are read as the wanted one only by
  /// rounding to even; PostgreSQL then prints more. It takes integers beyond the mantissa's bits.
  private static BigDecimal withoutTie(BigDecimal digits, boolean isSingle) {
    double value = isSingle ? digits.floatValue() : digits.doubleValue();
    if (Math.abs(value) < (isSingle ? 0x1p24 : 0x1p53)) {
      return digits;
    }
    BigDecimal exact = new BigDecimal(value);
    double ulp = isSingle ? Math.ulp((float) value) : Math.ulp(value);
    BigDecimal half = new BigDecimal(ulp).divide(BigDecimal.valueOf(2));
    BigDecimal candidate = digits;
    while (candidate.subtract(exact).abs().compareTo(half) >= 0) {
      candidate = exact.round(new MathContext(candidate.precision() + 1, RoundingMode.HALF_EVEN));
    }
    return candidate.stripTrailingZeros();
  }

  /// `22P02`, as every input function words it.
  public static DatabaseException invalid(String type, String text) {
    return new DatabaseException(
        SqlState.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type " + type + ": \"" + text + "\"");
  }

  /// `22003`, as the integer input functions word it.
  public static DatabaseException outOfRange(String type, String text) {
    return new DatabaseException(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
        "value \"" + text + "\" is out of range for type " + type);
  }

  private static DatabaseException floatOutOfRange(String type, String text) {
    return new DatabaseException(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"" + text + "\" is out of range for type " + type);
  }

  private static double special(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> 0;
    };
  }

  private static boolean isDecimal(String text) {
    int at = 0;
    int end = text.length();
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int start = at;
    at = skipDigits(text, at);
    int digits = at - start;
    if (at < end && text.charAt(at) == '.') {
      start = at + 1;
      at = skipDigits(text, start);
      digits += at - start;
    }
    if (digits > 0 && at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      start = at;
      at = skipDigits(text, at);
      digits = at - start;
    }
    return digits > 0 && at == end;
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean hasNonZeroDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  private static String trim(String text) {
    int at = 0;
    int end = text.length();
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
    while (end > at && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(at, end);
  }

  /// C's `isspace`.
  static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}

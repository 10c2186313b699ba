package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers in words of their own: Roman numerals, ordinals, powers of ten. As `to_char` writes
/// them.
final class NumberNotation {

  /// `MMMDCCCLXXXVIII`, the longest Roman numeral.
  private static final int ROMAN_LENGTH = 15;

  private static final int ROMAN_MAX = 3999;

  private static final int[] ROMAN_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};

  private static final String[] ROMAN_LETTERS = {
    "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
  };

  private NumberNotation() {}

  /// The Roman numeral, to the right in its room unless trimmed; `#` where there is none.
  static String roman(BigDecimal value, boolean isLower, boolean isTrimmed) {
    BigDecimal whole = value.setScale(0, RoundingMode.HALF_UP);
    if (whole.signum() <= 0 || whole.compareTo(BigDecimal.valueOf(ROMAN_MAX)) > 0) {
      return "#".repeat(ROMAN_LENGTH);
    }
    StringBuilder out = new StringBuilder();
    int left = whole.intValueExact();
    for (int i = 0; i < ROMAN_VALUES.length; i++) {
      while (left >= ROMAN_VALUES[i]) {
        out.append(ROMAN_LETTERS[i]);
        left -= ROMAN_VALUES[i];
      }
    }
    String numeral = isLower ? out.toString().toLowerCase(Locale.ROOT) : out.toString();
    return isTrimmed ? numeral : " ".repeat(ROMAN_LENGTH - numeral.length()) + numeral;
  }

  /// `TH` behind the digits of a whole number.
  static String ordinal(String digits, boolean isLower) {
    boolean isTeen = digits.length() > 1 && digits.charAt(digits.length() - 2) == '1';
    char last = digits.isEmpty() || isTeen ? '0' : digits.charAt(digits.length() - 1);
    String suffix =
        switch (last) {
          case '1' -> "ST";
          case '2' -> "ND";
          case '3' -> "RD";
          default -> "TH";
        };
    return isLower ? suffix.toLowerCase(Locale.ROOT) : suffix;
  }

  /// `1.23e+04` with so many digits behind the point; a blank for a positive sign. A numeric is
  /// rounded after its power was found, as in PostgreSQL: 9.99 may become `10.0e+00`.
  static String scientific(
      BigDecimal value, boolean isNegative, int fractionDigits, boolean isFloat) {
    BigDecimal known =
        isFloat
            ? value.abs().round(new MathContext(fractionDigits + 1, RoundingMode.HALF_EVEN))
            : value.abs();
    int exponent = known.signum() == 0 ? 0 : known.precision() - known.scale() - 1;
    BigDecimal factor =
        known.movePointLeft(exponent).setScale(fractionDigits, RoundingMode.HALF_UP);
    StringBuilder out = new StringBuilder(isNegative ? "-" : " ");
    out.append(factor.toPlainString());
    String power = String.valueOf(Math.abs(exponent));
    out.append('e').append(exponent < 0 ? '-' : '+');
    return out.append(power.length() < 2 ? "0" : "").append(power).toString();
  }

  /// What stands for NaN and infinities in that notation.
  static String noScientific(int wholeDigits, int fractionDigits) {
    // A sign, the point, and the exponent's four characters.
    StringBuilder out = new StringBuilder("#".repeat(wholeDigits + fractionDigits + 6));
    out.setCharAt(0, ' ');
    out.setCharAt(wholeDigits + 1, '.');
    return out.toString();
  }

  /// Refuses EEEE beside anything but digits and a point.
  static void checkScientific(String upper) {
    int at = upper.indexOf("EEEE");
    for (String other : new String[] {"FM", "S", "MI", "PL", "PR", "RN", "TH", "V"}) {
      if (upper.contains(other)) {
        throw new DatabaseException(
                SqlState.SYNTAX_ERROR, "\"EEEE\" is incompatible with other formats")
            .withDetail(
                "\"EEEE\" may only be used together with digit and decimal point patterns.");
      }
    }
    if (upper.substring(at + 4).chars().anyMatch(c -> "90.,DG".indexOf(c) >= 0)) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, "\"EEEE\" must be the last pattern used");
    }
  }
}

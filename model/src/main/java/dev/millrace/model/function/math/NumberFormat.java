package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/// to_char of numbers and to_number, for templates of 9, 0, point, comma, sign (S, MI, PL, PR), FM
/// and literal text. Roman numerals, ordinals, V and EEEE are refused.
public final class NumberFormat {

  /// `FLT_DIG` and `DBL_DIG`: floats show no more digits than they surely have.
  private static final int SINGLE_DIGITS = 6;

  private static final int DOUBLE_DIGITS = 15;

  private NumberFormat() {}

  @Sql({"to_char(int4, text) -> text"})
  public static Slice integer(int value, Slice format) {
    return format(BigDecimal.valueOf(value), format);
  }

  @Sql("to_char(int8, text) -> text")
  public static Slice integer(long value, Slice format) {
    return format(BigDecimal.valueOf(value), format);
  }

  @Sql("to_char(numeric, text) -> text")
  public static Slice numeric(Slice value, Slice format) {
    return Numeric.isFinite(value)
        ? format(Numeric.toBigDecimal(value), format)
        : new Template(format.toUtf8()).overflow(Numeric.signum(value) < 0);
  }

  @Sql("to_char(float8, text) -> text")
  public static Slice floating(double value, Slice format) {
    return floating(value, format, DOUBLE_DIGITS);
  }

  @Sql("to_char(float4, text) -> text")
  public static Slice single(double value, Slice format) {
    return floating(value, format, SINGLE_DIGITS);
  }

  private static Slice floating(double value, Slice format, int significantDigits) {
    Template template = new Template(format.toUtf8());
    if (Double.isNaN(value)) {
      return template.notANumber();
    }
    if (Double.isInfinite(value)) {
      return template.overflow(value < 0);
    }
    BigDecimal exact = new BigDecimal(value);
    int scale = template.scale(exact, significantDigits);
    return template.format(exact.setScale(scale, RoundingMode.HALF_EVEN), significantDigits);
  }

  private static Slice format(BigDecimal value, Slice format) {
    return new Template(format.toUtf8()).format(value, Integer.MAX_VALUE);
  }

  @Sql("to_number(text, text) -> numeric")
  public static Slice parse(Slice text, Slice format) {
    StringBuilder digits = new StringBuilder();
    String source = text.toUtf8();
    boolean isNegative = source.indexOf('-') >= 0 || source.indexOf('<') >= 0;
    Template template = new Template(format.toUtf8());
    int wholeRoom = template.wholeDigits;
    int fractionRoom = template.fractionDigits;
    boolean inFraction = false;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '.') {
        if (inFraction || fractionRoom == 0) {
          break;
        }
        inFraction = true;
        digits.append('.');
      } else if (c >= '0' && c <= '9' && (inFraction ? fractionRoom-- > 0 : wholeRoom-- > 0)) {
        digits.append(c);
      } else if (c == ',' && template.pattern.indexOf(',') < 0) {
        wholeRoom--; // a template's digit takes whatever stands in its place
      }
    }
    if (digits.chars().noneMatch(c -> c != '.')) {
      throw new DatabaseException(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "invalid input syntax for type numeric: \"" + source + "\"");
    }
    BigDecimal value = new BigDecimal(digits.toString());
    return Numeric.of(isNegative ? value.negate() : value);
  }

  /// A template and what it says about the whole number.
  private static final class Template {
    private final String pattern;
    private final boolean isTrimmed;
    private final boolean hasSpecialSign;
    private final boolean hasBrackets;
    private final boolean hasLeadingSign;
    private final int wholeDigits;
    private final int fractionDigits;
    private final int firstZero;

    Template(String format) {
      String upper = format.replaceAll("\"[^\"]*\"?", "").toUpperCase(Locale.ROOT);
      if (upper.contains("EEEE")
          || upper.contains("RN")
          || upper.contains("V")
          || upper.contains("TH")) {
        throw DatabaseException.notSupported("number format \"" + format + "\"", 0);
      }
      this.isTrimmed = upper.contains("FM");
      this.pattern = normalized(format);
      this.hasBrackets = upper.contains("PR");
      int sign = pattern.indexOf('S');
      int digit = pattern.replace('0', '9').indexOf('9');
      this.hasLeadingSign = sign >= 0 && sign < digit;
      this.hasSpecialSign = upper.contains("S") || hasBrackets || upper.contains("MI");
      int point = pattern.indexOf('.');
      String whole = point < 0 ? pattern : pattern.substring(0, point);
      this.wholeDigits = count(whole);
      this.fractionDigits = point < 0 ? 0 : count(pattern.substring(point));
      this.firstZero = zeroAt(whole);
    }

    /// The format with its keywords in upper case, `.` for D, `,` for G and without FM.
    private static String normalized(String format) {
      StringBuilder out = new StringBuilder();
      boolean inQuotes = false;
      for (int i = 0; i < format.length(); i++) {
        char c = format.charAt(i);
        inQuotes ^= c == '"';
        String two = i + 1 < format.length() ? format.substring(i, i + 2) : "";
        String word = two.toUpperCase(Locale.ROOT);
        if (inQuotes) {
          out.append(c);
        } else if (word.equals("FM")) {
          i++;
        } else if (word.equals("MI") || word.equals("PL") || word.equals("PR")) {
          out.append(word);
          i++;
        } else {
          out.append(
              switch (c) {
                case 'd', 'D' -> '.';
                case 'g', 'G' -> ',';
                case 's' -> 'S';
                default -> c;
              });
        }
      }
      return out.toString();
    }

    private static int count(String part) {
      return (int) part.chars().filter(c -> c == '9' || c == '0').count();
    }

    /// Digits to the right of which (and it) leading zeros are printed, counted from the left.
    private static int zeroAt(String whole) {
      int index = whole.indexOf('0');
      return index < 0 ? Integer.MAX_VALUE : count(whole.substring(0, index));
    }

    Slice overflow(boolean isNegative) {
      return fill("#".repeat(wholeDigits), "#".repeat(fractionDigits), isNegative, true);
    }

    Slice notANumber() {
      return fill("NaN", "", false, true);
    }

    /// Digits behind the point that are printed of a value with so many digits in all.
    int scale(BigDecimal value, int significantDigits) {
      int known = value.abs().toBigInteger().toString().length();
      return Math.max(Math.min(fractionDigits, significantDigits - known), 0);
    }

    Slice format(BigDecimal value, int significantDigits) {
      int scale = scale(value, significantDigits);
      BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
      boolean isNegative = rounded.signum() < 0;
      BigInteger whole = rounded.abs().toBigInteger();
      String wholeText = whole.signum() == 0 ? "" : whole.toString();
      if (wholeText.length() > wholeDigits) {
        return fill("#".repeat(wholeDigits), "#".repeat(scale), isNegative, true);
      }
      String unscaled = rounded.abs().unscaledValue().toString();
      String padded = "0".repeat(Math.max(scale - unscaled.length(), 0)) + unscaled;
      String fraction = padded.substring(padded.length() - scale);
      return fill(wholeText, fraction, isNegative, false);
    }

    private Slice fill(String whole, String fraction, boolean isNegative, boolean isOverflow) {
      StringBuilder out = new StringBuilder();
      int skipped = Math.max(wholeDigits - whole.length(), 0);
      boolean onlyFraction = whole.isEmpty() && fractionDigits == 0;
      int position = 0;
      int fractionAt = 0;
      boolean inFraction = false;
      boolean hasStarted = false;
      boolean signDone = hasSpecialSign && !hasBrackets && !hasLeadingSign;
      int keep = keptFraction(fraction, isOverflow);
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (c == '9' || c == '0') {
          if (inFraction) {
            out.append(fractionAt < keep ? String.valueOf(fraction.charAt(fractionAt)) : "");
            fractionAt++;
            continue;
          }
          boolean isDigit = position >= skipped;
          boolean isZero =
              !isDigit && (position >= firstZero || isLoneZero(position, onlyFraction));
          if ((isDigit || isZero) && !signDone) {
            sign(isNegative, out);
            signDone = true;
          }
          hasStarted |= isDigit || isZero;
          out.append(
              isDigit
                  ? String.valueOf(whole.charAt(position - skipped))
                  : isZero ? "0" : isTrimmed ? "" : " ");
          position++;
        } else if (c == '.') {
          if (!signDone) {
            sign(isNegative, out);
            signDone = true;
          }
          inFraction = true;
          boolean isCut = fraction.isEmpty() && fractionDigits > 0 && !isOverflow;
          out.append(isCut ? "" : ".");
        } else if (c == ',') {
          out.append(hasStarted ? "," : isTrimmed ? "" : " ");
        } else {
          i += special(i, isNegative, out);
        }
      }
      return Slice.utf8(out.toString());
    }

    private boolean isLoneZero(int position, boolean onlyFraction) {
      return onlyFraction && position == wholeDigits - 1;
    }

    /// With FM trailing zeros of nines are left out, those of zeros stay.
    private int keptFraction(String fraction, boolean isOverflow) {
      if (!isTrimmed || isOverflow) {
        return fraction.length();
      }
      String digits = pattern.substring(Math.max(pattern.indexOf('.'), 0)).replaceAll("[^90]", "");
      int keep = digits.lastIndexOf('0') + 1;
      for (int i = fraction.length(); i > keep; i--) {
        if (fraction.charAt(i - 1) != '0') {
          return i;
        }
      }
      return keep;
    }

    private void sign(boolean isNegative, StringBuilder out) {
      if (hasLeadingSign) {
        out.append(isNegative ? "-" : "+");
      } else if (hasBrackets) {
        out.append(isNegative ? "<" : isTrimmed ? "" : " ");
      } else {
        out.append(isNegative ? "-" : isTrimmed ? "" : " ");
      }
    }

    /// Appends a sign or a literal; returns the characters of the pattern taken beyond the first.
    private int special(int at, boolean isNegative, StringBuilder out) {
      if (pattern.startsWith("MI", at)) {
        out.append(isNegative ? "-" : isTrimmed ? "" : " ");
        return 1;
      }
      if (pattern.startsWith("PL", at)) {
        out.append(isNegative ? (isTrimmed ? "" : " ") : "+");
        return 1;
      }
      if (pattern.startsWith("PR", at)) {
        out.append(isNegative ? ">" : isTrimmed ? "" : " ");
        return 1;
      }
      if (pattern.charAt(at) == 'S') {
        out.append(hasLeadingSign ? "" : isNegative ? "-" : "+");
        return 0;
      }
      if (pattern.charAt(at) == '"') {
        int end = pattern.indexOf('"', at + 1);
        end = end < 0 ? pattern.length() : end;
        out.append(pattern, at + 1, end);
        return end - at;
      }
      out.append(pattern.charAt(at));
      return 0;
    }
  }
}

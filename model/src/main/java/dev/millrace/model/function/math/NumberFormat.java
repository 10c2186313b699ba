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

/// to_char of numbers and to_number, for templates of 9, 0, point, comma, sign (S, MI, PL, PR), FM,
/// V, EEEE, RN, TH and literal text.
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
        : new Template(format.toUtf8()).withoutNumber(Numeric.signum(value) < 0);
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
      return template.withoutNumber(value < 0);
    }
    BigDecimal exact = new BigDecimal(value);
    if (template.isSpecial()) {
      boolean isNegative = Double.doubleToRawLongBits(value) < 0;
      return template.special(exact, isNegative, true);
    }
    exact = exact.movePointRight(template.shift);
    int scale = template.scale(exact, significantDigits);
    return template.format(exact.setScale(scale, RoundingMode.HALF_EVEN), significantDigits);
  }

  private static Slice format(BigDecimal value, Slice format) {
    Template template = new Template(format.toUtf8());
    return template.isSpecial()
        ? template.special(value, value.signum() < 0, false)
        : template.format(value.movePointRight(template.shift), Integer.MAX_VALUE);
  }

  @Sql("to_number(text, text) -> numeric")
  public static Slice parse(Slice text, Slice format) {
    StringBuilder digits = new StringBuilder();
    String source = text.toUtf8();
    boolean isNegative = source.indexOf('-') >= 0 || source.indexOf('<') >= 0;
    Template template = new Template(format.toUtf8());
    if (template.isSpecial()) {
      throw DatabaseException.notSupported("to_number by \"" + format.toUtf8() + "\"", 0);
    }
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
    BigDecimal value = new BigDecimal(digits.toString()).movePointLeft(template.shift);
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
    private final boolean isRoman;
    private final boolean isScientific;

    /// Digits behind V: the number is multiplied by so many powers of ten.
    private final int shift;

    Template(String format) {
      String upper = format.replaceAll("\"[^\"]*\"?", "").toUpperCase(Locale.ROOT);
      this.isRoman = upper.contains("RN");
      this.isScientific = upper.contains("EEEE");
      if (isScientific) {
        NumberNotation.checkScientific(upper);
      }
      int v = upper.indexOf('V');
      this.shift = v < 0 ? 0 : count(upper.substring(v));
      if (v >= 0 && (upper.indexOf('.') >= 0 || upper.indexOf('D') >= 0)) {
        throw new DatabaseException(
            SqlState.SYNTAX_ERROR, "cannot use \"V\" and decimal point together");
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
        } else if (word.equals("TH") || word.equals("RN")) {
          out.append(two);
          i++;
        } else {
          out.append(
              switch (c) {
                case 'd', 'D' -> '.';
                case 'g', 'G' -> ',';
                case 's' -> 'S';
                case 'v' -> 'V';
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

    /// True for Roman numerals and powers of ten.
    boolean isSpecial() {
      return isRoman || isScientific;
    }

    /// A number in such a notation.
    Slice special(BigDecimal value, boolean isNegative, boolean isFloat) {
      if (isScientific) {
        return Slice.utf8(NumberNotation.scientific(value, isNegative, fractionDigits, isFloat));
      }
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        if (pattern.regionMatches(true, i, "RN", 0, 2)) {
          out.append(NumberNotation.roman(value, pattern.charAt(i) == 'r', isTrimmed));
          i++;
        } else if (pattern.charAt(i) == '"') {
          i += special(i, isNegative, out);
        } else if ("90.,S".indexOf(pattern.charAt(i)) < 0) {
          out.append(pattern.charAt(i));
        }
      }
      return Slice.utf8(out.toString());
    }

    /// What stands for an infinity.
    Slice withoutNumber(boolean isNegative) {
      return isScientific
          ? Slice.utf8(NumberNotation.noScientific(wholeDigits, fractionDigits))
          : overflow(isNegative);
    }

    Slice notANumber() {
      if (isScientific) {
        return withoutNumber(false);
      }
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
        } else if (c == 'V') {
          continue;
        } else if (pattern.regionMatches(true, i, "TH", 0, 2)) {
          boolean hasNone = isOverflow || isNegative || inFraction || pattern.indexOf('.') >= 0;
          out.append(hasNone ? "" : NumberNotation.ordinal(whole, c == 't'));
          i++;
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

package dev.millrace.model.function;

import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.json.JsonText;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The text a call gave, or its SQLSTATE and message.
record Outcome(@Nullable String value, @Nullable String error) {

  /// Digits a numeric of ours can have; beyond them we fail or round.
  private static final int DIGITS_MAX = 39;

  private static final Set<String> UNKNOWN = Set.of("42883", "42704", "42846", "42725", "42804");

  boolean isUnknownFunction() {
    String failure = error;
    return failure != null && UNKNOWN.contains(failure.substring(0, 5));
  }

  static boolean agree(ScalarFunction function, Outcome ours, Outcome theirs) {
    String failure = ours.error;
    boolean isBeyond = function.result().is(TypeId.NUMERIC) && isBeyond(theirs.value);
    if (failure != null && theirs.error == null && !isBeyond) {
      return failure.startsWith("22008") && Calls.WRAPS_IN_POSTGRES.contains(function.name());
    }
    if (failure != null && theirs.error != null && isReader(function)) {
      return failure.substring(0, 2).equals(theirs.error.substring(0, 2));
    }
    if (function.name().endsWith(">>") && ours.value != null && theirs.value != null) {
      boolean isDocument = ours.value.startsWith("{") || ours.value.startsWith("[");
      return isDocument
          ? ours.value.equals(JsonText.canonical(theirs.value).toUtf8())
          : agreeAs(function.result(), ours, theirs);
    }
    return agreeAs(function.result(), ours, theirs);
  }

  /// Which of several faults of a text is named first may differ.
  private static boolean isReader(ScalarFunction function) {
    return function.kind() == FunctionKind.CAST
        || function.name().equals("to_date")
        || function.name().equals("to_timestamp");
  }

  static boolean agreeAs(SqlType type, Outcome ours, Outcome theirs) {
    if (theirs.error != null || ours.error != null) {
      if (theirs.error == null && type.is(TypeId.NUMERIC) && isBeyond(theirs.value)) {
        return true;
      }
      return theirs.error != null
          && ours.error != null
          && theirs.error.substring(0, 5).equals(ours.error.substring(0, 5));
    }
    if (Objects.equals(ours.value, theirs.value)) {
      return true;
    }
    if (ours.value == null || theirs.value == null) {
      return false;
    }
    if (type.is(TypeId.JSONB)) {
      return JsonText.canonical(theirs.value).toUtf8().equals(ours.value);
    }
    if (type.is(TypeId.NUMERIC)) {
      return sameNumeric(ours.value, theirs.value);
    }
    return PostgresComparisonTest.isFloat(type) && closeDoubles(ours.value, theirs.value);
  }

  private static boolean isBeyond(@Nullable String value) {
    return value != null && isNumber(value) && new BigDecimal(value).precision() > DIGITS_MAX;
  }

  private static boolean isNumber(String value) {
    return !value.endsWith("N") && !value.endsWith("y");
  }

  private static boolean sameNumeric(String ours, String theirs) {
    if (!isNumber(ours) || !isNumber(theirs)) {
      return false;
    }
    BigDecimal a = new BigDecimal(ours);
    BigDecimal b = new BigDecimal(theirs);
    if (a.compareTo(b) == 0) {
      return true;
    }
    boolean isCut = b.precision() > DIGITS_MAX || b.scale() > DIGITS_MAX;
    return isCut
        && a.subtract(b).abs().compareTo(b.abs().movePointLeft(30).max(new BigDecimal("1e-38")))
            < 0;
  }

  /// The last digit of transcendental functions is the C library's affair.
  private static boolean closeDoubles(String ours, String theirs) {
    double a = Double.parseDouble(ours);
    double b = Double.parseDouble(theirs);
    return Math.abs(a - b) <= 1e-14 * Math.max(Math.abs(a), Math.abs(b));
  }

  @Override
  public String toString() {
    return error == null ? "value " + value : error;
  }
}

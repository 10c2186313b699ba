package dev.millrace.server.endtoend;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.value.json.JsonText;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one side answers to a query of one value: the value's text and type, or an SQLSTATE.
///
/// @param state null where there is a value
record Answer(@Nullable String value, String type, @Nullable String state, String message) {

  /// Digits a numeric of ours can have; beyond them we fail or round.
  private static final int DIGITS_MAX = 39;

  /// The states of "there is no such function" and its kin.
  private static final Set<String> UNDEFINED = Set.of("42883", "42725", "42846", "42804");

  static Answer to(Connection connection, String query) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      String type = result.getMetaData().getColumnTypeName(1);
      return result.next()
          ? new Answer(result.getString(1), type, null, "")
          : new Answer(null, type, "no row", "");
    } catch (SQLException e) {
      return new Answer(null, "", Objects.requireNonNull(e.getSQLState()), e.getMessage());
    }
  }

  boolean isError() {
    return state != null;
  }

  boolean isUndefined() {
    return state != null && UNDEFINED.contains(state);
  }

  /// True if this is what the other side may answer, by the rules of `docs/differences.md`.
  boolean agreesWith(Answer theirs) {
    if (isError() || theirs.isError()) {
      return isError() == theirs.isError()
          ? Objects.equals(kind(), theirs.kind())
          : isError() ? isBeyond(theirs) : "42725".equals(theirs.state);
    }
    if (Objects.equals(value, theirs.value)) {
      return true;
    }
    if (value == null || theirs.value == null) {
      return false;
    }
    return switch (theirs.type) {
      case "jsonb", "json" -> isSameJson(value, theirs.value);
      case "numeric" -> isSameNumber(value, theirs.value);
      case "float8" -> isClose(value, theirs.value, 1e-13);
      case "float4" -> isClose(value, theirs.value, 1e-6);
      case "_numeric" -> withoutZeros(value).equals(withoutZeros(theirs.value));
      default -> compact(value).equals(compact(theirs.value));
    };
  }

  /// The state; what there is no function for is one kind, and so is what a value makes fail: of
  /// several parts that do, either may be named. Ambiguous (42725) is what they refuse because they
  /// have json beside jsonb.
  private @Nullable String kind() {
    if (isUndefined()) {
      return "42883";
    }
    return state != null && state.startsWith("22") ? "22" : state;
  }

  /// True for a numeric that does not fit into ours, and for an interval that wraps around in
  /// theirs, at which we fail.
  private boolean isBeyond(Answer theirs) {
    if ("22008".equals(state)) {
      return theirs.type.equals("interval");
    }
    return "22003".equals(state)
        && theirs.value != null
        && theirs.type.equals("numeric")
        && isNumber(theirs.value)
        && new BigDecimal(theirs.value).precision() > DIGITS_MAX;
  }

  private static boolean isNumber(String value) {
    return !value.endsWith("N") && !value.endsWith("y");
  }

  private static boolean isSameJson(String ours, String theirs) {
    try {
      return ours.equals(JsonText.canonical(theirs).toUtf8());
    } catch (DatabaseException e) {
      return false;
    }
  }

  private static boolean isSameNumber(String ours, String theirs) {
    if (!isNumber(ours) || !isNumber(theirs)) {
      return false;
    }
    BigDecimal a = new BigDecimal(ours);
    BigDecimal b = new BigDecimal(theirs);
    boolean isCut = b.precision() > DIGITS_MAX || b.scale() >= 16;
    BigDecimal tolerance = b.abs().movePointLeft(15).max(new BigDecimal("1e-16"));
    return a.compareTo(b) == 0 || (isCut && a.subtract(b).abs().compareTo(tolerance) <= 0);
  }

  private static boolean isClose(String ours, String theirs, double tolerance) {
    double a = Double.parseDouble(ours);
    double b = Double.parseDouble(theirs);
    return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  }

  private static String withoutZeros(String text) {
    return text.replaceAll("([.][0-9]*?)0+(?![0-9])", "$1").replaceAll("[.](?![0-9])", "");
  }

  /// Texts into which numerics or jsonb were woven.
  private static String compact(String text) {
    return withoutZeros(text.replace(", ", ",").replace(": ", ":"));
  }

  @Override
  public String toString() {
    return state == null
        ? type + " " + value
        : state + " " + message.lines().findFirst().orElse("");
  }
}

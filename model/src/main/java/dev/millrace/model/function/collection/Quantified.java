package dev.millrace.model.function.collection;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.text.Like;
import dev.millrace.model.function.text.RegexFunctions;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/// `x op ANY (array)` and `x op ALL (array)`: `any_compare('=', x, array)`. The operator's symbol
/// is one of the comparisons, LIKEs and regular expression matches; x and the elements have one
/// type.
public final class Quantified {

  private Quantified() {}

  @Sql(
      value = {
        "any_compare(text, anyelement, anyarray) -> bool",
        "any_compare(text, anyelement, list) -> bool",
        "any_compare(text, anyelement, int2vector|oidvector) -> bool"
      },
      strict = false)
  public static @Nullable Boolean any(
      CallTypes types, @Nullable Slice operator, @Nullable Object value, @Nullable Slice elements) {
    return quantify(types, operator, value, elements, true);
  }

  @Sql(
      value = {
        "all_compare(text, anyelement, anyarray) -> bool",
        "all_compare(text, anyelement, list) -> bool",
        "all_compare(text, anyelement, int2vector|oidvector) -> bool"
      },
      strict = false)
  public static @Nullable Boolean all(
      CallTypes types, @Nullable Slice operator, @Nullable Object value, @Nullable Slice elements) {
    return quantify(types, operator, value, elements, false);
  }

  /// The first element that decides wins; then a NULL; then the answer for no element.
  private static @Nullable Boolean quantify(
      CallTypes types,
      @Nullable Slice operator,
      @Nullable Object value,
      @Nullable Slice stored,
      boolean deciding) {
    if (operator == null || stored == null) {
      return null;
    }
    boolean hasNull = false;
    String symbol = operator.toUtf8();
    for (Object element : elements(types.arguments().get(2), stored)) {
      if (value == null || element == null) {
        hasNull = true;
      } else if (holds(symbol, types.arguments().get(1), value, element) == deciding) {
        return deciding;
      }
    }
    return hasNull ? null : (Boolean) !deciding;
  }

  private static @Nullable Object[] elements(SqlType type, Slice stored) {
    return switch (type) {
      case ListType l -> ListValue.elements(l.element(), stored);
      case ArrayType a -> ArrayValue.of(a.element(), stored).elements();
      default ->
          ArrayValue.of(ScalarType.of(type.is(TypeId.OIDVECTOR) ? TypeId.OID : TypeId.INT2), stored)
              .elements();
    };
  }

  private static boolean holds(String operator, SqlType type, Object left, Object right) {
    return switch (operator) {
      case "=" -> ValueOrder.compare(type, left, right) == 0;
      case "<>", "!=" -> ValueOrder.compare(type, left, right) != 0;
      case "<" -> ValueOrder.compare(type, left, right) < 0;
      case "<=" -> ValueOrder.compare(type, left, right) <= 0;
      case ">" -> ValueOrder.compare(type, left, right) > 0;
      case ">=" -> ValueOrder.compare(type, left, right) >= 0;
      case "~~" -> Like.like((Slice) left, (Slice) right);
      case "!~~" -> Like.notLike((Slice) left, (Slice) right);
      case "~~*" -> Like.likeIgnoringCase((Slice) left, (Slice) right);
      case "!~~*" -> Like.notLikeIgnoringCase((Slice) left, (Slice) right);
      case "~" -> RegexFunctions.matches((Slice) left, (Slice) right);
      case "!~" -> RegexFunctions.matchesNot((Slice) left, (Slice) right);
      case "~*" -> RegexFunctions.matchesIgnoringCase((Slice) left, (Slice) right);
      case "!~*" -> RegexFunctions.matchesNotIgnoringCase((Slice) left, (Slice) right);
      default -> throw DatabaseException.notSupported("operator " + operator + " ANY/ALL", 0);
    };
  }
}

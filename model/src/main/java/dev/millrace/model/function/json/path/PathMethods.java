package dev.millrace.model.function.json.path;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonNull;
import dev.millrace.model.value.json.JsonNode.JsonNumber;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// The item methods of paths, and their arithmetic.
final class PathMethods {

  private PathMethods() {}

  static JsonNode call(String name, JsonNode node, boolean isLax) {
    return switch (name) {
      case "type" -> new JsonString(type(node));
      case "size" -> size(node, isLax);
      case "double" -> toDouble(node);
      case "abs" -> JsonNode.number(number(name, node).abs());
      case "floor" -> JsonNode.number(number(name, node).setScale(0, RoundingMode.FLOOR));
      case "ceiling" -> JsonNode.number(number(name, node).setScale(0, RoundingMode.CEILING));
      default -> throw new IllegalStateException(name);
    };
  }

  private static String type(JsonNode node) {
    return switch (node) {
      case JsonNull _ -> "null";
      case JsonBool _ -> "boolean";
      case JsonNumber _ -> "number";
      case JsonString _ -> "string";
      case JsonArray _ -> "array";
      case JsonObject _ -> "object";
    };
  }

  private static JsonNode size(JsonNode node, boolean isLax) {
    if (node instanceof JsonArray array) {
      return JsonNode.number(BigDecimal.valueOf(array.elements().size()));
    }
    if (!isLax) {
      throw PathRun.error(
          SqlState.SQL_JSON_ARRAY_NOT_FOUND,
          "jsonpath item method .size() can only be applied to an array");
    }
    return JsonNode.number(BigDecimal.ONE);
  }

  private static BigDecimal number(String method, JsonNode node) {
    if (node instanceof JsonNumber number) {
      return number.value();
    }
    throw notNumeric(
        "jsonpath item method ." + method + "() can only be applied to a numeric value");
  }

  private static JsonNode toDouble(JsonNode node) {
    double value =
        switch (node) {
          case JsonNumber n -> n.value().doubleValue();
          case JsonString s -> parse(s.value());
          default ->
              throw notNumeric(
                  "jsonpath item method .double() can only be applied to a string or numeric"
                      + " value");
        };
    if (!Double.isFinite(value)) {
      throw notNumeric(
          "numeric argument of jsonpath item method .double() is out of range for type double"
              + " precision");
    }
    return JsonNode.number(new BigDecimal(Double.toString(value)));
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      throw notNumeric(
          "string argument of jsonpath item method .double() is not a valid representation of a"
              + " double precision number");
    }
  }

  private static DatabaseException notNumeric(String message) {
    return PathRun.error(SqlState.NON_NUMERIC_SQL_JSON_ITEM, message);
  }

  static JsonNode arithmetic(char operator, BigDecimal left, BigDecimal right) {
    Slice a = Numeric.of(left);
    Slice b = Numeric.of(right);
    Slice result =
        switch (operator) {
          case '+' -> NumericMath.add(a, b);
          case '-' -> NumericMath.subtract(a, b);
          case '*' -> NumericMath.multiply(a, b);
          case '/' -> NumericMath.divide(a, b);
          default -> NumericMath.remainder(a, b);
        };
    return JsonNode.number(Numeric.toBigDecimal(result));
  }
}

package dev.millrace.model.function.json.path;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.json.path.PathRun.Place;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonNull;
import dev.millrace.model.value.json.JsonNode.JsonNumber;
import dev.millrace.model.value.json.JsonNode.JsonString;
import dev.millrace.model.value.json.path.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The conditions of a path: true, false, or null for unknown, to which errors of operands turn.
record PathTruth(PathRun run) {

  @Nullable Boolean of(Path path, Place place) {
    return switch (path) {
      case Path.Logic l -> logic(l, place);
      case Path.Negation n -> {
        Boolean inner = of(n.operand(), place);
        yield inner == null ? null : (Boolean) !inner;
      }
      case Path.IsUnknown u -> of(u.operand(), place) == null;
      case Path.Exists e -> run.exists(e.operand(), place);
      case Path.Comparison c ->
          anyPair(c.left(), c.right(), true, place, (a, b) -> compare(c.operator(), a, b));
      case Path.StartsWith s ->
          anyPair(
              s.text(),
              s.prefix(),
              false,
              place,
              (a, b) ->
                  (a instanceof JsonString text && b instanceof JsonString prefix)
                      ? (Boolean) text.value().startsWith(prefix.value())
                      : null);
      case Path.LikeRegex r ->
          anyPair(
              r.text(),
              new Path.Constant(JsonNode.NULL),
              false,
              place,
              (a, _) ->
                  a instanceof JsonString text
                      ? (Boolean) PathRegex.matches(text.value(), r.pattern(), r.flags())
                      : null);
      default -> throw new IllegalStateException("not a condition: " + path);
    };
  }

  private @Nullable Boolean logic(Path.Logic l, Place place) {
    Boolean left = of(l.left(), place);
    if (left != null && left != l.isAnd()) {
      return left;
    }
    Boolean right = of(l.right(), place);
    if (right != null && right != l.isAnd()) {
      return right;
    }
    return (left == null || right == null) ? null : (Boolean) l.isAnd();
  }

  /// True if the test is for some pair of values; unknown if it is for none and for one in doubt.
  private @Nullable Boolean anyPair(
      Path left,
      Path right,
      boolean opensRight,
      Place place,
      BiFunction<JsonNode, JsonNode, @Nullable Boolean> test) {
    List<JsonNode> lefts;
    List<JsonNode> rights;
    try {
      lefts = run.values(left, place, true);
      rights = run.values(right, place, opensRight);
    } catch (DatabaseException e) {
      return unknownOrThrow(e);
    }
    boolean isInDoubt = false;
    boolean isFound = false;
    for (JsonNode a : lefts) {
      for (JsonNode b : rights) {
        Boolean truth = test.apply(a, b);
        if (truth == null) {
          if (!run.isLax()) {
            return null;
          }
          isInDoubt = true;
        } else if (truth) {
          if (run.isLax()) {
            return true;
          }
          isFound = true;
        }
      }
    }
    return isFound ? (Boolean) true : isInDoubt ? null : (Boolean) false;
  }

  /// What the document makes impossible is unknown here; other failures stay failures.
  static @Nullable Boolean unknownOrThrow(DatabaseException e) {
    if (!PathFunctions.isSuppressible(e.state())) {
      throw e;
    }
    return null;
  }

  private static @Nullable Boolean compare(String operator, JsonNode left, JsonNode right) {
    boolean isNull = left instanceof JsonNull || right instanceof JsonNull;
    if (isNull && !left.getClass().equals(right.getClass())) {
      return operator.equals("!=");
    }
    Integer order =
        switch (left) {
          case JsonNull _ -> (Integer) 0;
          case JsonBool a when right instanceof JsonBool b ->
              (Integer) Boolean.compare(a.value(), b.value());
          case JsonNumber a when right instanceof JsonNumber b ->
              (Integer) a.value().compareTo(b.value());
          case JsonString a when right instanceof JsonString b ->
              (Integer) JsonNode.KEY_ORDER.compare(a.value(), b.value());
          default -> null;
        };
    if (order == null) {
      return null;
    }
    return switch (operator) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalStateException(operator);
    };
  }

  static DatabaseException notSingle() {
    return new DatabaseException(
        SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED, "single boolean result is expected");
  }
}

package dev.millrace.model.function.json.path;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonNumber;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.path.Path;
import dev.millrace.model.value.json.path.Path.Program;
import dev.millrace.model.value.json.path.Path.Step;
import dev.millrace.model.value.json.path.Path.Subscript;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One evaluation of a path over a document. Results go to a sink one by one, which says whether it
/// wants more; what the document makes impossible is a [DatabaseException].
final class PathRun {

  private final Program program;
  private final JsonNode root;
  private final Map<String, JsonNode> variables;

  PathRun(Program program, JsonNode root, Map<String, JsonNode> variables) {
    this.program = program;
    this.root = root;
    this.variables = variables;
  }

  /// What `@` and `last` are, and whether structural errors are passed over here.
  record Place(JsonNode current, int size, boolean isForgiving) {}

  /// Hands over every result; false if the sink wanted no more.
  boolean run(Predicate<JsonNode> sink) {
    return evaluate(program.body(), new Place(root, -1, isLax()), sink);
  }

  boolean isLax() {
    return !program.isStrict();
  }

  /// All values of an expression; in lax mode those of arrays where `opens` says so.
  List<JsonNode> values(Path path, Place place, boolean opens) {
    List<JsonNode> all = new ArrayList<>();
    evaluate(
        path,
        place,
        node -> {
          if (opens && isLax() && node instanceof JsonArray array) {
            all.addAll(array.elements());
          } else {
            all.add(node);
          }
          return true;
        });
    return all;
  }

  private boolean evaluate(Path path, Place place, Predicate<JsonNode> sink) {
    return switch (path) {
      case Path.Root _ -> sink.test(root);
      case Path.Current _ -> sink.test(place.current());
      case Path.Last _ -> sink.test(JsonNode.number(BigDecimal.valueOf(place.size() - 1L)));
      case Path.Constant c -> sink.test(c.value());
      case Path.Variable v -> {
        JsonNode value = variables.get(v.name());
        if (value == null) {
          throw new DatabaseException(
              SqlState.UNDEFINED_OBJECT, "could not find jsonpath variable \"" + v.name() + "\"");
        }
        yield sink.test(value);
      }
      case Path.Chain c ->
          evaluate(c.head(), place, node -> step(c.steps(), 0, node, place, isLax(), sink));
      case Path.Arithmetic a -> sink.test(arithmetic(a, place));
      case Path.Sign s -> sign(s, place, sink);
      default -> {
        Boolean truth = new PathTruth(this).of(path, place);
        yield sink.test(truth == null ? JsonNode.NULL : new JsonBool(truth));
      }
    };
  }

  private boolean step(
      List<Step> steps,
      int index,
      JsonNode node,
      Place place,
      boolean opens,
      Predicate<JsonNode> sink) {
    if (index == steps.size()) {
      return sink.test(node);
    }
    Predicate<JsonNode> next = n -> step(steps, index + 1, n, place, isLax(), sink);
    Step step = steps.get(index);
    boolean isOpened = opens && node instanceof JsonArray && opensArrays(step);
    if (isOpened) {
      for (JsonNode element : ((JsonArray) node).elements()) {
        if (!step(steps, index, element, place, false, sink)) {
          return false;
        }
      }
      return true;
    }
    return switch (step) {
      case Step.Key k -> key(k, node, place, next);
      case Step.AnyKey _ -> anyKey(node, place, next);
      case Step.AnyElement _ -> anyElement(node, place, next);
      case Step.Elements e -> elements(e, node, place, next);
      case Step.Descendants d -> {
        Place forgiving = new Place(place.current(), place.size(), true);
        Predicate<JsonNode> below = n -> step(steps, index + 1, n, forgiving, isLax(), sink);
        yield descendants(d, node, 0, below);
      }
      case Step.Filter f -> {
        Place here = new Place(node, place.size(), place.isForgiving());
        Boolean truth = new PathTruth(this).of(f.condition(), here);
        yield !Boolean.TRUE.equals(truth) || next.test(node);
      }
      case Step.Method m -> next.test(PathMethods.call(m.name(), node, isLax()));
    };
  }

  /// In lax mode a step that arrays do not understand is taken on each of their elements.
  private static boolean opensArrays(Step step) {
    return switch (step) {
      case Step.Key _, Step.AnyKey _, Step.Filter _ -> true;
      case Step.Method m -> !m.name().equals("type") && !m.name().equals("size");
      case Step.AnyElement _, Step.Elements _, Step.Descendants _ -> false;
    };
  }

  private boolean key(Step.Key key, JsonNode node, Place place, Predicate<JsonNode> next) {
    if (node instanceof JsonObject object) {
      JsonNode value = object.fields().get(key.name());
      if (value != null) {
        return next.test(value);
      }
      if (!place.isForgiving()) {
        throw error(
            SqlState.SQL_JSON_MEMBER_NOT_FOUND,
            "JSON object does not contain key \"" + key.name() + "\"");
      }
      return true;
    }
    if (!place.isForgiving()) {
      throw error(
          SqlState.SQL_JSON_MEMBER_NOT_FOUND,
          "jsonpath member accessor can only be applied to an object");
    }
    return true;
  }

  private static boolean anyKey(JsonNode node, Place place, Predicate<JsonNode> next) {
    if (node instanceof JsonObject object) {
      return each(object.fields().values(), next);
    }
    if (!place.isForgiving()) {
      throw error(
          SqlState.SQL_JSON_OBJECT_NOT_FOUND,
          "jsonpath wildcard member accessor can only be applied to an object");
    }
    return true;
  }

  private boolean anyElement(JsonNode node, Place place, Predicate<JsonNode> next) {
    if (node instanceof JsonArray array) {
      return each(array.elements(), next);
    }
    if (isLax()) {
      return next.test(node);
    }
    if (!place.isForgiving()) {
      throw error(
          SqlState.SQL_JSON_ARRAY_NOT_FOUND,
          "jsonpath wildcard array accessor can only be applied to an array");
    }
    return true;
  }

  private static boolean each(Iterable<JsonNode> nodes, Predicate<JsonNode> next) {
    for (JsonNode node : nodes) {
      if (!next.test(node)) {
        return false;
      }
    }
    return true;
  }

  private boolean elements(
      Step.Elements step, JsonNode node, Place place, Predicate<JsonNode> next) {
    if (!(node instanceof JsonArray) && !isLax()) {
      if (place.isForgiving()) {
        return true;
      }
      throw error(
          SqlState.SQL_JSON_ARRAY_NOT_FOUND,
          "jsonpath array accessor can only be applied to an array");
    }
    List<JsonNode> elements = node instanceof JsonArray array ? array.elements() : List.of(node);
    Place inside = new Place(place.current(), elements.size(), place.isForgiving());
    for (Subscript subscript : step.subscripts()) {
      int from = index(subscript.from(), inside);
      int to = subscript.to() == subscript.from() ? from : index(subscript.to(), inside);
      if (!place.isForgiving() && (from < 0 || from > to || to >= elements.size())) {
        throw error(
            SqlState.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of bounds");
      }
      for (int i = Math.max(from, 0); i <= Math.min(to, elements.size() - 1); i++) {
        if (!next.test(elements.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private int index(Path path, Place place) {
    List<JsonNode> values = values(path, place, false);
    if (values.size() != 1 || !(values.getFirst() instanceof JsonNumber number)) {
      throw error(
          SqlState.INVALID_SQL_JSON_SUBSCRIPT,
          "jsonpath array subscript is not a single numeric value");
    }
    BigDecimal whole = number.value().setScale(0, RoundingMode.DOWN);
    if (whole.unscaledValue().bitLength() > 31) {
      throw error(
          SqlState.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of integer range");
    }
    return whole.intValueExact();
  }

  private static boolean descendants(
      Step.Descendants step, JsonNode node, int level, Predicate<JsonNode> next) {
    boolean isScalar = !(node instanceof JsonArray) && !(node instanceof JsonObject);
    boolean isWanted = level >= step.first() || (step.first() == Integer.MAX_VALUE && isScalar);
    if (isWanted && level <= step.last() && !next.test(node)) {
      return false;
    }
    if (level >= step.last()) {
      return true;
    }
    Iterable<JsonNode> below =
        switch (node) {
          case JsonArray a -> a.elements();
          case JsonObject o -> o.fields().values();
          default -> List.of();
        };
    for (JsonNode child : below) {
      if (!descendants(step, child, level + 1, next)) {
        return false;
      }
    }
    return true;
  }

  private JsonNode arithmetic(Path.Arithmetic a, Place place) {
    BigDecimal left = operand(a.left(), a.operator(), "left", place);
    BigDecimal right = operand(a.right(), a.operator(), "right", place);
    return PathMethods.arithmetic(a.operator(), left, right);
  }

  private BigDecimal operand(Path path, char operator, String side, Place place) {
    List<JsonNode> values = values(path, place, true);
    if (values.size() != 1 || !(values.getFirst() instanceof JsonNumber number)) {
      throw error(
          SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED,
          side + " operand of jsonpath operator " + operator + " is not a single numeric value");
    }
    return number.value();
  }

  private boolean sign(Path.Sign sign, Place place, Predicate<JsonNode> sink) {
    for (JsonNode node : values(sign.operand(), place, true)) {
      if (!(node instanceof JsonNumber number)) {
        throw error(
            SqlState.SQL_JSON_NUMBER_NOT_FOUND,
            "operand of unary jsonpath operator " + sign.operator() + " is not a numeric value");
      }
      BigDecimal value = sign.operator() == '-' ? number.value().negate() : number.value();
      if (!sink.test(JsonNode.number(value))) {
        return false;
      }
    }
    return true;
  }

  static DatabaseException error(SqlState state, String message) {
    return new DatabaseException(state, message);
  }

  /// True if the expression has any value; null if that cannot be said.
  @Nullable Boolean exists(Path path, Place place) {
    try {
      if (isLax()) {
        return !evaluate(path, place, _ -> false);
      }
      return !values(path, place, false).isEmpty();
    } catch (DatabaseException e) {
      return PathTruth.unknownOrThrow(e);
    }
  }
}

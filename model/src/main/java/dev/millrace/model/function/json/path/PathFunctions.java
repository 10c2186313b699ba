package dev.millrace.model.function.json.path;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonNull;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonText;
import dev.millrace.model.value.json.path.Path.Program;
import dev.millrace.model.value.json.path.PathParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The functions and operators that evaluate a path over jsonb.
public final class PathFunctions {

  /// Paths kept as they were read; the cache starts anew when it is full.
  private static final int CACHE_MAX = 256;

  private static final Map<String, Program> CACHE = new ConcurrentHashMap<>();
  private static final Slice NO_VARIABLES = Slice.utf8("{}");

  private PathFunctions() {}

  private static Program program(Slice path) {
    String text = path.toUtf8();
    Program known = CACHE.get(text);
    if (known != null) {
      return known;
    }
    Program read = PathParser.parse(text);
    if (CACHE.size() >= CACHE_MAX) {
      CACHE.clear();
    }
    CACHE.put(text, read);
    return read;
  }

  /// True for states that `silent` passes over, and that make a condition unknown.
  static boolean isSuppressible(SqlState state) {
    return switch (state) {
      case SQL_JSON_MEMBER_NOT_FOUND,
          SQL_JSON_OBJECT_NOT_FOUND,
          SQL_JSON_ARRAY_NOT_FOUND,
          SQL_JSON_NUMBER_NOT_FOUND,
          INVALID_SQL_JSON_SUBSCRIPT,
          SINGLETON_SQL_JSON_ITEM_REQUIRED,
          NON_NUMERIC_SQL_JSON_ITEM,
          DIVISION_BY_ZERO,
          NUMERIC_VALUE_OUT_OF_RANGE ->
          true;
      default -> false;
    };
  }

  private static boolean run(
      Slice json, Slice path, Slice variables, boolean isSilent, Predicate<JsonNode> sink) {
    if (!(JsonText.read(variables) instanceof JsonObject object)) {
      throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE, "\"vars\" argument is not an object")
          .withDetail(
              "Jsonpath parameters should be encoded as key-value pairs of \"vars\" object.");
    }
    try {
      return new PathRun(program(path), JsonText.read(json), object.fields()).run(sink);
    } catch (DatabaseException e) {
      if (isSilent && isSuppressible(e.state())) {
        return true;
      }
      throw e;
    }
  }

  /// The results, for the set-returning function.
  public static List<Slice> query(Slice json, Slice path, Slice variables, boolean isSilent) {
    List<Slice> all = new ArrayList<>();
    run(json, path, variables, isSilent, node -> all.add(JsonText.toSlice(node)));
    return all;
  }

  @Sql("jsonb_path_query_array(jsonb, jsonpath) -> jsonb")
  public static Slice array(Slice json, Slice path) {
    return array(json, path, NO_VARIABLES, false);
  }

  @Sql("jsonb_path_query_array(jsonb, jsonpath, jsonb) -> jsonb")
  public static Slice array(Slice json, Slice path, Slice variables) {
    return array(json, path, variables, false);
  }

  @Sql("jsonb_path_query_array(jsonb, jsonpath, jsonb, bool) -> jsonb")
  public static Slice array(Slice json, Slice path, Slice variables, boolean isSilent) {
    List<JsonNode> all = new ArrayList<>();
    run(json, path, variables, isSilent, all::add);
    return JsonText.toSlice(new JsonArray(all));
  }

  @Sql("jsonb_path_query_first(jsonb, jsonpath) -> jsonb")
  public static @Nullable Slice first(Slice json, Slice path) {
    return first(json, path, NO_VARIABLES, false);
  }

  @Sql("jsonb_path_query_first(jsonb, jsonpath, jsonb) -> jsonb")
  public static @Nullable Slice first(Slice json, Slice path, Slice variables) {
    return first(json, path, variables, false);
  }

  @Sql("jsonb_path_query_first(jsonb, jsonpath, jsonb, bool) -> jsonb")
  public static @Nullable Slice first(Slice json, Slice path, Slice variables, boolean isSilent) {
    List<Slice> all = query(json, path, variables, isSilent);
    return all.isEmpty() ? null : all.getFirst();
  }

  @Sql("jsonb_path_exists(jsonb, jsonpath) -> bool")
  public static @Nullable Boolean exists(Slice json, Slice path) {
    return exists(json, path, NO_VARIABLES, false);
  }

  @Sql("jsonb_path_exists(jsonb, jsonpath, jsonb) -> bool")
  public static @Nullable Boolean exists(Slice json, Slice path, Slice variables) {
    return exists(json, path, variables, false);
  }

  @Sql("jsonb_path_exists(jsonb, jsonpath, jsonb, bool) -> bool")
  public static @Nullable Boolean exists(
      Slice json, Slice path, Slice variables, boolean isSilent) {
    try {
      if (program(path).isStrict()) {
        boolean[] isFound = new boolean[1];
        run(json, path, variables, false, _ -> isFound[0] = true);
        return isFound[0];
      }
      return !run(json, path, variables, false, _ -> false);
    } catch (DatabaseException e) {
      if (isSilent && isSuppressible(e.state())) {
        return null;
      }
      throw e;
    }
  }

  @Sql({"@?(jsonb, jsonpath) -> bool", "jsonb_path_exists_opr(jsonb, jsonpath) -> bool"})
  public static @Nullable Boolean existsSilently(Slice json, Slice path) {
    return exists(json, path, NO_VARIABLES, true);
  }

  @Sql("jsonb_path_match(jsonb, jsonpath) -> bool")
  public static @Nullable Boolean match(Slice json, Slice path) {
    return match(json, path, NO_VARIABLES, false);
  }

  @Sql("jsonb_path_match(jsonb, jsonpath, jsonb) -> bool")
  public static @Nullable Boolean match(Slice json, Slice path, Slice variables) {
    return match(json, path, variables, false);
  }

  @Sql("jsonb_path_match(jsonb, jsonpath, jsonb, bool) -> bool")
  public static @Nullable Boolean match(Slice json, Slice path, Slice variables, boolean isSilent) {
    List<JsonNode> all = new ArrayList<>();
    run(json, path, variables, isSilent, all::add);
    if (all.size() == 1) {
      if (all.getFirst() instanceof JsonBool b) {
        return b.value();
      }
      if (all.getFirst() instanceof JsonNull) {
        return null;
      }
    }
    if (isSilent) {
      return null;
    }
    throw PathTruth.notSingle();
  }

  @Sql({"@@(jsonb, jsonpath) -> bool", "jsonb_path_match_opr(jsonb, jsonpath) -> bool"})
  public static @Nullable Boolean matchSilently(Slice json, Slice path) {
    return match(json, path, NO_VARIABLES, true);
  }
}

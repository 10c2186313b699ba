package dev.millrace.model.function;

import java.util.Set;

/// Names of functions that stand for syntax: plans call them, statements do not.
public final class InternalNames {

  /// The ending of functions that take what VARIADIC is said of.
  public static final String VARIADIC = "_variadic";

  private static final Set<String> NAMES =
      Set.of(
          "all_compare",
          "any_compare",
          "array_construct",
          "array_construct_nested",
          "array_slice",
          "array_subscript",
          "jsonb_populate_field",
          "limit_count",
          "list_construct",
          "map_construct",
          "offset_count",
          "record_construct",
          "record_field",
          "vector_subscript");

  private InternalNames() {}

  /// True if no statement may call the function by this name.
  public static boolean has(String name) {
    return NAMES.contains(name) || name.endsWith(VARIADIC);
  }
}

package dev.millrace.model.function.collection;

import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions over Materialize's lists and maps. An `anyelement` beside a list is its element,
/// beside a map its value.
public final class ListFunctions {

  private ListFunctions() {}

  private static SqlType element(CallTypes types, int argument) {
    return ((ListType) types.arguments().get(argument)).element();
  }

  private static SqlType value(CallTypes types, int argument) {
    return ((MapType) types.arguments().get(argument)).value();
  }

  /// `l[i]`: NULL outside the list.
  @Sql("list_subscript(list, int8) -> anyelement")
  public static @Nullable Object subscript(CallTypes types, Slice list, long index) {
    return index < 1 || index > ListValue.size(list)
        ? null
        : ListValue.element(element(types, 0), list, (int) index - 1);
  }

  /// `l[i:j]`.
  @Sql("list_slice(list, int8, int8) -> list")
  public static Slice slice(CallTypes types, Slice list, long from, long to) {
    @Nullable Object[] all = ListValue.elements(element(types, 0), list);
    int first = (int) Math.min(Math.max(from, 1) - 1, all.length);
    int end = (int) Math.max(Math.min(to, all.length), first);
    return ListValue.of(Arrays.copyOfRange(all, first, end));
  }

  @Sql({"list_length(list) -> int4"})
  public static int length(Slice list) {
    return ListValue.size(list);
  }

  @Sql("list_n_layers(list) -> int4")
  public static int layers(CallTypes types, Slice list) {
    int layers = 0;
    SqlType type = types.arguments().getFirst();
    while (type instanceof ListType inner) {
      layers++;
      type = inner.element();
    }
    return layers;
  }

  @Sql(
      value = {"list_append(list, anyelement) -> list", "||(list, anyelement) -> list"},
      strict = false)
  public static Slice append(CallTypes types, @Nullable Slice list, @Nullable Object value) {
    List<@Nullable Object> all = elements(element(types, 0), list);
    all.add(value);
    return ListValue.of(all);
  }

  @Sql(
      value = {"list_prepend(anyelement, list) -> list", "||(anyelement, list) -> list"},
      strict = false)
  public static Slice prepend(CallTypes types, @Nullable Object value, @Nullable Slice list) {
    List<@Nullable Object> all = elements(element(types, 1), list);
    all.addFirst(value);
    return ListValue.of(all);
  }

  @Sql(
      value = {"list_cat(list, list) -> list", "||(list, list) -> list"},
      strict = false)
  public static @Nullable Slice concat(
      CallTypes types, @Nullable Slice left, @Nullable Slice right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    List<@Nullable Object> all = elements(element(types, 0), left);
    all.addAll(elements(element(types, 1), right));
    return ListValue.of(all);
  }

  @Sql(value = "list_remove(list, anyelement) -> list", strict = false)
  public static @Nullable Slice remove(
      CallTypes types, @Nullable Slice list, @Nullable Object unwanted) {
    if (list == null) {
      return null;
    }
    SqlType element = element(types, 0);
    List<@Nullable Object> all = elements(element, list);
    all.removeIf(v -> ValueOrder.compareNullable(element, v, unwanted) == 0);
    return ListValue.of(all);
  }

  @Sql("@>(list, list) -> bool")
  public static boolean contains(CallTypes types, Slice left, Slice right) {
    SqlType element = element(types, 0);
    List<@Nullable Object> all = elements(element, left);
    for (Object wanted : elements(element, right)) {
      if (wanted == null
          || all.stream()
              .noneMatch(v -> v != null && ValueOrder.compare(element, v, wanted) == 0)) {
        return false;
      }
    }
    return true;
  }

  @Sql("<@(list, list) -> bool")
  public static boolean isContained(CallTypes types, Slice left, Slice right) {
    return contains(types, right, left);
  }

  private static List<@Nullable Object> elements(SqlType element, @Nullable Slice list) {
    return list == null
        ? new ArrayList<>()
        : new ArrayList<>(Arrays.asList(ListValue.elements(element, list)));
  }

  @Sql("->(map, text) -> anyelement")
  public static @Nullable Object entry(CallTypes types, Slice map, Slice key) {
    return MapValue.value(value(types, 0), map, key);
  }

  @Sql("?(map, text) -> bool")
  public static boolean hasKey(CallTypes types, Slice map, Slice key) {
    return MapValue.entries(value(types, 0), map).containsKey(key);
  }

  @Sql("?&(map, text[]) -> bool")
  public static boolean hasAllKeys(CallTypes types, Slice map, Slice keys) {
    Map<Slice, @Nullable Object> entries = MapValue.entries(value(types, 0), map);
    for (Object key : keys(keys)) {
      if (key == null || !entries.containsKey((Slice) key)) {
        return false;
      }
    }
    return true;
  }

  @Sql("?|(map, text[]) -> bool")
  public static boolean hasAnyKey(CallTypes types, Slice map, Slice keys) {
    Map<Slice, @Nullable Object> entries = MapValue.entries(value(types, 0), map);
    for (Object key : keys(keys)) {
      if (key != null && entries.containsKey((Slice) key)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object[] keys(Slice keys) {
    return ArrayValue.of(dev.millrace.model.type.ScalarType.TEXT, keys).elements();
  }

  @Sql("@>(map, map) -> bool")
  public static boolean containsEntries(CallTypes types, Slice left, Slice right) {
    SqlType value = value(types, 0);
    Map<Slice, @Nullable Object> all = MapValue.entries(value, left);
    for (Map.Entry<Slice, @Nullable Object> entry : MapValue.entries(value, right).entrySet()) {
      if (!all.containsKey(entry.getKey())
          || ValueOrder.compareNullable(value, all.get(entry.getKey()), entry.getValue()) != 0) {
        return false;
      }
    }
    return true;
  }

  @Sql("<@(map, map) -> bool")
  public static boolean isContainedInMap(CallTypes types, Slice left, Slice right) {
    return containsEntries(types, right, left);
  }

  @Sql("map_length(map) -> int4")
  public static int mapLength(Slice map) {
    return MapValue.size(map);
  }
}

package dev.millrace.model.value;

import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.SqlType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads and builds the stored form of `map[text=>T]`: entries sorted by the keys' bytes.
public final class MapValue {

  private MapValue() {}

  /// A map of UTF-8 keys to boxed values, null for NULL.
  public static Slice of(Map<Slice, ? extends @Nullable Object> entries) {
    @Nullable Object[] flat = new Object[entries.size() * 2];
    int at = 0;
    for (Map.Entry<Slice, ? extends @Nullable Object> e : new TreeMap<>(entries).entrySet()) {
      flat[at++] = e.getKey();
      flat[at++] = e.getValue();
    }
    byte[] bytes = new byte[4 + Elements.bytes(flat)];
    Elements.INT.set(bytes, 0, entries.size());
    Elements.put(bytes, 4, flat);
    return Slice.of(bytes);
  }

  /// Number of entries.
  public static int size(Slice map) {
    return Elements.intAt(map, 0);
  }

  /// The value of a key; null if it is NULL or there is no such key.
  public static @Nullable Object value(SqlType value, Slice map, Slice key) {
    int at = 4;
    for (int i = size(map); i > 0; i--) {
      boolean isWanted = key.equals(Elements.read(Carrier.SLICE, map, at));
      at = Elements.next(map, at);
      if (isWanted) {
        return Elements.read(value.carrier(), map, at);
      }
      at = Elements.next(map, at);
    }
    return null;
  }

  /// All entries in the order of their keys.
  public static SortedMap<Slice, @Nullable Object> entries(SqlType value, Slice map) {
    SortedMap<Slice, @Nullable Object> entries = new TreeMap<>();
    int at = 4;
    for (int i = size(map); i > 0; i--) {
      Object key = Elements.read(Carrier.SLICE, map, at);
      at = Elements.next(map, at);
      entries.put(
          (Slice) java.util.Objects.requireNonNull(key), Elements.read(value.carrier(), map, at));
      at = Elements.next(map, at);
    }
    return entries;
  }
}

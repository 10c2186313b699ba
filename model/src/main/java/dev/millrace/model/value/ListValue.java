package dev.millrace.model.value;

import dev.millrace.model.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and builds the stored form of `T list`.
public final class ListValue {

  private ListValue() {}

  /// A list of boxed elements, null for NULL.
  public static Slice of(@Nullable Object... elements) {
    byte[] bytes = new byte[4 + Elements.bytes(elements)];
    Elements.INT.set(bytes, 0, elements.length);
    Elements.put(bytes, 4, elements);
    return Slice.of(bytes);
  }

  /// A list of boxed elements, null for NULL.
  public static Slice of(List<? extends @Nullable Object> elements) {
    return of(elements.toArray());
  }

  /// Number of elements.
  public static int size(Slice list) {
    return Elements.intAt(list, 0);
  }

  /// All elements, boxed.
  public static @Nullable Object[] elements(SqlType element, Slice list) {
    return Elements.read(element.carrier(), list, 4, size(list));
  }

  /// The element at a 0-based index, which must be within the list.
  public static @Nullable Object element(SqlType element, Slice list, int index) {
    int at = 4;
    for (int i = 0; i < index; i++) {
      at = Elements.next(list, at);
    }
    return Elements.read(element.carrier(), list, at);
  }
}

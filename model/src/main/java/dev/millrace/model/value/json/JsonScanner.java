package dev.millrace.model.value.json;

import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Finds members of stored jsonb without taking it apart. The text is canonical: no blanks, and a
/// key has one spelling, so keys are compared as they are written.
public final class JsonScanner {

  private JsonScanner() {}

  /// The value of a key of an object as a view of it; null if it has none or is no object.
  public static @Nullable Slice field(Slice json, Slice key) {
    if (json.at(0) != '{') {
      return null;
    }
    Slice quoted = quoted(key);
    byte[] bytes = json.array();
    int at = json.offset() + 1;
    while (bytes[at] != '}') {
      int keyEnd = skipString(bytes, at);
      int valueEnd = skip(bytes, keyEnd + 1);
      boolean isWanted =
          java.util.Arrays.equals(
              bytes,
              at,
              keyEnd,
              quoted.array(),
              quoted.offset(),
              quoted.offset() + quoted.length());
      if (isWanted) {
        return new Slice(bytes, keyEnd + 1, valueEnd - keyEnd - 1);
      }
      at = bytes[valueEnd] == ',' ? valueEnd + 1 : valueEnd;
    }
    return null;
  }

  /// The element of an array at a 0-based index, from the end if negative; null if there is none.
  public static @Nullable Slice element(Slice json, int index) {
    if (json.at(0) != '[') {
      boolean isFirst = index == 0 || index == -1; // a scalar is the one element of itself
      return isFirst && json.at(0) != '{' ? json : null;
    }
    int wanted = index < 0 ? size(json) + index : index;
    byte[] bytes = json.array();
    int at = json.offset() + 1;
    for (int i = 0; wanted >= 0 && bytes[at] != ']'; i++) {
      int end = skip(bytes, at);
      if (i == wanted) {
        return new Slice(bytes, at, end - at);
      }
      at = bytes[end] == ',' ? end + 1 : end;
    }
    return null;
  }

  /// Number of elements of an array.
  public static int size(Slice json) {
    byte[] bytes = json.array();
    int at = json.offset() + 1;
    int count = 0;
    while (bytes[at] != ']') {
      int end = skip(bytes, at);
      at = bytes[end] == ',' ? end + 1 : end;
      count++;
    }
    return count;
  }

  /// What `->>` gives of a value: a string's content, the text of others, null for `null`.
  public static @Nullable Slice text(Slice json) {
    byte first = json.at(0);
    if (first == 'n') {
      return null;
    }
    if (first != '"') {
      return json;
    }
    for (int i = 1; i < json.length() - 1; i++) {
      if (json.at(i) == '\\') {
        return Slice.utf8(((JsonNode.JsonString) JsonText.read(json)).value());
      }
    }
    return json.slice(1, json.length() - 2);
  }

  /// The key as it is written in an object.
  private static Slice quoted(Slice key) {
    for (int i = 0; i < key.length(); i++) {
      byte b = key.at(i);
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        StringBuilder out = new StringBuilder();
        JsonText.appendQuoted(key.toUtf8(), out);
        return Slice.utf8(out.toString());
      }
    }
    byte[] bytes = new byte[key.length() + 2];
    bytes[0] = '"';
    bytes[bytes.length - 1] = '"';
    System.arraycopy(key.array(), key.offset(), bytes, 1, key.length());
    return Slice.of(bytes);
  }

  private static int skipString(byte[] bytes, int from) {
    int at = from + 1;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /// The position behind the value at `from`.
  private static int skip(byte[] bytes, int from) {
    int at = from;
    int depth = 0;
    do {
      byte b = bytes[at];
      if (b == '"') {
        at = skipString(bytes, at);
      } else if (b == '{' || b == '[') {
        depth++;
        at++;
      } else if (b == '}' || b == ']') {
        depth--;
        at++;
      } else if (depth > 0) {
        at++;
      } else {
        while (at < bytes.length && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
          at++;
        }
        return at;
      }
    } while (depth > 0);
    return at;
  }
}

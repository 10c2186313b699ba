package dev.millrace.model.value.json;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonNull;
import dev.millrace.model.value.json.JsonNode.JsonNumber;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes the canonical text: no blanks, keys sorted, numbers in plain notation. It is the stored
/// form of jsonb.
public final class JsonText {

  private JsonText() {}

  /// The stored form of a node.
  public static Slice toSlice(JsonNode node) {
    StringBuilder out = new StringBuilder();
    append(node, out);
    return Slice.utf8(out.toString());
  }

  /// The node behind a stored jsonb.
  public static JsonNode read(Slice stored) {
    return new JsonReader(stored.toUtf8()).document();
  }

  /// The canonical form of any JSON text; fails as PostgreSQL's jsonb input does.
  public static Slice canonical(String text) {
    return toSlice(new JsonReader(text).document());
  }

  /// The canonical forms of all the values that a text holds one after another, with or without
  /// blanks between them; fails as jsonb input does if any of them is not JSON.
  ///
  /// @param isExpanding gives the elements of an outermost array in place of the array
  ///
  /// @param utf8 valid UTF-8
  public static List<Slice> canonicalStream(byte[] utf8, boolean isExpanding) {
    List<Slice> copied = new JsonCopier(utf8).values(isExpanding);
    return copied != null
        ? copied
        : readStream(new String(utf8, StandardCharsets.UTF_8), isExpanding);
  }

  /// The same by reading every value: what defines it.
  static List<Slice> readStream(String text, boolean isExpanding) {
    List<Slice> values = new ArrayList<>();
    JsonReader reader = new JsonReader(text);
    for (JsonNode node = reader.next(); node != null; node = reader.next()) {
      if (isExpanding && node instanceof JsonArray array) {
        array.elements().forEach(element -> values.add(toSlice(element)));
      } else {
        values.add(toSlice(node));
      }
    }
    return values;
  }

  /// Fails unless the text is JSON.
  public static void validate(String text) {
    new JsonReader(text).document();
  }

  /// Appends a string in quotes with what JSON wants escaped.
  public static void appendQuoted(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Appends the canonical text of a node.
  public static void append(JsonNode node, StringBuilder out) {
    switch (node) {
      case JsonNull _ -> out.append("null");
      case JsonBool b -> out.append(b.value());
      case JsonNumber n -> out.append(n.value().toPlainString());
      case JsonString s -> appendQuoted(s.value(), out);
      case JsonArray a -> {
        String separator = "[";
        for (JsonNode element : a.elements()) {
          out.append(separator);
          append(element, out);
          separator = ",";
        }
        out.append(a.elements().isEmpty() ? "[]" : "]");
      }
      case JsonObject o -> {
        String separator = "{";
        for (Map.Entry<String, JsonNode> field : o.fields().entrySet()) {
          out.append(separator);
          appendQuoted(field.getKey(), out);
          out.append(':');
          append(field.getValue(), out);
          separator = ",";
        }
        out.append(o.fields().isEmpty() ? "{}" : "}");
      }
    }
  }

  /// Appends the text with PostgreSQL's `jsonb_pretty` layout.
  public static void appendPretty(JsonNode node, int indent, StringBuilder out) {
    switch (node) {
      case JsonArray a when !a.elements().isEmpty() -> {
        String separator = "[\n";
        for (JsonNode element : a.elements()) {
          out.append(separator).repeat(' ', indent + 4);
          appendPretty(element, indent + 4, out);
          separator = ",\n";
        }
        out.append('\n').repeat(' ', indent).append(']');
      }
      case JsonObject o when !o.fields().isEmpty() -> {
        String separator = "{\n";
        for (Map.Entry<String, JsonNode> field : o.fields().entrySet()) {
          out.append(separator).repeat(' ', indent + 4);
          appendQuoted(field.getKey(), out);
          out.append(": ");
          appendPretty(field.getValue(), indent + 4, out);
          separator = ",\n";
        }
        out.append('\n').repeat(' ', indent).append('}');
      }
      case JsonArray _ -> out.append("[\n").repeat(' ', indent).append(']');
      case JsonObject _ -> out.append("{\n").repeat(' ', indent).append('}');
      default -> append(node, out);
    }
  }

  static DatabaseException invalid(String detail) {
    return new DatabaseException(
            SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
        .withDetail(detail);
  }
}

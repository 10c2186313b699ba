package dev.millrace.sql.execute.explain;

import dev.millrace.model.value.json.JsonText;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An operator of a plan as EXPLAIN shows it.
///
/// @param fields what it does, by name: texts, numbers, yes or no, lists and maps of such
record ExplainNode(String operator, Map<String, Object> fields, List<ExplainNode> inputs) {

  ExplainNode {
    fields = new LinkedHashMap<>(fields);
    inputs = List.copyOf(inputs);
  }

  /// A tree, two spaces a level.
  String text() {
    StringBuilder out = new StringBuilder();
    text(0, out);
    return out.toString();
  }

  private void text(int depth, StringBuilder out) {
    out.append("  ".repeat(depth)).append(operator);
    fields.forEach((name, value) -> {
      if (!(value instanceof List<?> list && list.isEmpty())) {
        out.append(' ').append(name).append('=').append(text(value));
      }
    });
    out.append('\n');
    inputs.forEach(i -> i.text(depth + 1, out));
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? "(" + String.join(", ", list.stream().map(ExplainNode::text).toList()) + ")"
        : String.valueOf(value);
  }

  /// An object with `operator`, the fields, and `inputs`.
  String json() {
    StringBuilder out = new StringBuilder();
    json(out);
    return out.toString();
  }

  private void json(StringBuilder out) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("operator", operator);
    all.putAll(fields);
    if (!inputs.isEmpty()) {
      all.put("inputs", inputs);
    }
    json(all, out);
  }

  /// Appends a value of a field as JSON.
  static void json(Object value, StringBuilder out) {
    switch (value) {
      case ExplainNode node -> node.json(out);
      case Number number -> out.append(number);
      case Boolean is -> out.append(is);
      case List<?> list -> {
        out.append('[');
        for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
          json(i.next(), out);
          out.append(i.hasNext() ? "," : "");
        }
        out.append(']');
      }
      case Map<?, ?> map -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          JsonText.appendQuoted(String.valueOf(entry.getKey()), out);
          out.append(':');
          json(entry.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
      default -> JsonText.appendQuoted(value.toString(), out);
    }
  }
}

package dev.millrace.model.codec;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prints arrays `{1,2}`, lists `{a,"b c",NULL}`, maps `{k=>v}` and records `(1,"b c",)`.
final class CollectionText {

  private CollectionText() {}

  static void appendArray(ArrayType type, Slice stored, StringBuilder out) {
    ArrayValue array = ArrayValue.of(type.element(), stored);
    if (array.dimensions() == 0) {
      out.append("{}");
      return;
    }
    boolean needsBounds = false;
    for (int bound : array.lowerBounds()) {
      needsBounds |= bound != 1;
    }
    if (needsBounds) {
      for (int i = 0; i < array.dimensions(); i++) {
        int lower = array.lowerBounds()[i];
        out.append('[').append(lower).append(':').append(lower + array.lengths()[i] - 1);
        out.append(']');
      }
      out.append('=');
    }
    appendDimension(type.element(), array, 0, 0, out);
  }

  /// Prints the elements of one dimension from `from` on; returns how many it has printed.
  private static int appendDimension(
      SqlType element, ArrayValue array, int dimension, int from, StringBuilder out) {
    int at = from;
    out.append('{');
    for (int i = 0; i < array.lengths()[dimension]; i++) {
      out.append(i == 0 ? "" : ",");
      if (dimension + 1 < array.dimensions()) {
        at = appendDimension(element, array, dimension + 1, at, out);
      } else {
        appendElement(element, array.elements()[at++], out);
      }
    }
    out.append('}');
    return at;
  }

  static void appendList(ListType type, Slice stored, StringBuilder out) {
    String separator = "";
    out.append('{');
    for (Object value : ListValue.elements(type.element(), stored)) {
      out.append(separator);
      appendElement(type.element(), value, out);
      separator = ",";
    }
    out.append('}');
  }

  static void appendMap(MapType type, Slice stored, StringBuilder out) {
    String separator = "";
    out.append('{');
    for (Map.Entry<Slice, @Nullable Object> entry :
        MapValue.entries(type.value(), stored).entrySet()) {
      out.append(separator);
      appendQuoted(entry.getKey().toUtf8(), true, out);
      out.append("=>");
      appendElement(type.value(), entry.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  static void appendRecord(RecordType type, Slice stored, StringBuilder out) {
    @Nullable Object[] values = RecordValue.fields(type, stored);
    out.append('(');
    for (int i = 0; i < values.length; i++) {
      out.append(i == 0 ? "" : ",");
      Object value = values[i];
      if (value != null) {
        appendField(TextFormat.text(type.fields().get(i).type(), value), out);
      }
    }
    out.append(')');
  }

  static void appendVector(ScalarType type, Slice stored, StringBuilder out) {
    SqlType element = ScalarType.of(type.is(TypeId.OIDVECTOR) ? TypeId.OID : TypeId.INT2);
    String separator = "";
    for (Object value : ArrayValue.of(element, stored).elements()) {
      if (value != null) {
        out.append(separator);
        TextFormat.append(element, value, out);
        separator = " ";
      }
    }
  }

  private static void appendElement(SqlType type, @Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("NULL");
    } else if (type instanceof ListType || type instanceof MapType) {
      TextFormat.append(type, value, out);
    } else {
      appendQuoted(TextFormat.text(type, value), false, out);
    }
  }

  private static void appendQuoted(String text, boolean isKey, StringBuilder out) {
    boolean needsQuotes = text.isEmpty() || text.equalsIgnoreCase("null");
    for (int i = 0; i < text.length() && !needsQuotes; i++) {
      char c = text.charAt(i);
      needsQuotes = "{}\",\\".indexOf(c) >= 0 || NumberText.isBlank(c) || (isKey && c == '=');
    }
    if (!needsQuotes) {
      out.append(text);
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
    }
    out.append('"');
  }

  private static void appendField(String text, StringBuilder out) {
    boolean needsQuotes = text.isEmpty();
    for (int i = 0; i < text.length() && !needsQuotes; i++) {
      char c = text.charAt(i);
      needsQuotes = "()\",\\".indexOf(c) >= 0 || NumberText.isBlank(c);
    }
    if (!needsQuotes) {
      out.append(text);
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c == '"' || c == '\\' ? String.valueOf(c) : "").append(c);
    }
    out.append('"');
  }
}

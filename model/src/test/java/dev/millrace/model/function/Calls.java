package dev.millrace.model.function;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call of a registry entry: as SQL text, and through its method.
final class Calls {

  /// Entries that mean something else here than in PostgreSQL, on purpose.
  static final Set<String> DIFFERENT =
      Set.of(
          "scale(numeric)", // values are normalised, so written zeros do not count
          "jsonb_pretty(jsonb)", // keys are sorted by bytes, not by length first
          "cast(jsonb as text)", // no blanks
          "cast(jsonb as varchar)",
          "cast(jsonb as bpchar)",
          "cast(jsonb as json)",
          "cast(text as bpchar)", // blanks at the end are not stored
          "width_bucket(numeric,numeric,numeric,int4)", // theirs rounds the quotient first
          "cast(json as text)");

  /// PostgreSQL 15 does not notice the overflow of intervals in these.
  static final Set<String> WRAPS_IN_POSTGRES = Set.of("*", "/", "-", "age", "make_interval");

  private Calls() {}

  static String sql(ScalarFunction function, List<@Nullable String> arguments) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i);
      String literal = text == null ? "null" : "E'" + escaped(text) + "'";
      texts.add(literal + "::" + typeName(function.arguments().get(i)));
    }
    return switch (function.kind()) {
      case CAST -> "(" + texts.getFirst() + ")::" + typeName(function.result());
      case OPERATOR ->
          texts.size() == 1
              ? function.name() + " (" + texts.getFirst() + ")"
              : "(" + texts.getFirst() + ") " + function.name() + " (" + texts.get(1) + ")";
      default -> "pg_catalog.\"" + function.name() + "\"(" + String.join(", ", texts) + ")";
    };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("'", "''");
  }

  static String typeName(SqlType type) {
    return switch (type) {
      case ScalarType s -> "\"" + s.id().catalogName() + "\"";
      case ArrayType a -> typeName(a.element()) + "[]";
      default -> throw new IllegalStateException();
    };
  }

  static @Nullable Object invoke(ScalarFunction function, List<@Nullable Object> values)
      throws Exception {
    if (function.isStrict() && values.contains(null)) {
      return null;
    }
    Method method = function.method();
    List<@Nullable Object> arguments = new ArrayList<>(values);
    if (method.getParameterCount() > 0 && method.getParameterTypes()[0] == CallTypes.class) {
      arguments.addFirst(new CallTypes(function.arguments(), function.result()));
    }
    return method.invoke(null, arguments.toArray());
  }
}

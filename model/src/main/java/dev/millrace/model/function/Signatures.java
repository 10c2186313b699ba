package dev.millrace.model.function;

import dev.millrace.model.function.CastFunction.CastContext;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the lines of [Sql] annotations into registry entries. A line it cannot read is a bug of
/// ours and stops the start.
final class Signatures {

  private static final Map<String, SqlType> TYPES = new HashMap<>();

  static {
    for (TypeId id : TypeId.values()) {
      TYPES.put(id.catalogName(), ScalarType.of(id));
    }
  }

  private final List<ScalarFunction> functions = new ArrayList<>();
  private final List<CastFunction> casts = new ArrayList<>();

  /// Adds every annotated method of a class.
  void read(Class<?> owner) {
    Method[] methods = owner.getDeclaredMethods();
    Arrays.sort(methods, (a, b) -> a.toString().compareTo(b.toString()));
    for (Method method : methods) {
      Sql sql = method.getAnnotation(Sql.class);
      if (sql != null) {
        for (String line : sql.value()) {
          read(line, sql, method);
        }
      }
    }
  }

  List<ScalarFunction> functions() {
    return functions;
  }

  List<CastFunction> casts() {
    return casts;
  }

  /// A type by its catalog name, with `[]` for its array.
  static SqlType type(String name) {
    String text = name.strip();
    if (text.endsWith("[]")) {
      return new ArrayType(type(text.substring(0, text.length() - 2)));
    }
    SqlType type = TYPES.get(text);
    if (type == null) {
      throw new IllegalStateException("no type " + text);
    }
    return type;
  }

  /// The types of `(a, b)` without alternatives; used by aggregates and table functions too.
  static List<SqlType> types(String list) {
    List<SqlType> types = new ArrayList<>();
    for (String part : split(list)) {
      types.add(type(part));
    }
    return types;
  }

  /// A line with `anyrange` stands for one per range type, `rangebound` being that of its bounds.
  private void read(String line, Sql sql, Method method) {
    if (!line.contains("anyrange")) {
      readOne(line, sql, method);
      return;
    }
    for (TypeId id : TypeId.values()) {
      TypeId element = id.rangeElement();
      if (element != null) {
        String concrete =
            line.replace("anyrange", id.catalogName()).replace("rangebound", element.catalogName());
        readOne(concrete, sql, method);
      }
    }
  }

  private void readOne(String line, Sql sql, Method method) {
    int arrow = line.indexOf("=>");
    if (arrow > 0 && line.indexOf('(') < 0) {
      readCast(line, arrow, sql, method);
      return;
    }
    int open = line.indexOf('(', 1);
    int close = line.lastIndexOf(')');
    int result = line.lastIndexOf("->");
    if (open < 1 || close < open || result < close) {
      throw new IllegalStateException("cannot read \"" + line + "\" on " + method);
    }
    String name = line.substring(0, open).strip();
    SqlType returns = type(line.substring(result + 2));
    List<String> parts = split(line.substring(open + 1, close));
    boolean variadic = false;
    List<List<SqlType>> signatures = new ArrayList<>();
    signatures.add(List.of());
    for (String part : parts) {
      String text = part;
      if (text.startsWith("variadic ")) {
        variadic = true;
        text = text.substring("variadic ".length());
      }
      signatures = product(signatures, text);
    }
    for (List<SqlType> arguments : signatures) {
      functions.add(function(name, arguments, variadic, returns, sql, method));
    }
  }

  private void readCast(String line, int arrow, Sql sql, Method method) {
    String target = line.substring(arrow + 2).strip();
    int space = target.indexOf(' ');
    CastContext context =
        CastContext.valueOf(target.substring(space + 1).strip().toUpperCase(Locale.ROOT));
    for (String to : target.substring(0, space).split("\\|", -1)) {
      for (String from : line.substring(0, arrow).strip().split("\\|", -1)) {
        casts.add(cast(type(from), type(to), context, sql, method));
      }
    }
  }

  private static CastFunction cast(
      SqlType from, SqlType to, CastContext context, Sql sql, Method method) {
    String id = "cast(" + name(from) + " as " + name(to) + ")";
    if (from.equals(to)) {
      id += " " + context.name().toLowerCase(Locale.ROOT);
    }
    ScalarFunction function =
        new ScalarFunction(
            id,
            name(to),
            isCatalog(method) ? FunctionKind.CATALOG : FunctionKind.CAST,
            List.of(from),
            false,
            to,
            sql.strict(),
            isCatalog(method) ? Volatility.STABLE : sql.volatility(),
            method);
    return new CastFunction(from, to, context, function);
  }

  private static ScalarFunction function(
      String name,
      List<SqlType> arguments,
      boolean variadic,
      SqlType returns,
      Sql sql,
      Method method) {
    FunctionKind kind =
        isCatalog(method)
            ? FunctionKind.CATALOG
            : Character.isLetter(name.charAt(0)) ? FunctionKind.SCALAR : FunctionKind.OPERATOR;
    return new ScalarFunction(
        id(name, arguments, variadic),
        name,
        kind,
        arguments,
        variadic,
        returns,
        sql.strict(),
        isCatalog(method) && sql.volatility() == Volatility.IMMUTABLE
            ? Volatility.STABLE
            : sql.volatility(),
        method);
  }

  /// The text under which an entry is stored in plans, for example `lower(text)`.
  static String id(String name, List<SqlType> arguments, boolean variadic) {
    StringBuilder out = new StringBuilder(name).append('(');
    for (int i = 0; i < arguments.size(); i++) {
      out.append(i == 0 ? "" : ",");
      out.append(variadic && i == arguments.size() - 1 ? "variadic " : "");
      out.append(name(arguments.get(i)));
    }
    return out.append(')').toString();
  }

  private static String name(SqlType type) {
    return switch (type) {
      case ScalarType s -> s.id().catalogName();
      case ArrayType a -> name(a.element()) + "[]";
      default -> throw new IllegalStateException("no such type in a signature: " + type);
    };
  }

  private static boolean isCatalog(Method method) {
    return method.getParameterCount() > 0 && method.getParameterTypes()[0] == Environment.class;
  }

  private static List<List<SqlType>> product(List<List<SqlType>> heads, String alternatives) {
    List<List<SqlType>> out = new ArrayList<>();
    for (List<SqlType> head : heads) {
      for (String alternative : alternatives.split("\\|", -1)) {
        List<SqlType> extended = new ArrayList<>(head);
        extended.add(type(alternative));
        out.add(extended);
      }
    }
    return out;
  }

  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    if (!list.isBlank()) {
      for (String part : list.split(",", -1)) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}

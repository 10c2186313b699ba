package dev.millrace.server.random;

import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.InternalNames;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.server.random.ExpressionValues.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Random expressions as text over the columns of [ExpressionValues], made of every function,
/// operator and cast of the registry that is immutable: of fitting types mostly, of any now and
/// then, so that the choice among overloads and its refusals are met too.
public final class RandomExpressions {

  /// Not compared, each for a reason of its own.
  private static final Set<String> SKIPPED =
      Set.of(
          "scale", // written zeros do not count here
          "min_scale",
          "trim_scale",
          "jsonb_pretty", // keys are sorted otherwise
          "extract", // is no plain call in PostgreSQL; date_part is the same
          "pg_column_size", // tells how bytes are stored
          "factorial", // needs more digits than there are
          "trim", // `trim(both …)` is btrim
          "repeat", // up to a gigabyte, which both do, slowly
          "lpad",
          "rpad",
          "digest", // of pgcrypto
          "hmac",
          "constant_time_eq", // Materialize's
          "constant_time_compare",
          "make_interval", // wraps around in PostgreSQL
          "kafka_murmur2",
          "uuid_generate_v5",
          "crc32",
          "crc32c",
          "to_json", // json is jsonb here
          "array_to_json",
          "row_to_json");

  /// Names that are words of the grammar, called by their qualified name.
  private static final Set<String> WORDS =
      Set.of("position", "overlay", "substring", "char_length", "normalize", "left", "right");

  private final Random random;

  /// Within a branch that may not be taken PostgreSQL evaluates constants all the same.
  private int branches;

  private final Map<String, Map<String, List<ScalarFunction>>> byResult = new TreeMap<>();

  public RandomExpressions(Random random) {
    this.random = random;
    for (ScalarFunction function : FunctionRegistry.standard().allFunctions()) {
      if (isUsable(function)) {
        for (Kind kind : ExpressionValues.KINDS) {
          if (gives(function.result(), kind.type())) {
            byResult
                .computeIfAbsent(kind.type(), _ -> new TreeMap<>())
                .computeIfAbsent(groupOf(function), _ -> new ArrayList<>())
                .add(function);
          }
        }
      }
    }
  }

  private static String groupOf(ScalarFunction function) {
    return function.kind() == FunctionKind.CAST ? "cast" : function.name();
  }

  private static boolean isUsable(ScalarFunction function) {
    return function.volatility() == Volatility.IMMUTABLE
        && function.kind() != FunctionKind.CATALOG
        && !SKIPPED.contains(function.name())
        && !InternalNames.has(function.name())
        && !function.name().startsWith("json_")
        && !(function.kind() == FunctionKind.CAST && !isComparableCast(function))
        && function.arguments().stream().allMatch(RandomExpressions::isKnown);
  }

  /// Texts of numerics and jsonb differ by rules, and so would all that is computed from them.
  private static boolean isComparableCast(ScalarFunction cast) {
    SqlType from = cast.arguments().getFirst();
    boolean isText = cast.result().category().code() == 'S';
    boolean isBoolean = cast.result().is(TypeId.BOOL) || from.is(TypeId.BOOL);
    return !cast.id().contains(") ")
        && !(isBoolean && cast.id().contains("int8")) // Materialize's
        && !from.equals(cast.result())
        && !(isText && from.category().code() == 'R') // a date to PostgreSQL, if it holds one
        && !(isText
            && (from.is(TypeId.NUMERIC) || from.is(TypeId.JSONB) || from.is(TypeId.ANYARRAY)));
  }

  private static boolean isKnown(SqlType type) {
    return (type instanceof ScalarType s && isPolymorphic(s.id())) || kindOf(type) != null;
  }

  private static boolean isPolymorphic(TypeId id) {
    return switch (id) {
      case ANY, ANYELEMENT, ANYNONARRAY, ANYARRAY, ANYCOMPATIBLE, ANYCOMPATIBLEARRAY -> true;
      default -> false;
    };
  }

  private static @Nullable Kind kindOf(SqlType type) {
    String name =
        switch (type) {
          case ScalarType s -> s.id().catalogName();
          case ArrayType(ScalarType e) -> e.id().catalogName() + "[]";
          default -> "";
        };
    return kindOf(name);
  }

  private static @Nullable Kind kindOf(String name) {
    return ExpressionValues.KINDS.stream()
        .filter(k -> k.type().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean gives(SqlType result, String type) {
    boolean isArray = type.endsWith("[]");
    if (result.is(TypeId.ANYARRAY) || result.is(TypeId.ANYCOMPATIBLEARRAY)) {
      return isArray;
    }
    if (result.is(TypeId.ANYELEMENT) || result.is(TypeId.ANYCOMPATIBLE)) {
      return kindOf(type + "[]") != null;
    }
    Kind kind = kindOf(result);
    return kind != null && kind.type().equals(type);
  }

  /// An expression of any type.
  public String any() {
    return of(pick(ExpressionValues.KINDS).type(), 1 + random.nextInt(3));
  }

  /// An expression whose value depends on the time zone.
  public String ofTimes() {
    String type =
        pickOf(
            "timestamptz", "timestamptz", "timestamp", "date", "time", "text", "bool", "interval");
    return type.equals("text")
        ? "(" + of("timestamptz", random.nextInt(2)) + ")::text"
        : of(type, 1 + random.nextInt(2));
  }

  private String of(String type, int depth) {
    Map<String, List<ScalarFunction>> groups = byResult.getOrDefault(type, Map.of());
    if (depth == 0 || groups.isEmpty() || random.nextInt(6) == 0) {
      return leaf(type);
    }
    if (random.nextInt(8) == 0) {
      return construct(type, depth);
    }
    List<ScalarFunction> overloads = pick(List.copyOf(groups.values()));
    return call(pick(overloads), type, depth);
  }

  private String construct(String type, int depth) {
    branches++;
    String first = of(type, depth - 1);
    branches--;
    return switch (random.nextInt(type.equals("bool") ? 7 : 4)) {
      case 0 -> "coalesce(" + first + ", " + leaf(type) + ")";
      case 1 -> "nullif(" + first + ", " + leaf(type) + ")";
      case 2 -> "case when b then " + first + " else " + leaf(type) + " end";
      case 3 -> pickOf("greatest(", "least(") + first + ", " + leaf(type) + ")";
      case 4 -> {
        String other = pick(ExpressionValues.KINDS).type();
        yield "(" + of(other, depth - 1) + pickOf(" is null)", " is not null)");
      }
      case 5 -> {
        String other = pick(ExpressionValues.KINDS).type();
        yield "("
            + of(other, depth - 1)
            + pickOf(" is distinct from ", " is not distinct from ")
            + leaf(other)
            + ")";
      }
      default -> {
        String other = pick(ExpressionValues.KINDS).type();
        yield "(" + of(other, depth - 1) + " in (" + leaf(other) + ", " + leaf(other) + "))";
      }
    };
  }

  private String call(ScalarFunction function, String wanted, int depth) {
    String element = wanted.endsWith("[]") ? wanted.substring(0, wanted.length() - 2) : wanted;
    if (kindOf(element + "[]") == null || !isPolymorphicResult(function)) {
      element = pickOf("int4", "text", "numeric");
    }
    List<SqlType> declared = new ArrayList<>(function.arguments());
    if (function.isVariadic()) {
      SqlType last = declared.removeLast();
      SqlType each = last instanceof ArrayType a ? a.element() : last;
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        declared.add(each);
      }
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      arguments.add(argument(function, i, declared.get(i), element, depth));
    }
    return switch (function.kind()) {
      case CAST -> "cast(" + arguments.getFirst() + " as " + wanted + ")";
      case OPERATOR ->
          arguments.size() == 1
              ? "(" + function.name() + " " + arguments.getFirst() + ")"
              : "(" + arguments.get(0) + " " + function.name() + " " + arguments.get(1) + ")";
      default -> {
        boolean isWord = WORDS.contains(function.name());
        String name = isWord ? "pg_catalog.\"" + function.name() + "\"" : function.name();
        yield name + "(" + String.join(", ", arguments) + ")";
      }
    };
  }

  private static boolean isPolymorphicResult(ScalarFunction function) {
    return function.result() instanceof ScalarType s && isPolymorphic(s.id());
  }

  private String argument(
      ScalarFunction function, int index, SqlType declared, String element, int depth) {
    List<String> meant = ExpressionValues.BY_ARGUMENT.get(function.name() + " " + index);
    if (meant != null) {
      return ExpressionValues.quoted(pick(meant));
    }
    boolean isPrinted = function.name().equals("to_char") && index == 0;
    if (isPrinted && function.arguments().getFirst().category().code() == 'N') {
      return pickOf("1", "-2.5", "12345.678", "0")
          + "::"
          + Objects.requireNonNull(kindOf(declared)).type(); // no NaN
    }
    boolean isTimeFormat = function.name().equals("to_char") && index == 1;
    if (isTimeFormat) {
      boolean isNumber = function.arguments().getFirst().category().code() == 'N';
      return ExpressionValues.quoted(
          isNumber
              ? pickOf("999", "FM990.09", "S99", "0000", "9,999.9")
              : pickOf("YYYY-MM-DD", "HH24:MI:SS.US", "FMMonth DD", "DY, IW"));
    }
    if (random.nextInt(14) == 0) {
      return leaf(pick(ExpressionValues.KINDS).type());
    }
    String type = element;
    if (declared.is(TypeId.ANYARRAY) || declared.is(TypeId.ANYCOMPATIBLEARRAY)) {
      type = element + "[]";
    } else if (declared.is(TypeId.ANY)) {
      type = pickOf("int4", "text", "bool", "date", "uuid");
    } else if (!(declared instanceof ScalarType s && isPolymorphic(s.id()))) {
      Kind kind = kindOf(declared);
      type = kind == null ? element : kind.type();
    }
    return of(type, depth - 1);
  }

  private String leaf(String type) {
    Kind kind = kindOf(type);
    if (kind == null) {
      return "null";
    }
    return switch (branches > 0 ? 9 : random.nextInt(10)) {
      case 0 -> "null";
      case 1 -> ExpressionValues.quoted(pick(kind.values()));
      case 2, 3, 4 -> ExpressionValues.literal(kind, random.nextInt(kind.values().size()));
      default -> kind.column();
    };
  }

  private String pickOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

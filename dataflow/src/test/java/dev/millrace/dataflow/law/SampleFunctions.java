package dev.millrace.dataflow.law;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One function of every shape that a signature may have: strict and not, boxed and not, variadic,
/// with the call's types, failing. Independent of what the registry holds.
public final class SampleFunctions {

  private SampleFunctions() {}

  /// All of them.
  public static final List<ScalarFunction> ALL =
      List.of(
          strict("plus", ScalarType.INT4, ScalarType.INT4, ScalarType.INT4),
          strict("divide", ScalarType.INT8, ScalarType.INT8, ScalarType.INT8),
          strict("half", ScalarType.FLOAT8, ScalarType.FLOAT8),
          strict("upperCase", ScalarType.TEXT, ScalarType.TEXT),
          strict("textLength", ScalarType.INT4, ScalarType.TEXT),
          strict("widen", ScalarType.INT8, ScalarType.INT4),
          strict("parse", ScalarType.INT4, ScalarType.TEXT),
          strict("evenOrNull", ScalarType.INT8, ScalarType.INT8),
          strict("isNan", ScalarType.BOOL, ScalarType.FLOAT8),
          strict("typeName", ScalarType.TEXT, ScalarType.of(TypeId.ANY)),
          equal(ScalarType.INT4),
          equal(ScalarType.INT8),
          equal(ScalarType.TEXT),
          sample("firstOr", false, false, ScalarType.INT4, ScalarType.INT4, ScalarType.INT4),
          sample("nulls", false, true, ScalarType.INT4, ScalarType.of(TypeId.ANY)),
          sample("joined", false, true, ScalarType.TEXT, ScalarType.TEXT, ScalarType.TEXT),
          sample("largest", false, true, ScalarType.INT8, ScalarType.INT8),
          sample("notTrue", false, false, ScalarType.BOOL, ScalarType.BOOL));

  public static int plus(int a, int b) {
    return a + b;
  }

  public static long divide(long a, long b) {
    if (b == 0) {
      throw new DatabaseException(SqlState.DIVISION_BY_ZERO, "division by zero");
    }
    return a / b;
  }

  public static double half(double a) {
    return a / 2;
  }

  public static Slice upperCase(Slice a) {
    return Slice.utf8(a.toUtf8().toUpperCase(java.util.Locale.ROOT));
  }

  public static int textLength(Slice a) {
    return a.length();
  }

  public static long widen(int a) {
    return a;
  }

  public static int parse(Slice a) {
    try {
      return Integer.parseInt(a.toUtf8());
    } catch (NumberFormatException e) {
      throw new DatabaseException(SqlState.INVALID_TEXT_REPRESENTATION, "not a number");
    }
  }

  public static @Nullable Long evenOrNull(long a) {
    return a % 2 == 0 ? a : null;
  }

  public static boolean isNan(double a) {
    return Double.isNaN(a);
  }

  public static Slice typeName(CallTypes types, Object value) {
    return Slice.utf8(types.arguments().getFirst().displayName() + " " + value);
  }

  public static boolean equal(Object a, Object b) {
    return a.equals(b);
  }

  public static @Nullable Integer firstOr(@Nullable Integer a, @Nullable Integer b) {
    return a != null ? a : b;
  }

  public static int nulls(Object[] values) {
    return (int) Arrays.stream(values).filter(v -> v == null).count();
  }

  public static @Nullable Slice joined(@Nullable Slice between, Slice[] values) {
    if (between == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (Slice value : values) {
      text.append(value == null ? "-" : value.toUtf8()).append(between.toUtf8());
    }
    return Slice.utf8(text.toString());
  }

  public static @Nullable Long largest(Long[] values) {
    Long largest = null;
    for (Long value : values) {
      if (value != null && (largest == null || value > largest)) {
        largest = value;
      }
    }
    return largest;
  }

  public static @Nullable Boolean notTrue(@Nullable Boolean a) {
    return a == null ? null : !a;
  }

  private static ScalarFunction strict(String name, SqlType result, SqlType... arguments) {
    return sample(name, true, false, result, arguments);
  }

  private static ScalarFunction equal(SqlType type) {
    ScalarFunction f = sample("equal", true, false, ScalarType.BOOL, type, type);
    return new ScalarFunction(
        "=(" + type + ")",
        "=",
        FunctionKind.OPERATOR,
        f.arguments(),
        false,
        f.result(),
        true,
        Volatility.IMMUTABLE,
        f.method());
  }

  private static ScalarFunction sample(
      String name, boolean strict, boolean variadic, SqlType result, SqlType... arguments) {
    Method method =
        Arrays.stream(SampleFunctions.class.getMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new ScalarFunction(
        name + Arrays.toString(arguments),
        name,
        FunctionKind.SCALAR,
        List.of(arguments),
        variadic,
        result,
        strict,
        Volatility.IMMUTABLE,
        method);
  }
}

package dev.millrace.model.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StandardFunctionsTest {

  private static final Set<TypeId> BOXED =
      EnumSet.of(TypeId.ANY, TypeId.ANYELEMENT, TypeId.ANYNONARRAY, TypeId.ANYCOMPATIBLE);

  private final FunctionRegistry registry = FunctionRegistry.standard();

  @Test
  void everyMethodTakesTheCarriersOfItsSignature() {
    List<String> wrong = new ArrayList<>();
    for (ScalarFunction function : registry.allFunctions()) {
      Method method = function.method();
      if (!Modifier.isPublic(method.getModifiers())
          || !Modifier.isStatic(method.getModifiers())
          || !expected(function).equals(List.of(method.getParameterTypes()))
          || !returnsCarrier(function)) {
        wrong.add(function.id() + " " + method);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyEntryIsFoundByItsId() {
    for (ScalarFunction function : registry.allFunctions()) {
      assertThat(registry.function(function.id())).isSameAs(function);
    }
  }

  /// A method that is told the types of the call may serve several signatures, and then takes what
  /// differs between them boxed.
  private static List<Class<?>> expected(ScalarFunction function) {
    List<Class<?>> actual = List.of(function.method().getParameterTypes());
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> parameter : actual) {
      if (parameter == Environment.class || parameter == CallTypes.class) {
        types.add(parameter);
      }
    }
    for (int i = 0; i < function.arguments().size(); i++) {
      int at = types.size();
      boolean isShared = actual.contains(CallTypes.class) && at < actual.size();
      Class<?> type =
          isShared && actual.get(at) == Object.class
              ? Object.class
              : java(function.arguments().get(i), function.isStrict());
      boolean isRest = function.isVariadic() && i == function.arguments().size() - 1;
      types.add(isRest ? java(function.arguments().get(i), false).arrayType() : type);
    }
    return types;
  }

  private static boolean returnsCarrier(ScalarFunction function) {
    Class<?> returned = function.method().getReturnType();
    boolean isShared =
        List.of(function.method().getParameterTypes()).contains(CallTypes.class)
            && returned == Object.class;
    return isShared
        || returned == java(function.result(), true)
        || returned == java(function.result(), false);
  }

  private static Class<?> java(SqlType type, boolean isPrimitive) {
    if (type instanceof ScalarType s && BOXED.contains(s.id())) {
      return Object.class;
    }
    Carrier carrier = type.carrier();
    return switch (carrier) {
      case BOOLEAN -> isPrimitive ? boolean.class : Boolean.class;
      case INT -> isPrimitive ? int.class : Integer.class;
      case LONG -> isPrimitive ? long.class : Long.class;
      case DOUBLE -> isPrimitive ? double.class : Double.class;
      case SLICE -> Slice.class;
    };
  }
}

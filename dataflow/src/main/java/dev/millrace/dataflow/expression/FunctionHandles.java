package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Environment;
import dev.millrace.model.function.ScalarFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Calls the methods behind functions with boxed values.
final class FunctionHandles {

  /// `Object(Object[])` of each method called so far; at most one entry per registered function.
  private static final ConcurrentHashMap<Method, MethodHandle> SPREADERS =
      new ConcurrentHashMap<>();

  private FunctionHandles() {}

  /// What the method takes before the arguments: the environment and the types of the call, if it
  /// asks for them.
  static List<Object> leading(Call call, @Nullable Environment environment) {
    List<Object> leading = new ArrayList<>();
    for (Class<?> parameter : call.function().method().getParameterTypes()) {
      if (parameter == Environment.class) {
        if (environment == null) {
          throw new IllegalStateException(call.function().id() + " outside of a one-shot query");
        }
        leading.add(environment);
      } else if (parameter == CallTypes.class) {
        leading.add(types(call));
      } else {
        break;
      }
    }
    return leading;
  }

  /// The types of a call.
  static CallTypes types(Call call) {
    return new CallTypes(call.arguments().stream().map(Scalar::type).toList(), call.type());
  }

  /// Makes a call ready: evaluates the arguments from left to right, then calls the method.
  static Evaluator evaluator(
      Call call, List<Evaluator> arguments, @Nullable Environment environment) {
    ScalarFunction function = call.function();
    MethodHandle handle = SPREADERS.computeIfAbsent(function.method(), FunctionHandles::spreader);
    Object[] leading = leading(call, environment).toArray();
    Evaluator[] operands = arguments.toArray(Evaluator[]::new);
    int fixed =
        function.isVariadic()
            ? function.method().getParameterCount() - leading.length - 1
            : operands.length;
    Class<?> element =
        function.isVariadic()
            ? function.method().getParameterTypes()[leading.length + fixed]
            : null;
    return row -> {
      @Nullable Object[] values = new Object[leading.length + fixed + (element == null ? 0 : 1)];
      System.arraycopy(leading, 0, values, 0, leading.length);
      @Nullable Object[] rest = rest(element, operands.length - fixed);
      boolean anyNull = false;
      for (int i = 0; i < operands.length; i++) {
        Object value = operands[i].evaluate(row);
        anyNull |= value == null;
        if (i < fixed) {
          values[leading.length + i] = value;
        } else {
          rest[i - fixed] = value;
        }
      }
      if (anyNull && function.isStrict()) {
        return null;
      }
      if (element != null) {
        values[leading.length + fixed] = rest;
      }
      return invoke(handle, values);
    };
  }

  private static @Nullable Object[] rest(@Nullable Class<?> array, int length) {
    return array == null || array == Object[].class
        ? new Object[length]
        : (Object[]) java.lang.reflect.Array.newInstance(array.getComponentType(), length);
  }

  private static @Nullable Object invoke(MethodHandle handle, @Nullable Object[] values) {
    try {
      return (Object) handle.invokeExact(values);
    } catch (DatabaseException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a function body threw a checked exception", e);
    }
  }

  private static MethodHandle spreader(Method method) {
    try {
      return MethodHandles.publicLookup()
          .unreflect(method)
          .asFixedArity()
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the body of a function must be public: " + method, e);
    }
  }
}

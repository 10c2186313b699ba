package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.expression.ScalarSource.Value;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.Carrier;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one function call: boxing and null tests as the method's signature asks for them.
final class CallSource {

  private final CodeBlocks blocks;
  private final @Nullable Environment environment;

  CallSource(CodeBlocks blocks, @Nullable Environment environment) {
    this.blocks = blocks;
    this.environment = environment;
  }

  /// Appends the call over arguments that are computed already.
  Value write(Call call, List<Value> arguments, CodeBlocks.Code code) {
    Carrier carrier = call.type().carrier();
    int name = blocks.nextName();
    blocks.variable(carrier, "v" + name);
    String invocation = invocation(call, arguments);
    Class<?> returned = call.function().method().getReturnType();
    CodeBlocks.Code body = blocks.code();
    boolean mayReturnNull = !returned.isPrimitive();
    if (mayReturnNull) {
      String boxed = "t" + name;
      blocks.variable(returned.getCanonicalName(), boxed, "null");
      body.line(boxed + " = " + invocation + ";");
      body.line("n" + name + " = " + boxed + " == null;");
      body.line("if (!n" + name + ") v" + name + " = " + unboxed(boxed, returned, carrier) + ";");
    } else {
      body.line("v" + name + " = " + invocation + ";");
    }
    String anyNull = call.function().isStrict() ? anyNull(arguments) : "false";
    if (!mayReturnNull && anyNull.equals("false")) {
      code.line(body.text());
      return new Value("v" + name, "false", carrier);
    }
    blocks.variable(Carrier.BOOLEAN, "n" + name);
    if (anyNull.equals("false")) {
      code.line(body.text());
    } else {
      code.line("n" + name + " = " + anyNull + ";");
      code.line("if (!n" + name + ") {\n" + body.text() + "}");
    }
    return new Value("v" + name, "n" + name, carrier);
  }

  private static String anyNull(List<Value> arguments) {
    List<String> terms = new ArrayList<>();
    for (Value argument : arguments) {
      if (argument.isNull().equals("true")) {
        return "true";
      }
      if (!argument.isNull().equals("false")) {
        terms.add(argument.isNull());
      }
    }
    return terms.isEmpty() ? "false" : String.join(" || ", terms);
  }

  private String invocation(Call call, List<Value> arguments) {
    Method method = call.function().method();
    Class<?>[] parameters = method.getParameterTypes();
    List<String> passed = new ArrayList<>();
    for (Object leading : FunctionHandles.leading(call, environment)) {
      Class<?> type = leading instanceof CallTypes ? CallTypes.class : Environment.class;
      passed.add(blocks.constant(type, leading));
    }
    boolean variadic = call.function().isVariadic();
    int fixed = variadic ? parameters.length - passed.size() - 1 : arguments.size();
    int leading = passed.size();
    for (int i = 0; i < fixed; i++) {
      passed.add(argument(arguments.get(i), parameters[leading + i]));
    }
    if (variadic) {
      Class<?> element = parameters[leading + fixed].getComponentType();
      List<String> rest = new ArrayList<>();
      for (Value argument : arguments.subList(fixed, arguments.size())) {
        rest.add(argument(argument, element));
      }
      String array = element.getCanonicalName();
      passed.add("new " + array + "[] {" + String.join(", ", rest) + "}");
    }
    return method.getDeclaringClass().getCanonicalName()
        + "."
        + method.getName()
        + "("
        + String.join(", ", passed)
        + ")";
  }

  private static String argument(Value value, Class<?> parameter) {
    if (parameter.isPrimitive()) {
      return value.value();
    }
    String boxedType = boxedType(value.carrier());
    String boxed =
        value.carrier() == Carrier.SLICE
            ? value.value()
            : boxedType + ".valueOf(" + value.value() + ")";
    String given =
        switch (value.isNull()) {
          case "false" -> boxed;
          case "true" -> "null";
          default -> "(" + value.isNull() + " ? (" + boxedType + ") null : " + boxed + ")";
        };
    // The cast picks the method among those that differ in what they take as an Object.
    return "((" + parameter.getCanonicalName() + ") " + given + ")";
  }

  private static String unboxed(String boxed, Class<?> returned, Carrier carrier) {
    String type = boxedType(carrier);
    String cast = returned == Object.class ? "((" + type + ") " + boxed + ")" : boxed;
    return switch (carrier) {
      case BOOLEAN -> cast + ".booleanValue()";
      case INT -> cast + ".intValue()";
      case LONG -> cast + ".longValue()";
      case DOUBLE -> cast + ".doubleValue()";
      case SLICE -> cast;
    };
  }

  private static String boxedType(Carrier carrier) {
    return switch (carrier) {
      case BOOLEAN -> "Boolean";
      case INT -> "Integer";
      case LONG -> "Long";
      case DOUBLE -> "Double";
      case SLICE -> CodeBlocks.javaType(Carrier.SLICE);
    };
  }
}

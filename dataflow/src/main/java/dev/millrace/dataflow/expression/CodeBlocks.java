package dev.millrace.dataflow.expression;

import dev.millrace.model.type.Carrier;
import java.util.ArrayList;
import java.util.List;

/// What a generated class is made of besides its row loop: constants, variables, and the methods
/// into which long code is cut.
final class CodeBlocks {

  /// Characters of source in one method: some 4 characters make a byte of code, so this stays well
  /// below the 8,000 bytes beyond which HotSpot does not compile.
  private static final int METHOD_CHARS = 10_000;

  private final boolean split;
  private final StringBuilder variables = new StringBuilder();
  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder methods = new StringBuilder();
  private final StringBuilder constantFields = new StringBuilder();
  private final StringBuilder constantAssignments = new StringBuilder();
  private final List<Object> constants = new ArrayList<>();
  private int names;

  CodeBlocks(boolean split) {
    this.split = split;
  }

  /// A number that no variable has yet.
  int nextName() {
    return names++;
  }

  /// Declares a variable of the row, for a value of the carrier.
  void variable(Carrier carrier, String name) {
    String zero = carrier == Carrier.BOOLEAN ? "false" : carrier == Carrier.SLICE ? "null" : "0";
    variable(javaType(carrier), name, zero);
  }

  /// Declares a variable of the row.
  void variable(String type, String name, String zero) {
    variables.append(type).append(' ').append(name);
    variables.append(split ? ";\n" : " = " + zero + ";\n");
    if (split) {
      variables.append("private ");
    }
  }

  /// Declares a variable of the run.
  void field(String type, String name) {
    fields.append("private ").append(type).append(' ').append(name).append(";\n");
  }

  /// Declares a constant and returns its name.
  String constant(Class<?> type, Object value) {
    int index = constants.size();
    constants.add(value);
    String java = type.getCanonicalName();
    String primitive =
        value instanceof Boolean
            ? "boolean"
            : value instanceof Integer
                ? "int"
                : value instanceof Long ? "long" : value instanceof Double ? "double" : java;
    constantFields.append("private final ").append(primitive).append(" k").append(index);
    constantFields.append(";\n");
    String unbox = primitive.equals(java) ? "" : "." + primitive + "Value()";
    constantAssignments.append("k").append(index).append(" = ((").append(java);
    constantAssignments.append(") k[").append(index).append("])").append(unbox).append(";\n");
    return "k" + index;
  }

  Object[] constants() {
    return constants.toArray();
  }

  String constantFields() {
    return constantFields.toString();
  }

  String constantAssignments() {
    return constantAssignments.toString();
  }

  /// The declarations of the variables; as fields when the code is split.
  String variables(String modifier) {
    if (!split) {
      return variables.toString();
    }
    String all = modifier + variables;
    return fields + all.substring(0, all.length() - modifier.length());
  }

  String methods() {
    return methods.toString();
  }

  /// Begins a piece of code.
  Code code() {
    return new Code();
  }

  /// How generated code holds a value.
  static String javaType(Carrier carrier) {
    return switch (carrier) {
      case BOOLEAN -> "boolean";
      case INT -> "int";
      case LONG -> "long";
      case DOUBLE -> "double";
      case SLICE -> "dev.millrace.model.value.Slice";
    };
  }

  /// A run of complete statements. In split code all state is in fields, so that any prefix of it
  /// may move into a method of its own.
  final class Code {
    private final StringBuilder text = new StringBuilder();

    void line(String statement) {
      text.append(statement).append('\n');
      if (split && text.length() > METHOD_CHARS) {
        int name = nextName();
        methods.append("private void m").append(name).append("(int r) {\n").append(text);
        methods.append("}\n");
        text.setLength(0);
        text.append("m").append(name).append("(r);\n");
      }
    }

    String text() {
      return text.toString();
    }
  }
}

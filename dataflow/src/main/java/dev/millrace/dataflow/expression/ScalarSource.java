package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.And;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsDistinct;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.MzNow;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.dataflow.plan.Scalar.Or;
import dev.millrace.dataflow.plan.Scalar.Parameter;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.SqlType;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes expressions as straight Java statements: every node gets a value variable and, where it
/// may be NULL, a null variable; short circuits become `if`s. Must mean what [Interpreter] means.
final class ScalarSource {

  /// Java expressions, free of side effects, for a value and for whether it is NULL. Where it is
  /// NULL the value is any value of the type.
  record Value(String value, String isNull, Carrier carrier) {

    /// The condition that a boolean is true.
    String isTrue() {
      return switch (isNull) {
        case "false" -> value;
        case "true" -> "false";
        default -> "!" + isNull + " && " + value;
      };
    }
  }

  private final List<SqlType> input;
  private final CodeBlocks blocks;
  private final @Nullable Environment environment;
  private final Map<Integer, Value> maps = new HashMap<>();
  private final BitSet usedInputs = new BitSet();

  ScalarSource(List<SqlType> input, CodeBlocks blocks, @Nullable Environment environment) {
    this.input = input;
    this.blocks = blocks;
    this.environment = environment;
  }

  /// The input columns that the code written so far reads.
  BitSet usedInputs() {
    return usedInputs;
  }

  /// The name of an input column.
  String inputColumn(int column) {
    usedInputs.set(column);
    return "c" + column;
  }

  /// Writes the code of a map, to which column references may refer from then on.
  void defineMap(int map, Scalar scalar, CodeBlocks.Code code) {
    maps.put(input.size() + map, named(write(scalar, code), code));
  }

  /// Gives a value variables of its own, as its expressions may refer to what later code changes.
  private Value named(Value value, CodeBlocks.Code code) {
    Variables target = declare(value.carrier());
    target.assign(value, code);
    return target.value(!value.isNull().equals("false"));
  }

  /// Appends statements that compute the expression and returns where its value is.
  Value write(Scalar scalar, CodeBlocks.Code code) {
    return switch (scalar) {
      case ColumnRef(int index, SqlType type) -> column(index, type);
      case Literal(Object value, SqlType type) -> literal(value, type.carrier());
      case Parameter p -> throw new IllegalStateException("unbound parameter $" + (p.index() + 1));
      case MzNow _ -> throw new IllegalStateException("mz_now() outside of a temporal filter");
      case Call call ->
          new CallSource(blocks, environment)
              .write(call, call.arguments().stream().map(a -> write(a, code)).toList(), code);
      case And(var operands) -> connective(operands, false, code);
      case Or(var operands) -> connective(operands, true, code);
      case Not(Scalar operand) -> {
        Value v = write(operand, code);
        yield new Value("(!" + v.value() + ")", v.isNull(), Carrier.BOOLEAN);
      }
      case IsNull(Scalar operand) ->
          new Value("(" + write(operand, code).isNull() + ")", "false", Carrier.BOOLEAN);
      case IsDistinct distinct -> isDistinct(distinct, code);
      case Coalesce(var operands, SqlType type) -> coalesce(operands, type.carrier(), code);
      case Case(var branches, Scalar otherwise, SqlType type) ->
          branches(branches, otherwise, type.carrier(), code);
    };
  }

  private Value column(int index, SqlType type) {
    if (index >= input.size()) {
      Value value = maps.get(index);
      if (value == null) {
        throw new IllegalStateException("column #" + index + " is used before it is computed");
      }
      return value;
    }
    usedInputs.set(index);
    String value =
        switch (type.carrier()) {
          case BOOLEAN -> "(a" + index + "[r] != 0)";
          case INT, LONG, DOUBLE -> "a" + index + "[r]";
          case SLICE -> "c" + index + ".slice(r)";
        };
    String isNull = "(h" + index + " && c" + index + ".isNull(r))";
    return new Value(value, isNull, type.carrier());
  }

  private Value literal(@Nullable Object value, Carrier carrier) {
    return value == null
        ? new Value(zero(carrier), "true", carrier)
        : new Value(blocks.constant(value.getClass(), value), "false", carrier);
  }

  private static String zero(Carrier carrier) {
    return switch (carrier) {
      case BOOLEAN -> "false";
      case INT -> "0";
      case LONG -> "0L";
      case DOUBLE -> "0.0";
      case SLICE -> "dev.millrace.model.value.Slice.EMPTY";
    };
  }

  /// A fresh pair of variables.
  private record Variables(String value, String isNull, Carrier carrier) {

    Value value(boolean mayBeNull) {
      return new Value(value, mayBeNull ? isNull : "false", carrier);
    }

    void assign(Value from, CodeBlocks.Code code) {
      code.line(isNull + " = " + from.isNull() + ";");
      String assignment = value + " = " + from.value() + ";";
      switch (from.isNull()) {
        case "false" -> code.line(assignment);
        case "true" -> {}
        default -> code.line("if (!" + isNull + ") " + assignment);
      }
    }
  }

  private Variables declare(Carrier carrier) {
    int name = blocks.nextName();
    blocks.variable(carrier, "v" + name);
    blocks.variable(Carrier.BOOLEAN, "n" + name);
    return new Variables("v" + name, "n" + name, carrier);
  }

  /// AND if `decisive` is false, OR if it is true: the value variable holds whether the decisive
  /// value was seen.
  private Value connective(List<Scalar> operands, boolean decisive, CodeBlocks.Code code) {
    Variables result = declare(Carrier.BOOLEAN);
    String undecided = decisive ? "!" + result.value : result.value;
    code.line(result.value + " = " + !decisive + "; " + result.isNull + " = false;");
    for (Scalar operand : operands) {
      CodeBlocks.Code inner = blocks.code();
      Value v = write(operand, inner);
      String decides = (decisive ? "" : "!") + v.value();
      inner.line(
          switch (v.isNull()) {
            case "true" -> result.isNull + " = true;";
            case "false" -> "if (" + decides + ") " + result.value + " = " + decisive + ";";
            default ->
                "if ("
                    + v.isNull()
                    + ") "
                    + result.isNull
                    + " = true; else if ("
                    + decides
                    + ") "
                    + result.value
                    + " = "
                    + decisive
                    + ";";
          });
      code.line("if (" + undecided + ") {\n" + inner.text() + "}");
    }
    code.line("if (!(" + undecided + ")) " + result.isNull + " = false;");
    return result.value(true);
  }

  private Value isDistinct(IsDistinct distinct, CodeBlocks.Code code) {
    Value left = named(write(distinct.left(), code), code);
    Value right = named(write(distinct.right(), code), code);
    Variables result = declare(Carrier.BOOLEAN);
    CodeBlocks.Code compare = blocks.code();
    Value equal =
        new CallSource(blocks, environment)
            .write(
                Interpreter.equality(distinct),
                List.of(
                    new Value(left.value(), "false", left.carrier()),
                    new Value(right.value(), "false", right.carrier())),
                compare);
    compare.line(result.value + " = !(" + equal.isTrue() + ");");
    code.line(
        "if ("
            + left.isNull()
            + " || "
            + right.isNull()
            + ") "
            + result.value
            + " = "
            + left.isNull()
            + " != "
            + right.isNull()
            + ";\nelse {\n"
            + compare.text()
            + "}");
    return result.value(false);
  }

  private Value coalesce(List<Scalar> operands, Carrier carrier, CodeBlocks.Code code) {
    Variables result = declare(carrier);
    code.line(result.isNull + " = true;");
    for (Scalar operand : operands) {
      CodeBlocks.Code inner = blocks.code();
      result.assign(write(operand, inner), inner);
      code.line("if (" + result.isNull + ") {\n" + inner.text() + "}");
    }
    return result.value(true);
  }

  private Value branches(
      List<Branch> branches, Scalar otherwise, Carrier carrier, CodeBlocks.Code code) {
    Variables result = declare(carrier);
    String done = declare(Carrier.BOOLEAN).value;
    code.line(done + " = false;");
    for (Branch branch : branches) {
      CodeBlocks.Code inner = blocks.code();
      Value condition = write(branch.condition(), inner);
      CodeBlocks.Code taken = blocks.code();
      taken.line(done + " = true;");
      result.assign(write(branch.value(), taken), taken);
      inner.line("if (" + condition.isTrue() + ") {\n" + taken.text() + "}");
      code.line("if (!" + done + ") {\n" + inner.text() + "}");
    }
    CodeBlocks.Code last = blocks.code();
    result.assign(write(otherwise, last), last);
    code.line("if (!" + done + ") {\n" + last.text() + "}");
    return result.value(true);
  }
}

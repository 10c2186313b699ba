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
import dev.millrace.model.type.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions row by row over boxed values. This is the definition of what an expression
/// means; generated code must agree with it. Also what folds constants and evaluates INSERT …
/// VALUES.
public final class Interpreter {

  private static final Object[] NO_ROW = {};

  private Interpreter() {}

  /// The value of an expression over a row of boxed values (empty for a constant expression).
  ///
  /// @param environment null where no catalog function may occur
  public static @Nullable Object evaluate(
      Scalar scalar, @Nullable Object[] row, @Nullable Environment environment) {
    return prepare(scalar, environment).evaluate(row);
  }

  /// The value of an expression without columns.
  public static @Nullable Object evaluate(Scalar scalar, @Nullable Environment environment) {
    return evaluate(scalar, NO_ROW, environment);
  }

  /// Makes an expression ready to be evaluated many times.
  public static Evaluator prepare(Scalar scalar, @Nullable Environment environment) {
    return switch (scalar) {
      case ColumnRef(int index, _) -> row -> row[index];
      case Literal(Object value, _) -> _ -> value;
      case Parameter p -> throw new IllegalStateException("unbound parameter $" + (p.index() + 1));
      case MzNow _ -> throw new IllegalStateException("mz_now() outside of a temporal filter");
      case Call call ->
          FunctionHandles.evaluator(call, prepare(call.arguments(), environment), environment);
      case And(var operands) -> connective(prepare(operands, environment), false);
      case Or(var operands) -> connective(prepare(operands, environment), true);
      case Not(Scalar operand) -> {
        Evaluator e = prepare(operand, environment);
        yield row -> e.evaluate(row) instanceof Boolean b ? !b : null;
      }
      case IsNull(Scalar operand) -> {
        Evaluator e = prepare(operand, environment);
        yield row -> e.evaluate(row) == null;
      }
      case IsDistinct distinct -> isDistinct(distinct, environment);
      case Coalesce(var operands, _) -> coalesce(prepare(operands, environment));
      case Case(var branches, Scalar otherwise, _) -> branches(branches, otherwise, environment);
    };
  }

  private static List<Evaluator> prepare(List<Scalar> scalars, @Nullable Environment environment) {
    return scalars.stream().map(s -> prepare(s, environment)).toList();
  }

  /// AND if `decisive` is false, OR if it is true.
  private static Evaluator connective(List<Evaluator> operands, boolean decisive) {
    return row -> {
      boolean sawNull = false;
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row);
        if (value == null) {
          sawNull = true;
        } else if ((Boolean) value == decisive) {
          return decisive;
        }
      }
      return sawNull ? null : (Object) !decisive;
    };
  }

  private static Evaluator isDistinct(IsDistinct distinct, @Nullable Environment environment) {
    Evaluator left = prepare(distinct.left(), environment);
    Evaluator right = prepare(distinct.right(), environment);
    Evaluator equal =
        FunctionHandles.evaluator(equality(distinct), List.of(r -> r[0], r -> r[1]), environment);
    return row -> {
      Object l = left.evaluate(row);
      Object r = right.evaluate(row);
      if (l == null || r == null) {
        return l != null || r != null;
      }
      return !Boolean.TRUE.equals(equal.evaluate(new Object[] {l, r}));
    };
  }

  /// The comparison inside IS DISTINCT FROM as a call over columns 0 and 1.
  static Call equality(IsDistinct distinct) {
    return new Call(
        distinct.equal(),
        List.of(
            new ColumnRef(0, distinct.left().type()), new ColumnRef(1, distinct.right().type())),
        ScalarType.BOOL);
  }

  private static Evaluator coalesce(List<Evaluator> operands) {
    return row -> {
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }

  private static Evaluator branches(
      List<Branch> branches, Scalar otherwise, @Nullable Environment environment) {
    List<Evaluator> conditions =
        branches.stream().map(b -> prepare(b.condition(), environment)).toList();
    List<Evaluator> values = branches.stream().map(b -> prepare(b.value(), environment)).toList();
    Evaluator last = prepare(otherwise, environment);
    return row -> {
      for (int i = 0; i < conditions.size(); i++) {
        if (Boolean.TRUE.equals(conditions.get(i).evaluate(row))) {
          return values.get(i).evaluate(row);
        }
      }
      return last.evaluate(row);
    };
  }
}

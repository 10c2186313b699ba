package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsDistinct;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.SqlType;

/// The equality operator of each type, and what plans say with it.
@FunctionalInterface
public interface Equality {

  /// The operator `=` of a type.
  ScalarFunction of(SqlType type);

  /// True if both columns hold the same value or both NULL.
  default Scalar isSame(ColumnRef left, ColumnRef right) {
    return new Not(new IsDistinct(left, right, of(left.type())));
  }

  /// True for a call of an operator `=` over two operands of one type.
  static boolean isEquality(Call call) {
    return call.function().kind() == FunctionKind.OPERATOR
        && call.function().name().equals("=")
        && call.arguments().size() == 2
        && call.arguments()
            .get(0)
            .type()
            .withoutModifier()
            .equals(call.arguments().get(1).type().withoutModifier());
  }
}

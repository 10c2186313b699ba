package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.parse.node.QuantifiedOperator;
import dev.millrace.sql.resolve.Coercion;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Types;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;

/// Binds `x op ANY (array)` and `x op ALL (array)` over an array that is a value.
final class ArrayComparison {

  private final ExpressionBinder binder;
  private final BindContext context;

  ArrayComparison(ExpressionBinder binder) {
    this.binder = binder;
    this.context = binder.context();
  }

  Scalar bind(QuantifiedOperator operator, SqlBasicCall call, int at) {
    Operand subject = binder.operand(call.operand(0));
    Operand array = binder.operand(call.operand(1));
    if (Types.isUnknown(array.type())) {
      SqlType element = Types.isUnknown(subject.type()) ? ScalarType.TEXT : subject.type();
      SqlType type = new ArrayType(element.withoutModifier());
      array = new Operand(context.coercion().implicit(array, type), array.position());
    }
    SqlType element = Coercion.elementOf(array.type());
    if (element == null) {
      throw DatabaseException.at(
          at, SqlState.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side");
    }
    // Resolving the operator on a value of the element's type says what is compared.
    Operand sample = new Operand(new Literal(null, element), array.position());
    Call one = (Call) context.resolver().operator(operator.symbol(), List.of(subject, sample), at);
    SqlType compared = one.arguments().get(1).type();
    if (!compared.withoutModifier().equals(element.withoutModifier())) {
      SqlType wanted = new ArrayType(compared);
      array = new Operand(context.coercion().explicit(array, wanted), array.position());
    }
    Literal symbol = new Literal(Slice.utf8(operator.symbol()), ScalarType.TEXT);
    List<Operand> operands =
        List.of(
            new Operand(symbol, at),
            new Operand(one.arguments().get(0), position(call.operand(0))),
            array);
    return context
        .resolver()
        .function(operator.isAll() ? "all_compare" : "any_compare", operands, at);
  }
}

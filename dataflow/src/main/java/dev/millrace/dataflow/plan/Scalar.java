package dev.millrace.dataflow.plan;

import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression over one row. Evaluation order is left to right and stops early where SQL does
/// (AND, OR, CASE, COALESCE). Equality is structural.
public sealed interface Scalar {

  /// The type of the value.
  SqlType type();

  /// A column of the input row.
  record ColumnRef(int index, SqlType type) implements Scalar {}

  /// A constant; `value` is boxed as the carrier says, null is NULL.
  record Literal(@Nullable Object value, SqlType type) implements Scalar {}

  /// A statement parameter, 0-based; replaced by a Literal before a plan is executed.
  record Parameter(int index, SqlType type) implements Scalar {}

  /// A function, operator or cast.
  record Call(ScalarFunction function, List<Scalar> arguments, SqlType type) implements Scalar {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// Three-valued AND.
  record And(List<Scalar> operands) implements Scalar {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public SqlType type() {
      return ScalarType.BOOL;
    }
  }

  /// Three-valued OR.
  record Or(List<Scalar> operands) implements Scalar {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public SqlType type() {
      return ScalarType.BOOL;
    }
  }

  /// Three-valued NOT.
  record Not(Scalar operand) implements Scalar {
    @Override
    public SqlType type() {
      return ScalarType.BOOL;
    }
  }

  /// IS NULL; never NULL itself.
  record IsNull(Scalar operand) implements Scalar {
    @Override
    public SqlType type() {
      return ScalarType.BOOL;
    }
  }

  /// IS DISTINCT FROM: false for two NULLs; never NULL itself. Both sides have one type; `equal` is
  /// the equality operator of that type.
  record IsDistinct(Scalar left, Scalar right, ScalarFunction equal) implements Scalar {
    @Override
    public SqlType type() {
      return ScalarType.BOOL;
    }
  }

  /// CASE WHEN … THEN … ELSE … END; `otherwise` is a NULL literal where SQL has no ELSE.
  record Case(List<Branch> branches, Scalar otherwise, SqlType type) implements Scalar {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  /// One WHEN … THEN of a CASE.
  record Branch(Scalar condition, Scalar value) {}

  /// The first operand that is not NULL.
  record Coalesce(List<Scalar> operands, SqlType type) implements Scalar {
    public Coalesce {
      operands = List.copyOf(operands);
    }
  }

  /// The milliseconds of the step at which the row is looked at. In a maintained plan only
  /// [Plan.TemporalFilter] may depend on it; in a one-shot plan it is a constant of the read.
  record MzNow() implements Scalar {
    @Override
    public SqlType type() {
      return ScalarType.MZ_TIMESTAMP;
    }
  }
}

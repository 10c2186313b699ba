package dev.millrace.dataflow.law;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Random well-typed expressions over given functions.
public final class RandomScalars {

  private final Random random;
  private final RandomValues values;
  private final List<ScalarFunction> functions;
  private final List<SqlType> types;

  /// Only functions whose arguments and result are of the usable types, or `"any"`, take part.
  public RandomScalars(
      Random random, RandomValues values, List<ScalarFunction> functions, List<SqlType> types) {
    this.random = random;
    this.values = values;
    this.types = types;
    this.functions = functions.stream().filter(this::isUsable).toList();
  }

  private boolean isUsable(ScalarFunction function) {
    return function.kind() != FunctionKind.CATALOG
        && function.volatility() != Volatility.VOLATILE
        && types.contains(function.result())
        && function.arguments().stream().allMatch(t -> types.contains(t) || t.is(TypeId.ANY));
  }

  /// The functions that take part.
  public List<ScalarFunction> functions() {
    return functions;
  }

  /// An expression of the type over the columns.
  public Scalar scalar(SqlType type, List<SqlType> columns, int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return leaf(type, columns);
    }
    Supplier<Scalar> operand = () -> scalar(type, columns, depth - 1);
    if (type.equals(ScalarType.BOOL) && random.nextInt(2) == 0) {
      return condition(columns, depth);
    }
    return switch (random.nextInt(8)) {
      case 0 -> new Scalar.Coalesce(many(operand), type);
      case 1 -> {
        List<Branch> branches = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          branches.add(new Branch(scalar(ScalarType.BOOL, columns, depth - 1), operand.get()));
        }
        yield new Scalar.Case(branches, operand.get(), type);
      }
      default -> call(type, columns, depth);
    };
  }

  private Scalar condition(List<SqlType> columns, int depth) {
    Supplier<Scalar> operand = () -> scalar(ScalarType.BOOL, columns, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> new Scalar.And(many(operand));
      case 1 -> new Scalar.Or(many(operand));
      case 2 -> new Scalar.Not(operand.get());
      case 3 -> new Scalar.IsNull(scalar(anyType(), columns, depth - 1));
      default -> {
        SqlType type = anyType();
        yield equality(type)
            .<Scalar>map(equal ->
                new Scalar.IsDistinct(
                    scalar(type, columns, depth - 1), scalar(type, columns, depth - 1), equal))
            .orElseGet(operand);
      }
    };
  }

  private java.util.Optional<ScalarFunction> equality(SqlType type) {
    return functions.stream()
        .filter(f -> f.name().equals("=") && f.arguments().equals(List.of(type, type)))
        .findFirst();
  }

  private Scalar call(SqlType type, List<SqlType> columns, int depth) {
    List<ScalarFunction> candidates =
        functions.stream().filter(f -> f.result().equals(type)).toList();
    if (candidates.isEmpty()) {
      return leaf(type, columns);
    }
    return callOf(candidates.get(random.nextInt(candidates.size())), columns, depth);
  }

  /// A call of the function with random arguments.
  public Scalar callOf(ScalarFunction function, List<SqlType> columns, int depth) {
    List<Scalar> arguments = new ArrayList<>();
    int extra = function.isVariadic() ? random.nextInt(3) : 0;
    for (int i = 0; i < function.arguments().size() + extra; i++) {
      SqlType declared = function.arguments().get(Math.min(i, function.arguments().size() - 1));
      SqlType wanted = declared.is(TypeId.ANY) ? anyType() : declared;
      arguments.add(scalar(wanted, columns, Math.max(0, depth - 1)));
    }
    return new Scalar.Call(function, arguments, function.result());
  }

  private Scalar leaf(SqlType type, List<SqlType> columns) {
    List<Integer> fitting = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equals(type)) {
        fitting.add(i);
      }
    }
    return fitting.isEmpty() || random.nextInt(4) == 0
        ? new Scalar.Literal(values.value(type), type)
        : new Scalar.ColumnRef(fitting.get(random.nextInt(fitting.size())), type);
  }

  private SqlType anyType() {
    return types.get(random.nextInt(types.size()));
  }

  private List<Scalar> many(Supplier<Scalar> operand) {
    List<Scalar> operands = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      operands.add(operand.get());
    }
    return operands;
  }
}

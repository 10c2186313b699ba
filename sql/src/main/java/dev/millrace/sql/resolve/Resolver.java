package dev.millrace.sql.resolve;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.function.TableFunction.OutputColumn;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.resolve.Overloads.Candidate;
import dev.millrace.sql.resolve.Overloads.Choice;
import dev.millrace.sql.resolve.Overloads.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Names of functions and operators to calls with arguments of the right types. One per statement,
/// because it settles the statement's parameter types.
public final class Resolver {

  private final FunctionRegistry registry;
  private final Spellings spellings;
  private final Overloads overloads;
  private final Coercion coercion;

  private Resolver(
      FunctionRegistry registry, Casts casts, Spellings spellings, ParameterTypes parameters) {
    this.registry = registry;
    this.spellings = spellings;
    this.overloads = new Overloads(casts);
    this.coercion = new Coercion(casts, parameters);
  }

  /// Makes resolvers, one per statement; what depends on the registry only is computed once.
  public static Function<ParameterTypes, Resolver> over(FunctionRegistry registry) {
    Casts casts = new Casts(registry);
    Spellings spellings = new Spellings(registry);
    return parameters -> new Resolver(registry, casts, spellings, parameters);
  }

  /// The casts of this statement.
  public Coercion coercion() {
    return coercion;
  }

  /// What a set-returning function or an aggregate resolves to.
  ///
  /// @param columns types of the function's columns (an aggregate has one)
  public record Resolved<F>(F function, List<Scalar> arguments, List<SqlType> columns) {}

  /// True if there is a scalar function of the name.
  public boolean hasFunction(String name) {
    return !registry.functions(name).isEmpty();
  }

  /// True if there is an aggregate of the name.
  public boolean hasAggregate(String name) {
    return !registry.aggregates(name).isEmpty();
  }

  /// True if there is a set-returning function of the name.
  public boolean hasTableFunction(String name) {
    return !registry.tableFunctions(name).isEmpty();
  }

  /// A call of a scalar function.
  public Scalar function(String name, List<Operand> arguments, int position) {
    List<Candidate<ScalarFunction>> candidates = spellings.functions(name);
    return scalar(choose(candidates, name, arguments, position), arguments);
  }

  /// An operator over one (prefix) or two operands.
  public Scalar operator(String symbol, List<Operand> operands, int position) {
    List<SqlType> types = operands.stream().map(Operand::type).toList();
    List<Candidate<ScalarFunction>> named =
        spellings.operators(symbol.equals("!=") ? "<>" : symbol);
    Choice<ScalarFunction> choice = overloads.choose(named, types, true);
    if (choice instanceof Choice.Found<ScalarFunction> found) {
      return scalar(sameTypes(found.match(), named), operands);
    }
    refuseUndetermined(choice);
    String shown =
        types.size() == 1
            ? symbol + " " + types.getFirst().displayName()
            : types.get(0).displayName() + " " + symbol + " " + types.get(1).displayName();
    if (choice instanceof Choice.Several<ScalarFunction>) {
      throw DatabaseException.at(
              position, SqlState.AMBIGUOUS_FUNCTION, "operator is not unique: " + shown)
          .withHint(
              "Could not choose a best candidate operator. "
                  + "You might need to add explicit type casts.");
    }
    throw DatabaseException.at(
            position, SqlState.UNDEFINED_FUNCTION, "operator does not exist: " + shown)
        .withHint(
            "No operator matches the given name and argument types. "
                + "You might need to add explicit type casts.");
  }

  /// A comparison of numbers of two types, which is exact in the wider one, compares in that: joins
  /// and IS DISTINCT FROM look for equality of one type.
  private Match<ScalarFunction> sameTypes(
      Match<ScalarFunction> match, List<Candidate<ScalarFunction>> named) {
    List<SqlType> types = match.parameters();
    if (types.size() != 2
        || types.get(0).equals(types.get(1))
        || !match.result().equals(ScalarType.BOOL)
        || types.stream().anyMatch(t -> t.category() != TypeCategory.NUMERIC)) {
      return match;
    }
    boolean isFirstWider = coercion.isImplicit(types.get(1), types.get(0));
    SqlType wider = types.get(isFirstWider ? 0 : 1);
    Choice<ScalarFunction> choice = overloads.choose(named, List.of(wider, wider), true);
    return choice instanceof Choice.Found<ScalarFunction> found ? found.match() : match;
  }

  /// The operator `=` that compares two values of a type.
  public ScalarFunction equal(SqlType type) {
    List<SqlType> both = List.of(type, type);
    Choice<ScalarFunction> choice = overloads.choose(spellings.operators("="), both, true);
    if (choice instanceof Choice.Found<ScalarFunction> found) {
      return found.match().callee();
    }
    throw new DatabaseException(
        SqlState.UNDEFINED_FUNCTION,
        "could not identify an equality operator for type " + type.displayName());
  }

  /// An aggregate call.
  public Resolved<AggregateFunction> aggregate(String name, List<Operand> arguments, int position) {
    List<Candidate<AggregateFunction>> candidates = new ArrayList<>();
    for (AggregateFunction f : registry.aggregates(name)) {
      candidates.add(new Candidate<>(f, f.arguments(), false, f.result()));
    }
    Match<AggregateFunction> match = choose(candidates, name, arguments, position);
    return new Resolved<>(match.callee(), coerced(match, arguments), List.of(match.result()));
  }

  /// A call of a set-returning function.
  public Resolved<TableFunction> tableFunction(String name, List<Operand> arguments, int position) {
    List<Candidate<TableFunction>> candidates = new ArrayList<>();
    for (TableFunction f : registry.tableFunctions(name)) {
      candidates.add(new Candidate<>(f, f.arguments(), f.isVariadic(), ScalarType.of(TypeId.VOID)));
    }
    Match<TableFunction> match = choose(candidates, name, arguments, position);
    TableFunction function = match.callee();
    List<SqlType> types = arguments.stream().map(Operand::type).toList();
    List<Candidate<OutputColumn>> one = new ArrayList<>();
    for (OutputColumn column : function.columns()) {
      one.add(new Candidate<>(column, function.arguments(), function.isVariadic(), column.type()));
    }
    List<SqlType> columns = new ArrayList<>();
    for (Candidate<OutputColumn> column : one) {
      Choice<OutputColumn> choice = overloads.choose(List.of(column), types, false);
      columns.add(
          choice instanceof Choice.Found<OutputColumn> found
              ? found.match().result()
              : column.result());
    }
    return new Resolved<>(function, coerced(match, arguments), columns);
  }

  private Scalar scalar(Match<ScalarFunction> match, List<Operand> arguments) {
    return new Call(match.callee(), coerced(match, arguments), match.result());
  }

  private List<Scalar> coerced(Match<?> match, List<Operand> arguments) {
    List<Scalar> all = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      all.add(coercion.argument(arguments.get(i), match.parameters().get(i)));
    }
    return all;
  }

  private static void refuseUndetermined(Choice<?> choice) {
    if (choice instanceof Choice.Undetermined<?>) {
      throw new DatabaseException(
          SqlState.DATATYPE_MISMATCH,
          "could not determine polymorphic type because input has type unknown");
    }
  }

  private <F> Match<F> choose(
      List<Candidate<F>> candidates, String name, List<Operand> arguments, int position) {
    List<SqlType> types = arguments.stream().map(Operand::type).toList();
    Choice<F> choice = overloads.choose(candidates, types, false);
    if (choice instanceof Choice.Found<F> found) {
      return found.match();
    }
    refuseUndetermined(choice);
    String shown =
        types.stream().map(SqlType::displayName).collect(Collectors.joining(", ", name + "(", ")"));
    if (choice instanceof Choice.Several<F>) {
      throw DatabaseException.at(
              position, SqlState.AMBIGUOUS_FUNCTION, "function " + shown + " is not unique")
          .withHint(
              "Could not choose a best candidate function. "
                  + "You might need to add explicit type casts.");
    }
    throw DatabaseException.at(
            position, SqlState.UNDEFINED_FUNCTION, "function " + shown + " does not exist")
        .withHint(
            "No function matches the given name and argument types. "
                + "You might need to add explicit type casts.");
  }
}

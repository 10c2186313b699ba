package dev.millrace.model.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every function, operator, cast and aggregate there is. Immutable after construction; shared by
/// all threads. `FunctionRegistry.standard()` is the one the server uses.
public interface FunctionRegistry {

  /// Scalar and catalog functions of a name (lower case), all overloads.
  List<ScalarFunction> functions(String name);

  /// Operators of a symbol, all overloads, prefix ones with one argument.
  List<ScalarFunction> operators(String symbol);

  /// Set-returning functions of a name.
  List<TableFunction> tableFunctions(String name);

  /// Aggregates of a name.
  List<AggregateFunction> aggregates(String name);

  /// All casts that are not binary-coercible.
  List<CastFunction> casts();

  /// The function with an id as stored in a plan, or null if this version has none.
  @Nullable ScalarFunction function(String id);

  /// The aggregate with an id, or null.
  @Nullable AggregateFunction aggregate(String id);

  /// The set-returning function with an id, or null.
  @Nullable TableFunction tableFunction(String id);

  /// Everything, for `pg_proc` and completeness tests.
  List<ScalarFunction> allFunctions();

  /// Every aggregate.
  List<AggregateFunction> allAggregates();

  /// Every set-returning function.
  List<TableFunction> allTableFunctions();

  /// The registry the server uses: one instance, built on first use.
  static FunctionRegistry standard() {
    return Families.REGISTRY;
  }
}

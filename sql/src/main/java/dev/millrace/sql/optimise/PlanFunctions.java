package dev.millrace.sql.optimise;

import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.TypeId;
import java.util.List;

/// Functions that plans call though nobody wrote them; the registry must have them.
public record PlanFunctions(FunctionRegistry registry) {

  /// An mz_timestamp plus one.
  public ScalarFunction nextMillisecond() {
    return only("step_mz_timestamp", registry.functions("step_mz_timestamp"));
  }

  /// Makes a record of its arguments.
  ScalarFunction record() {
    return only("record_construct", registry.functions("record_construct"));
  }

  /// Takes a record and a 1-based position.
  ScalarFunction field() {
    return only("record_field", registry.functions("record_field"));
  }

  /// Aggregates values into a list.
  AggregateFunction collect() {
    return only("list_agg", registry.aggregates("list_agg"));
  }

  /// Gives the elements of a list as rows.
  TableFunction expand() {
    return only(
        "unnest(list)",
        registry.tableFunctions("unnest").stream()
            .filter(f -> f.arguments().getFirst().is(TypeId.LISTANY))
            .toList());
  }

  private static <F> F only(String name, List<F> functions) {
    if (functions.size() != 1) {
      throw new IllegalStateException(functions.size() + " functions called " + name);
    }
    return functions.getFirst();
  }
}

package dev.millrace.sql.resolve;

import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.sql.resolve.Overloads.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The candidates behind each name, made once. As many entries as the registry has names, since
/// names it does not know are not kept. Any thread may ask.
final class Spellings {

  private final FunctionRegistry registry;
  private final Map<String, List<Candidate<ScalarFunction>>> functions = new ConcurrentHashMap<>();
  private final Map<String, List<Candidate<ScalarFunction>>> operators = new ConcurrentHashMap<>();

  Spellings(FunctionRegistry registry) {
    this.registry = registry;
  }

  List<Candidate<ScalarFunction>> functions(String name) {
    List<Candidate<ScalarFunction>> known = functions.get(name);
    return known != null ? known : keep(functions, name, registry.functions(name));
  }

  List<Candidate<ScalarFunction>> operators(String symbol) {
    List<Candidate<ScalarFunction>> known = operators.get(symbol);
    return known != null ? known : keep(operators, symbol, registry.operators(symbol));
  }

  private static List<Candidate<ScalarFunction>> keep(
      Map<String, List<Candidate<ScalarFunction>>> cache,
      String name,
      List<ScalarFunction> overloads) {
    List<Candidate<ScalarFunction>> all = new ArrayList<>();
    for (ScalarFunction f : overloads) {
      all.add(new Candidate<>(f, f.arguments(), f.isVariadic(), f.result()));
    }
    if (!all.isEmpty()) {
      cache.put(name, List.copyOf(all));
    }
    return all;
  }
}

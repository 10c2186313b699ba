package dev.millrace.model.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The registry the server uses: everything the classes named in [Families] declare.
final class StandardFunctions implements FunctionRegistry {

  private final List<ScalarFunction> all;
  private final Map<String, List<ScalarFunction>> functions;
  private final Map<String, List<ScalarFunction>> operators;
  private final Map<String, List<TableFunction>> tableFunctions;
  private final Map<String, List<AggregateFunction>> aggregates;
  private final List<CastFunction> casts;
  private final Map<String, ScalarFunction> functionsById;
  private final Map<String, AggregateFunction> aggregatesById;
  private final Map<String, TableFunction> tableFunctionsById;

  StandardFunctions() {
    Signatures signatures = new Signatures();
    for (Class<?> owner : Families.SCALAR) {
      signatures.read(owner);
    }
    List<ScalarFunction> called = signatures.functions();
    this.casts = List.copyOf(signatures.casts());
    this.functions =
        byName(called.stream().filter(f -> !isOperator(f)).toList(), ScalarFunction::name);
    this.operators = byName(called.stream().filter(f -> isOperator(f)).toList(), f -> f.name());
    this.tableFunctions = byName(Families.tableFunctions(), TableFunction::name);
    this.aggregates = byName(Families.aggregates(), AggregateFunction::name);
    List<ScalarFunction> everything = new ArrayList<>(called);
    casts.forEach(cast -> everything.add(cast.function()));
    this.all = List.copyOf(everything);
    this.functionsById = byId(all, ScalarFunction::id);
    this.aggregatesById = byId(Families.aggregates(), AggregateFunction::id);
    this.tableFunctionsById = byId(Families.tableFunctions(), TableFunction::id);
  }

  @Override
  public List<ScalarFunction> functions(String name) {
    return functions.getOrDefault(name, List.of());
  }

  @Override
  public List<ScalarFunction> operators(String symbol) {
    return operators.getOrDefault(symbol, List.of());
  }

  @Override
  public List<TableFunction> tableFunctions(String name) {
    return tableFunctions.getOrDefault(name, List.of());
  }

  @Override
  public List<AggregateFunction> aggregates(String name) {
    return aggregates.getOrDefault(name, List.of());
  }

  @Override
  public List<CastFunction> casts() {
    return casts;
  }

  @Override
  public @Nullable ScalarFunction function(String id) {
    return functionsById.get(id);
  }

  @Override
  public @Nullable AggregateFunction aggregate(String id) {
    return aggregatesById.get(id);
  }

  @Override
  public @Nullable TableFunction tableFunction(String id) {
    return tableFunctionsById.get(id);
  }

  @Override
  public List<ScalarFunction> allFunctions() {
    return all;
  }

  @Override
  public List<AggregateFunction> allAggregates() {
    return Families.aggregates();
  }

  @Override
  public List<TableFunction> allTableFunctions() {
    return Families.tableFunctions();
  }

  private static boolean isOperator(ScalarFunction function) {
    return !Character.isLetter(function.name().charAt(0));
  }

  private static <T> Map<String, List<T>> byName(List<T> entries, Function<T, String> name) {
    Map<String, List<T>> lists = new LinkedHashMap<>();
    for (T entry : entries) {
      lists.computeIfAbsent(name.apply(entry), n -> new ArrayList<>()).add(entry);
    }
    lists.replaceAll((n, list) -> List.copyOf(list));
    return lists;
  }

  private static <T> Map<String, T> byId(List<T> entries, Function<T, String> id) {
    Map<String, T> map = new HashMap<>();
    for (T entry : entries) {
      if (map.put(id.apply(entry), entry) != null) {
        throw new IllegalStateException("two functions have the id " + id.apply(entry));
      }
    }
    return map;
  }
}

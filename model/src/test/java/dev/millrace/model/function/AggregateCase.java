package dev.millrace.model.function;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A linear aggregate over random rows, some of them added and taken back again.
record AggregateCase(AggregateFunction function, List<@Nullable String> rows, long seed) {

  private static final Set<TypeId> TYPES =
      Set.of(
          TypeId.BOOL,
          TypeId.INT2,
          TypeId.INT4,
          TypeId.INT8,
          TypeId.FLOAT8,
          TypeId.NUMERIC,
          TypeId.INTERVAL);

  /// Ends of the ranges, which PostgreSQL adds in an order and we do not.
  private static final Set<String> EXTREME =
      Set.of("1.7e308", "1e-320", "178000000 years", "12345678901234567", "1e15", "1e14");

  static List<AggregateCase> all(long seed) {
    List<AggregateCase> cases = new ArrayList<>();
    for (String name :
        List.of(
            "count",
            "sum",
            "avg",
            "bool_and",
            "bool_or",
            "stddev",
            "stddev_pop",
            "variance",
            "var_pop",
            "bit_and",
            "bit_or",
            "bit_xor")) {
      for (AggregateFunction function : FunctionRegistry.standard().aggregates(name)) {
        if (function.arguments().size() == 1
            && function.arguments().getFirst() instanceof ScalarType s
            && TYPES.contains(s.id())) {
          for (int size : List.of(0, 1, 2, 3, 7, 20)) {
            cases.add(random(function, s.id(), size, seed + size));
          }
        }
      }
    }
    return cases;
  }

  private static AggregateCase random(
      AggregateFunction function, TypeId type, int size, long seed) {
    Random random = new Random(seed);
    List<String> pool =
        Pools.values(type).stream()
            .filter(v -> !EXTREME.contains(v))
            .filter(v -> size % 2 == 0 || !v.matches("NaN|-?Infinity"))
            .toList();
    List<@Nullable String> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rows.add(random.nextInt(8) == 0 ? null : pool.get(random.nextInt(pool.size())));
    }
    return new AggregateCase(function, rows, seed);
  }

  String sql() {
    List<String> texts = new ArrayList<>();
    for (String row : rows) {
      texts.add(row == null ? "NULL" : "\"" + row + "\"");
    }
    return function.name()
        + "(x) from unnest('{"
        + String.join(",", texts)
        + "}'::"
        + Calls.typeName(function.arguments().getFirst())
        + "[]) x";
  }

  Outcome ours() {
    SqlType type = function.arguments().getFirst();
    LinearAggregate aggregate =
        java.util.Objects.requireNonNull(function.linear())
            .apply(new CallTypes(function.arguments(), function.result()));
    Chunk chunk = Chunk.of(List.of(type), 16);
    for (String row : rows) {
      chunk.appendRow(new Object[] {row == null ? null : TextFormat.parse(type, row)}, 1);
    }
    byte[] state = new byte[aggregate.stateBytes() + 3];
    byte[] empty = state.clone();
    Random random = new Random(seed);
    for (int i = 0; i < chunk.size(); i++) {
      if (!chunk.columns[0].isNull(i)) {
        long extra = random.nextInt(5);
        aggregate.add(chunk.columns, i, 1 + extra, state, 3);
        aggregate.add(chunk.columns, i, -extra, state, 3);
      }
    }
    Outcome outcome;
    try {
      Object result = aggregate.result(state, 3);
      outcome =
          new Outcome(result == null ? null : TextFormat.text(function.result(), result), null);
    } catch (DatabaseException e) {
      outcome = new Outcome(null, e.state().code() + " " + e.message());
    }
    for (int i = chunk.size() - 1; i >= 0; i--) {
      if (!chunk.columns[0].isNull(i)) {
        aggregate.add(chunk.columns, i, -1, state, 3);
      }
    }
    return Arrays.equals(state, empty) ? outcome : new Outcome(null, "state is not empty again");
  }
}

package dev.millrace.model.function.aggregate;

import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.AggregateKind;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The list of ordered-set aggregates: those called `WITHIN GROUP (ORDER BY value)`. Their
/// arguments are the direct ones, then the value.
public final class OrderedSets {

  private static final SqlType FLOAT8 = ScalarType.FLOAT8;
  private static final SqlType INTERVAL = ScalarType.of(TypeId.INTERVAL);
  private static final SqlType ELEMENT = ScalarType.of(TypeId.ANYELEMENT);
  private static final SqlType FRACTIONS = new ArrayType(FLOAT8);

  private static final List<AggregateFunction> ALL =
      List.of(
          of("percentile_cont", FLOAT8, Percentile::continuous, FLOAT8, FLOAT8),
          of("percentile_cont", INTERVAL, Percentile::continuous, FLOAT8, INTERVAL),
          of("percentile_cont", FRACTIONS, Percentile::continuous, FRACTIONS, FLOAT8),
          of(
              "percentile_cont",
              new ArrayType(INTERVAL),
              Percentile::continuous,
              FRACTIONS,
              INTERVAL),
          of("percentile_disc", ELEMENT, Percentile::discrete, FLOAT8, ELEMENT),
          of(
              "percentile_disc",
              ScalarType.of(TypeId.ANYARRAY),
              Percentile::discrete,
              FRACTIONS,
              ELEMENT),
          of("mode", ELEMENT, Mode::new, ELEMENT));

  private static final Set<String> NAMES =
      ALL.stream().map(AggregateFunction::name).collect(Collectors.toUnmodifiableSet());

  private OrderedSets() {}

  static List<AggregateFunction> all() {
    return ALL;
  }

  /// True if aggregates of the name are called WITHIN GROUP.
  public static boolean contains(String name) {
    return NAMES.contains(name);
  }

  private static AggregateFunction of(
      String name,
      SqlType result,
      Function<CallTypes, GenericAggregate> body,
      SqlType... arguments) {
    String types =
        List.of(arguments).stream().map(SqlType::displayName).collect(Collectors.joining(","));
    return new AggregateFunction(
        name + "(" + types + ")",
        name,
        List.of(arguments),
        result,
        AggregateKind.GENERIC,
        false,
        false,
        null,
        body);
  }
}

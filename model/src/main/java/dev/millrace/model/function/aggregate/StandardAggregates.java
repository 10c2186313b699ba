package dev.millrace.model.function.aggregate;

import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.AggregateKind;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The list of aggregates with their signatures, PostgreSQL's and Materialize's.
public final class StandardAggregates {

  private static final TypeId[] ORDERED = {
    TypeId.BOOL,
    TypeId.INT2,
    TypeId.INT4,
    TypeId.INT8,
    TypeId.UINT2,
    TypeId.UINT4,
    TypeId.UINT8,
    TypeId.FLOAT4,
    TypeId.FLOAT8,
    TypeId.NUMERIC,
    TypeId.TEXT,
    TypeId.BPCHAR,
    TypeId.NAME,
    TypeId.BYTEA,
    TypeId.DATE,
    TypeId.TIME,
    TypeId.TIMETZ,
    TypeId.TIMESTAMP,
    TypeId.TIMESTAMPTZ,
    TypeId.INTERVAL,
    TypeId.UUID,
    TypeId.JSONB,
    TypeId.OID,
    TypeId.MZ_TIMESTAMP,
    TypeId.ANYARRAY,
    TypeId.LISTANY
  };

  private static final List<AggregateFunction> ALL = new StandardAggregates().build();

  private final List<AggregateFunction> all = new ArrayList<>();

  private StandardAggregates() {}

  /// Every aggregate.
  public static List<AggregateFunction> all() {
    return ALL;
  }

  private List<AggregateFunction> build() {
    linear("count", TypeId.INT8, false, t -> new CountAggregate());
    linear("count", TypeId.INT8, true, t -> new CountAggregate(), TypeId.ANY);
    for (TypeId id : ORDERED) {
      ordered("min", id, false);
      ordered("max", id, true);
    }
    sums();
    linear("bool_and", TypeId.BOOL, true, t -> new BooleanAggregate(true), TypeId.BOOL);
    linear("every", TypeId.BOOL, true, t -> new BooleanAggregate(true), TypeId.BOOL);
    linear("bool_or", TypeId.BOOL, true, t -> new BooleanAggregate(false), TypeId.BOOL);
    generic("array_agg", TypeId.ANYARRAY, t -> new CollectAggregate(false), TypeId.ANYNONARRAY);
    generic("array_agg", TypeId.ANYARRAY, CollectAggregate::nested, TypeId.ANYARRAY);
    generic("list_agg", TypeId.LISTANY, t -> new CollectAggregate(true), TypeId.ANYELEMENT);
    variances();
    bits();
    regressions();
    generic("jsonb_agg", TypeId.JSONB, JsonAggregate::array, TypeId.ANY);
    generic("json_agg", TypeId.JSONB, JsonAggregate::array, TypeId.ANY);
    generic("jsonb_object_agg", TypeId.JSONB, JsonAggregate::object, TypeId.ANY, TypeId.ANY);
    generic("json_object_agg", TypeId.JSONB, JsonAggregate::object, TypeId.ANY, TypeId.ANY);
    generic("map_agg", TypeId.MAPANY, t -> JsonAggregate.map(), TypeId.TEXT, TypeId.ANYELEMENT);
    generic("string_agg", TypeId.TEXT, t -> new StringAggregate(), TypeId.TEXT, TypeId.TEXT);
    generic("string_agg", TypeId.BYTEA, t -> new StringAggregate(), TypeId.BYTEA, TypeId.BYTEA);
    all.addAll(OrderedSets.all());
    return List.copyOf(all);
  }

  private void sums() {
    integerSum(TypeId.INT8, TypeId.INT2, TypeId.INT4);
    integerSum(TypeId.NUMERIC, TypeId.INT8, TypeId.UINT8);
    integerSum(TypeId.UINT8, TypeId.UINT2, TypeId.UINT4);
    linear("sum", TypeId.NUMERIC, true, t -> new NumericSum(false), TypeId.NUMERIC);
    linear("avg", TypeId.NUMERIC, true, t -> new NumericSum(true), TypeId.NUMERIC);
    linear("sum", TypeId.FLOAT4, true, t -> new FloatSum(false, true), TypeId.FLOAT4);
    linear("sum", TypeId.FLOAT8, true, t -> new FloatSum(false, false), TypeId.FLOAT8);
    linear("sum", TypeId.INTERVAL, true, t -> new IntervalSum(false), TypeId.INTERVAL);
    linear("avg", TypeId.INTERVAL, true, t -> new IntervalSum(true), TypeId.INTERVAL);
    linear("avg", TypeId.FLOAT8, true, t -> new FloatSum(true, false), TypeId.FLOAT4);
    linear("avg", TypeId.FLOAT8, true, t -> new FloatSum(true, false), TypeId.FLOAT8);
  }

  private void variances() {
    TypeId[] exact = {
      TypeId.INT2, TypeId.INT4, TypeId.INT8, TypeId.UINT2, TypeId.UINT4, TypeId.NUMERIC
    };
    for (String name :
        List.of("variance", "var_samp", "var_pop", "stddev", "stddev_samp", "stddev_pop")) {
      boolean isSample = !name.endsWith("_pop");
      boolean isDeviation = name.startsWith("stddev");
      for (TypeId type : exact) {
        linear(name, TypeId.NUMERIC, true, t -> new NumericVariance(isSample, isDeviation), type);
      }
      for (TypeId type : List.of(TypeId.FLOAT4, TypeId.FLOAT8)) {
        linear(name, TypeId.FLOAT8, true, t -> new FloatVariance(isSample, isDeviation), type);
      }
    }
  }

  private void bits() {
    TypeId[] types = {
      TypeId.INT2, TypeId.INT4, TypeId.INT8, TypeId.UINT2, TypeId.UINT4, TypeId.UINT8
    };
    for (BitAggregate.Kind kind : BitAggregate.Kind.values()) {
      String name = "bit_" + kind.name().toLowerCase(Locale.ROOT);
      for (TypeId type : types) {
        linear(name, type, true, t -> new BitAggregate(kind, ScalarType.of(type)), type);
      }
    }
  }

  private void regressions() {
    for (Regression.Measure measure : Regression.Measure.values()) {
      TypeId result = measure == Regression.Measure.REGR_COUNT ? TypeId.INT8 : TypeId.FLOAT8;
      String name = measure.name().toLowerCase(Locale.ROOT);
      linear(name, result, true, t -> new Regression(measure), TypeId.FLOAT8, TypeId.FLOAT8);
    }
  }

  private void integerSum(TypeId result, TypeId... arguments) {
    for (TypeId argument : arguments) {
      SqlType type = ScalarType.of(argument);
      SqlType sum = ScalarType.of(result);
      linear("sum", result, true, t -> new IntegerSum(type, sum, false), argument);
      linear("avg", TypeId.NUMERIC, true, t -> new IntegerSum(type, sum, true), argument);
    }
  }

  private void linear(
      String name,
      TypeId result,
      boolean isStrict,
      Function<CallTypes, LinearAggregate> body,
      TypeId... arguments) {
    all.add(
        new AggregateFunction(
            id(name, arguments),
            name,
            types(arguments),
            ScalarType.of(result),
            AggregateKind.LINEAR,
            isStrict,
            false,
            body,
            null));
  }

  private void ordered(String name, TypeId type, boolean isDescending) {
    all.add(
        new AggregateFunction(
            id(name, type),
            name,
            types(type),
            ScalarType.of(type),
            AggregateKind.ORDERED,
            true,
            isDescending,
            null,
            null));
  }

  private void generic(
      String name, TypeId result, Function<CallTypes, GenericAggregate> body, TypeId... arguments) {
    all.add(
        new AggregateFunction(
            id(name, arguments),
            name,
            types(arguments),
            ScalarType.of(result),
            AggregateKind.GENERIC,
            false,
            false,
            null,
            body));
  }

  private static String id(String name, TypeId... arguments) {
    List<String> names = new ArrayList<>();
    for (TypeId argument : arguments) {
      names.add(argument.catalogName());
    }
    return name + "(" + String.join(",", names) + ")";
  }

  private static List<SqlType> types(TypeId... ids) {
    List<SqlType> types = new ArrayList<>();
    for (TypeId id : ids) {
      types.add(ScalarType.of(id));
    }
    return types;
  }
}

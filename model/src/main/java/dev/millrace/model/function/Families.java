package dev.millrace.model.function;

import dev.millrace.model.function.aggregate.StandardAggregates;
import dev.millrace.model.function.cast.FractionCasts;
import dev.millrace.model.function.cast.IntegerCasts;
import dev.millrace.model.function.cast.ModifierCasts;
import dev.millrace.model.function.cast.TextCasts;
import dev.millrace.model.function.cast.TimeCasts;
import dev.millrace.model.function.collection.StandardTableFunctions;
import dev.millrace.model.function.compare.BooleanCompare;
import dev.millrace.model.function.compare.BytesCompare;
import dev.millrace.model.function.compare.CollectionCompare;
import dev.millrace.model.function.compare.DateCompare;
import dev.millrace.model.function.compare.FloatCompare;
import dev.millrace.model.function.compare.IntegerCompare;
import dev.millrace.model.function.compare.IntervalCompare;
import dev.millrace.model.function.compare.JsonCompare;
import dev.millrace.model.function.compare.NumericCompare;
import dev.millrace.model.function.compare.UnsignedCompare;
import dev.millrace.model.function.math.BitMath;
import dev.millrace.model.function.math.FloatMath;
import dev.millrace.model.function.math.IntegerMath;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.function.math.UnsignedMath;
import dev.millrace.model.function.text.StringFunctions;
import java.util.List;

/// The classes whose [Sql] methods make up the standard registry, and the registry itself.
final class Families {

  static final List<Class<?>> SCALAR =
      List.of(
          BitMath.class,
          BooleanCompare.class,
          BytesCompare.class,
          CollectionCompare.class,
          DateCompare.class,
          FloatCompare.class,
          FloatMath.class,
          FractionCasts.class,
          IntegerCasts.class,
          IntegerCompare.class,
          IntegerMath.class,
          IntervalCompare.class,
          JsonCompare.class,
          ModifierCasts.class,
          NumericCompare.class,
          NumericMath.class,
          StringFunctions.class,
          TextCasts.class,
          TimeCasts.class,
          UnsignedCompare.class,
          UnsignedMath.class);

  static final FunctionRegistry REGISTRY = new StandardFunctions();

  private Families() {}

  static List<AggregateFunction> aggregates() {
    return StandardAggregates.all();
  }

  static List<TableFunction> tableFunctions() {
    return StandardTableFunctions.all();
  }
}

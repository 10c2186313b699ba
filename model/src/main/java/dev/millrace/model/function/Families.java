package dev.millrace.model.function;

import dev.millrace.model.function.aggregate.StandardAggregates;
import dev.millrace.model.function.bytes.BitFunctions;
import dev.millrace.model.function.bytes.BytesFunctions;
import dev.millrace.model.function.bytes.StableHashes;
import dev.millrace.model.function.cast.FractionCasts;
import dev.millrace.model.function.cast.IntegerCasts;
import dev.millrace.model.function.cast.ModifierCasts;
import dev.millrace.model.function.cast.TextCasts;
import dev.millrace.model.function.cast.TimeCasts;
import dev.millrace.model.function.collection.ArrayFunctions;
import dev.millrace.model.function.collection.ArraySearch;
import dev.millrace.model.function.collection.ArrayShapes;
import dev.millrace.model.function.collection.Constructors;
import dev.millrace.model.function.collection.Elementwise;
import dev.millrace.model.function.collection.ListFunctions;
import dev.millrace.model.function.collection.Quantified;
import dev.millrace.model.function.collection.StandardTableFunctions;
import dev.millrace.model.function.collection.VariadicArrays;
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
import dev.millrace.model.function.compare.ZonedCompare;
import dev.millrace.model.function.json.JsonAccess;
import dev.millrace.model.function.json.JsonBuild;
import dev.millrace.model.function.json.JsonCasts;
import dev.millrace.model.function.json.JsonChange;
import dev.millrace.model.function.json.JsonObjects;
import dev.millrace.model.function.json.JsonPopulate;
import dev.millrace.model.function.json.path.PathFunctions;
import dev.millrace.model.function.math.BitMath;
import dev.millrace.model.function.math.DegreeFunctions;
import dev.millrace.model.function.math.FloatFunctions;
import dev.millrace.model.function.math.FloatMath;
import dev.millrace.model.function.math.IntegerMath;
import dev.millrace.model.function.math.NumberFormat;
import dev.millrace.model.function.math.NumericFunctions;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.function.math.RowCounts;
import dev.millrace.model.function.math.UnsignedMath;
import dev.millrace.model.function.range.RangeFunctions;
import dev.millrace.model.function.range.RangeOperators;
import dev.millrace.model.function.system.CatalogFacts;
import dev.millrace.model.function.system.CatalogText;
import dev.millrace.model.function.system.PrivilegeFunctions;
import dev.millrace.model.function.system.RegistrationCasts;
import dev.millrace.model.function.system.SequenceFunctions;
import dev.millrace.model.function.system.SessionFunctions;
import dev.millrace.model.function.system.SystemFunctions;
import dev.millrace.model.function.text.Like;
import dev.millrace.model.function.text.QuoteFunctions;
import dev.millrace.model.function.text.RegexFunctions;
import dev.millrace.model.function.text.RegexOccurrences;
import dev.millrace.model.function.text.StringFunctions;
import dev.millrace.model.function.text.TextForms;
import dev.millrace.model.function.time.DateFormat;
import dev.millrace.model.function.time.DateFormatReader;
import dev.millrace.model.function.time.Extract;
import dev.millrace.model.function.time.IntervalMath;
import dev.millrace.model.function.time.Overlaps;
import dev.millrace.model.function.time.TimestampMath;
import dev.millrace.model.function.time.Truncate;
import dev.millrace.model.function.time.ZonedTime;
import java.util.List;

/// The classes whose [Sql] methods make up the standard registry, and the registry itself.
final class Families {

  static final List<Class<?>> SCALAR =
      List.of(
          ArrayFunctions.class,
          ArraySearch.class,
          ArrayShapes.class,
          BitFunctions.class,
          BitMath.class,
          BooleanCompare.class,
          BytesCompare.class,
          BytesFunctions.class,
          CatalogFacts.class,
          CatalogText.class,
          CollectionCompare.class,
          Constructors.class,
          DateCompare.class,
          DateFormat.class,
          DateFormatReader.class,
          DegreeFunctions.class,
          Elementwise.class,
          Extract.class,
          FloatCompare.class,
          FloatFunctions.class,
          FloatMath.class,
          FractionCasts.class,
          IntegerCasts.class,
          IntegerCompare.class,
          IntegerMath.class,
          IntervalCompare.class,
          IntervalMath.class,
          JsonAccess.class,
          JsonBuild.class,
          JsonCasts.class,
          JsonChange.class,
          JsonCompare.class,
          JsonObjects.class,
          JsonPopulate.class,
          Like.class,
          ListFunctions.class,
          ModifierCasts.class,
          NumberFormat.class,
          NumericCompare.class,
          NumericFunctions.class,
          NumericMath.class,
          Overlaps.class,
          PathFunctions.class,
          PrivilegeFunctions.class,
          Quantified.class,
          QuoteFunctions.class,
          RangeFunctions.class,
          RangeOperators.class,
          RegexFunctions.class,
          RegexOccurrences.class,
          RegistrationCasts.class,
          RowCounts.class,
          SequenceFunctions.class,
          SessionFunctions.class,
          StableHashes.class,
          StringFunctions.class,
          SystemFunctions.class,
          TextCasts.class,
          TextForms.class,
          TimeCasts.class,
          TimestampMath.class,
          Truncate.class,
          UnsignedCompare.class,
          UnsignedMath.class,
          VariadicArrays.class,
          ZonedCompare.class,
          ZonedTime.class);

  static final FunctionRegistry REGISTRY = new StandardFunctions();

  private Families() {}

  static List<AggregateFunction> aggregates() {
    return StandardAggregates.all();
  }

  static List<TableFunction> tableFunctions() {
    return StandardTableFunctions.all();
  }
}

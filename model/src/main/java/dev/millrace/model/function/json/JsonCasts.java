package dev.millrace.model.function.json;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.cast.FractionCasts;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode.JsonNumber;
import dev.millrace.model.value.json.JsonText;

/// Casts from jsonb to numbers and booleans, and between json and jsonb.
public final class JsonCasts {

  private JsonCasts() {}

  @Sql("jsonb => bool explicit")
  public static boolean toBoolean(Slice json) {
    if (json.at(0) != 't' && json.at(0) != 'f') {
      throw cannot(json, "boolean");
    }
    return json.at(0) == 't';
  }

  @Sql("jsonb => numeric explicit")
  public static Slice toNumeric(Slice json) {
    return numeric(json, "numeric");
  }

  @Sql("jsonb => int2 explicit")
  public static int toInt2(Slice json) {
    return FractionCasts.numericToInt2(numeric(json, "smallint"));
  }

  @Sql("jsonb => int4 explicit")
  public static int toInt4(Slice json) {
    return FractionCasts.numericToInt4(numeric(json, "integer"));
  }

  @Sql("jsonb => int8 explicit")
  public static long toInt8(Slice json) {
    return FractionCasts.numericToInt8(numeric(json, "bigint"));
  }

  @Sql("jsonb => float4 explicit")
  public static double toSingle(Slice json) {
    return FractionCasts.numericToSingle(numeric(json, "real"));
  }

  @Sql("jsonb => float8 explicit")
  public static double toDouble(Slice json) {
    return Numeric.toDouble(numeric(json, "double precision"));
  }

  @Sql({"jsonb => json assignment"})
  public static Slice toText(Slice json) {
    return json;
  }

  @Sql("json => jsonb assignment")
  public static Slice canonical(Slice json) {
    return JsonText.canonical(json.toUtf8());
  }

  private static Slice numeric(Slice json, String type) {
    if (!(JsonText.read(json) instanceof JsonNumber number)) {
      throw cannot(json, type);
    }
    return Numeric.of(number.value());
  }

  private static DatabaseException cannot(Slice json, String type) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE,
        "cannot cast jsonb " + JsonBuild.kind(json) + " to type " + type);
  }
}

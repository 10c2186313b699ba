package dev.millrace.dataflow.law;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random boxed values from small domains, so that equal ones and NULLs occur often; wild ones with
/// extremes, on which arithmetic fails, tame ones without.
public final class RandomValues {

  /// Types every random test may use for columns.
  public static final List<SqlType> TYPES =
      List.of(
          ScalarType.BOOL, ScalarType.INT4, ScalarType.INT8, ScalarType.FLOAT8, ScalarType.TEXT);

  private static final Map<TypeId, Samples> SAMPLES = new EnumMap<>(TypeId.class);

  private record Samples(String[] tame, String[] wild) {}

  static {
    sample(TypeId.BOOL, "true,false", "");
    sample(TypeId.INT2, "0,1,-1,2,7", "32767,-32768");
    sample(TypeId.INT4, "0,1,-1,2,3", "2147483647,-2147483648");
    sample(TypeId.INT8, "0,1,-1,2,3", "9223372036854775807,-9223372036854775808");
    sample(TypeId.FLOAT8, "0,1,-1.5,2,0.25", "1e300,NaN,Infinity,-Infinity");
    sample(TypeId.FLOAT4, "0,1,-1.5,2,0.25", "1e38,NaN,Infinity,-Infinity,-0");
    sample(TypeId.NUMERIC, "0,1,-1,1.5,2.25,100", "NaN,99999999999999999999999999,-0.000000000001");
    sample(TypeId.TEXT, "a,b,ab,A,1", ",-2.5,true,é,x'y,2020-01-02,{},%a_");
    sample(TypeId.DATE, "2020-01-01,2020-02-29,1999-12-31", "infinity,-infinity,4713-01-01 BC");
    sample(TypeId.TIME, "00:00:00,12:34:56.789", "23:59:59.999999");
    sample(TypeId.TIMESTAMP, "2020-01-01 00:00:00,2020-02-29 12:00:00.5", "infinity,-infinity");
    sample(TypeId.TIMESTAMPTZ, "2020-01-01 00:00:00+00,2020-02-29 12:00:00+01", "infinity");
    sample(
        TypeId.INTERVAL, "1 day,24 hours,1 mon,30 days,-1 hour,0", "178000000 years,-1 mon 1 day");
    sample(TypeId.TIMETZ, "00:00:00+00,12:34:56.789-05", "23:59:59.999999+14:30");
    sample(TypeId.INT4RANGE, "[1;3),empty,(;5),[2;)", "[2147483646;2147483647)");
    sample(TypeId.NUMRANGE, "[1;2.5],empty,(;0.5)", "[-1e20;NaN]");
    sample(TypeId.DATERANGE, "[2020-01-01;2020-03-01),empty", "(;infinity)");
    sample(TypeId.UUID, "00000000-0000-0000-0000-000000000001", "");
    sample(TypeId.BYTEA, "\\x00,\\x616263", "\\x,\\xff");
    sample(TypeId.JSONB, "1;\"a\";null;{\"a\":1};[1,2]", "{};[];{\"a\":{\"b\":[]}}");
    sample(TypeId.MZ_TIMESTAMP, "0,5,10,15,20", "18446744073709551615");
  }

  private final Random random;
  private final boolean wild;

  public RandomValues(Random random, boolean wild) {
    this.random = random;
    this.wild = wild;
  }

  private static void sample(TypeId id, String tame, String wild) {
    String separator = id == TypeId.JSONB ? ";" : ",";
    String[] extremes = wild.isEmpty() ? new String[0] : wild.split(separator, -1);
    SAMPLES.put(id, new Samples(tame.split(separator, -1), extremes));
  }

  /// Every type there are samples of.
  public static List<SqlType> allTypes() {
    return SAMPLES.keySet().stream().<SqlType>map(ScalarType::of).toList();
  }

  /// A value of the type, NULL one time in five.
  public @Nullable Object value(SqlType type) {
    return random.nextInt(5) == 0 ? null : nonNull(type);
  }

  /// A value of the type that is not NULL.
  public Object nonNull(SqlType type) {
    Samples samples = SAMPLES.get(((ScalarType) type).id());
    boolean extreme = wild && samples.wild.length > 0 && random.nextInt(3) == 0;
    String[] texts = extreme ? samples.wild : samples.tame;
    String text = texts[random.nextInt(texts.length)];
    boolean isRange = ((ScalarType) type).id().rangeElement() != null;
    return TextFormat.parse(type, isRange ? text.replace(';', ',') : text);
  }

  /// A row of the types.
  public @Nullable Object[] row(List<SqlType> types) {
    @Nullable Object[] row = new Object[types.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(types.get(i));
    }
    return row;
  }

  /// Types of a random row, out of the given ones.
  public List<SqlType> rowType(int width, List<SqlType> from) {
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      types.add(from.get(random.nextInt(from.size())));
    }
    return types;
  }
}

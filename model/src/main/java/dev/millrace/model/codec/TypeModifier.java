package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.TimeWithZone;
import java.math.RoundingMode;

/// Applies the modifier of `numeric(p,s)`, `varchar(n)`, `char(n)`, `timestamp(p)` to a value.
public final class TypeModifier {

  /// `NAMEDATALEN - 1`: longer names are cut.
  private static final int NAME_BYTES_MAX = 63;

  private static final long[] MICROS_ROUND = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  private TypeModifier() {}

  /// The value as an assignment stores it: too long a text fails unless only blanks are cut.
  public static Object assign(SqlType type, Object value) {
    return apply(type, value, false);
  }

  /// The value as an explicit cast gives it: too long a text is cut.
  public static Object cast(SqlType type, Object value) {
    return apply(type, value, true);
  }

  private static Object apply(SqlType type, Object value, boolean isExplicit) {
    if (!(type instanceof ScalarType s) || s.typmod() == -1) {
      return value;
    }
    return switch (s.id()) {
      case NUMERIC -> numeric(s, (Slice) value);
      case VARCHAR -> varchar(s, (Slice) value, isExplicit);
      case BPCHAR -> bpchar(s, (Slice) value, isExplicit);
      case TIME -> time(s.typmod(), (Long) value);
      case TIMETZ -> {
        TimeWithZone time = TimeWithZone.of((Slice) value);
        yield new TimeWithZone(time(s.typmod(), time.micros()), time.westSeconds()).toSlice();
      }
      case TIMESTAMP, TIMESTAMPTZ -> timestamp(s.typmod(), (Long) value);
      case INTERVAL -> interval(s.typmod(), (Slice) value);
      default -> value;
    };
  }

  /// A numeric rounded to the declared scale and checked against the precision.
  public static Slice numeric(ScalarType type, Slice value) {
    if (type.typmod() == -1 || Numeric.isNaN(value)) {
      return value;
    }
    int precision = type.numericPrecision();
    int scale = type.numericScale();
    Slice rounded = value;
    boolean fits = Numeric.isFinite(value);
    if (fits && (Numeric.scale(value) > scale || precision - scale < Numeric.DIGITS_MAX)) {
      if (Numeric.scale(value) > scale) {
        rounded = Numeric.of(Numeric.toBigDecimal(value).setScale(scale, RoundingMode.HALF_UP));
      }
      fits =
          Numeric.unscaled(rounded)
                  .abs()
                  .compareTo(
                      Numeric.powerOfTen(Math.max(precision - scale + Numeric.scale(rounded), 0)))
              < 0;
    }
    if (!fits) {
      throw new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
          .withDetail(
              Numeric.isFinite(value)
                  ? "A field with precision "
                      + precision
                      + ", scale "
                      + scale
                      + " must round to an absolute value less than "
                      + (precision == scale ? "1" : "10^" + (precision - scale))
                      + "."
                  : "A field with precision "
                      + precision
                      + ", scale "
                      + scale
                      + " cannot hold an infinite value.");
    }
    return rounded;
  }

  private static Slice varchar(ScalarType type, Slice value, boolean isExplicit) {
    return limited(value, type.typmod() - 4, isExplicit, "character varying");
  }

  private static Slice bpchar(ScalarType type, Slice value, boolean isExplicit) {
    Slice cut = limited(value, type.typmod() - 4, isExplicit, "character");
    return withoutTrailingBlanks(cut);
  }

  /// The value without blanks at the end, which is how char(n) is stored.
  public static Slice withoutTrailingBlanks(Slice value) {
    int end = value.length();
    while (end > 0 && value.at(end - 1) == ' ') {
      end--;
    }
    return end == value.length() ? value : value.slice(0, end);
  }

  /// A name cut to 63 bytes at a character boundary.
  public static Slice name(Slice value) {
    if (value.length() <= NAME_BYTES_MAX) {
      return value;
    }
    int end = NAME_BYTES_MAX;
    while ((value.at(end) & 0xc0) == 0x80) {
      end--;
    }
    return value.slice(0, end);
  }

  private static Slice limited(Slice value, int characters, boolean isExplicit, String type) {
    if (value.length() <= characters) {
      return value;
    }
    int at = 0;
    int count = 0;
    while (at < value.length()) {
      if ((value.at(at) & 0xc0) != 0x80 && count++ == characters) {
        break;
      }
      at++;
    }
    for (int i = at; i < value.length() && !isExplicit; i++) {
      if (value.at(i) != ' ') {
        throw new DatabaseException(
            SqlState.STRING_DATA_RIGHT_TRUNCATION,
            "value too long for type " + type + "(" + characters + ")");
      }
    }
    return value.slice(0, at);
  }

  private static long time(int precision, long value) {
    long unit = MICROS_ROUND[Math.min(precision, 6)];
    return (value + unit / 2) / unit * unit;
  }

  private static long timestamp(int precision, long value) {
    return Calendar.isFinite(value) ? round(precision, value) : value;
  }

  private static long round(int precision, long value) {
    long unit = MICROS_ROUND[Math.min(precision, 6)];
    return value >= 0 ? (value + unit / 2) / unit * unit : -((-value + unit / 2) / unit * unit);
  }

  /// The low 16 bits of an interval's modifier are the precision; the fields above are not applied.
  private static Slice interval(int typmod, Slice value) {
    int precision = typmod & 0xffff;
    if (precision >= 6) {
      return value;
    }
    Interval span = Interval.of(value);
    return new Interval(span.months(), span.days(), round(precision, span.micros())).toSlice();
  }
}

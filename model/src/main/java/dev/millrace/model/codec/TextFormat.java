package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.TimeWithZone;
import dev.millrace.model.value.json.JsonText;
import dev.millrace.model.value.json.path.PathParser;
import dev.millrace.model.value.json.path.PathText;
import java.util.Objects;

/// PostgreSQL's text format of every type: what a client reads in a DataRow of format 0, what casts
/// to and from text do. The type's modifier is honoured: `numeric(10,2)` prints two digits behind
/// the point, `char(5)` pads, and reading applies it as an assignment does.
public final class TextFormat {

  private TextFormat() {}

  /// The text of a value.
  public static String text(SqlType type, Object value) {
    StringBuilder out = new StringBuilder();
    append(type, value, out);
    return out.toString();
  }

  /// The text of a value in UTF-8; the value itself where it is text already.
  public static Slice toSlice(SqlType type, Object value) {
    return isStoredAsText(type) ? (Slice) value : Slice.utf8(text(type, value));
  }

  /// Appends the text of a value, which is not NULL.
  public static void append(SqlType type, Object value, StringBuilder out) {
    switch (type) {
      case ScalarType s -> appendScalar(s, value, out);
      case ArrayType a -> CollectionText.appendArray(a, (Slice) value, out);
      case ListType l -> CollectionText.appendList(l, (Slice) value, out);
      case MapType m -> CollectionText.appendMap(m, (Slice) value, out);
      case RecordType r -> CollectionText.appendRecord(r, (Slice) value, out);
    }
  }

  /// The value of a text; fails as PostgreSQL's input function of the type does.
  public static Object parse(SqlType type, Slice text) {
    if (type.is(TypeId.NUMERIC) && type.typmod() == -1) {
      Slice plain = Numeric.ofPlainText(text.array(), text.offset(), text.length());
      if (plain != null) {
        return plain;
      }
    }
    if (type.typmod() == -1
        && isStoredAsText(type)
        && !type.is(TypeId.JSON)
        && !type.is(TypeId.JSONB)
        && !type.is(TypeId.JSONPATH)
        && !type.is(TypeId.NAME)
        && !type.is(TypeId.BPCHAR)) {
      return EncodingCheck.utf8(text);
    }
    return parse(type, EncodingCheck.utf8(text).toUtf8());
  }

  /// The value of a text; fails as PostgreSQL's input function of the type does.
  public static Object parse(SqlType type, String text) {
    return switch (type) {
      case ScalarType s -> {
        Object value = parseScalar(s, text);
        yield s.typmod() == -1 ? value : TypeModifier.assign(s, value);
      }
      case ArrayType a -> CollectionReader.array(a, text);
      case ListType l -> CollectionReader.list(l, text);
      case MapType m -> CollectionReader.map(m, text);
      case RecordType r -> CollectionReader.record(r, text);
    };
  }

  private static boolean isStoredAsText(SqlType type) {
    return type instanceof ScalarType s
        && switch (s.id()) {
          case TEXT, VARCHAR, NAME, CHAR, JSON, JSONB, JSONPATH, ACLITEM, PG_NODE_TREE, UNKNOWN ->
              true;
          case BPCHAR -> s.typmod() == -1;
          default -> false;
        };
  }

  private static void appendScalar(ScalarType type, Object value, StringBuilder out) {
    switch (type.id()) {
      case BOOL -> out.append((Boolean) value ? 't' : 'f');
      case INT2, INT4, UINT2, XID -> out.append((int) (Integer) value);
      case OID -> out.append(Integer.toUnsignedLong((Integer) value));
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          out.append(OidNames.current().text(type.id(), (Integer) value));
      case INT8, UINT4 -> out.append((long) (Long) value);
      case UINT8, MZ_TIMESTAMP -> out.append(Long.toUnsignedString((Long) value));
      case FLOAT4 -> NumberText.appendSingle((Double) value, out);
      case FLOAT8 -> NumberText.appendDouble((Double) value, out);
      case NUMERIC -> Numeric.appendTo((Slice) value, Math.max(type.numericScale(), 0), out);
      case BYTEA -> BytesText.appendHex((Slice) value, out);
      case DATE -> DateTimeText.appendDate((Integer) value, out);
      case TIME -> DateTimeText.appendTime((Long) value, out);
      case TIMETZ -> DateTimeText.appendTime(TimeWithZone.of((Slice) value), out);
      case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE ->
          RangeText.append(type, (Slice) value, out);
      case TIMESTAMP -> DateTimeText.appendTimestamp((Long) value, false, out);
      case TIMESTAMPTZ -> DateTimeText.appendTimestamp((Long) value, true, out);
      case INTERVAL -> DateTimeText.appendInterval(Interval.of((Slice) value), out);
      case UUID -> BytesText.appendUuid((Slice) value, out);
      case INT2VECTOR, OIDVECTOR -> CollectionText.appendVector(type, (Slice) value, out);
      case BPCHAR -> appendPadded(type, ((Slice) value).toUtf8(), out);
      case VOID -> {}
      default -> out.append(((Slice) value).toUtf8());
    }
  }

  private static void appendPadded(ScalarType type, String text, StringBuilder out) {
    int missing = type.typmod() - 4 - text.codePointCount(0, text.length());
    out.append(text).repeat(' ', Math.max(missing, 0));
  }

  private static Object parseScalar(ScalarType type, String text) {
    String name = type.id().displayName();
    return switch (type.id()) {
      case BOOL -> NumberText.parseBoolean(text);
      case INT2 -> (int) NumberText.parseInteger(text, name, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT4 -> (int) NumberText.parseInteger(text, name, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT8 -> NumberText.parseInteger(text, name, Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT2 -> (int) NumberText.parseInteger(text, name, 0, 0xffff);
      case UINT4 -> NumberText.parseInteger(text, name, 0, 0xffff_ffffL);
      case UINT8, MZ_TIMESTAMP -> NumberText.parseUnsigned(text, name);
      case XID, OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          (int) NumberText.parseInteger(text, name, Integer.MIN_VALUE, 0xffff_ffffL);
      case FLOAT4 -> NumberText.parseSingle(text);
      case FLOAT8 -> NumberText.parseDouble(text);
      case NUMERIC -> NumberText.parseNumeric(text);
      case BYTEA -> BytesText.parse(text);
      case DATE -> new DateTimeReader(text, name).date();
      case TIME -> new DateTimeReader(text, "time").time();
      case TIMETZ -> new DateTimeReader(text, name).timeWithZone().toSlice();
      case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE ->
          RangeText.parse(type, text);
      case TIMESTAMP -> new DateTimeReader(text, "timestamp").timestamp(false);
      case TIMESTAMPTZ -> new DateTimeReader(text, "timestamp with time zone").timestamp(true);
      case INTERVAL -> new IntervalReader(text).read().toSlice();
      case UUID -> BytesText.parseUuid(text);
      case JSON -> {
        JsonText.validate(text);
        yield checked(text);
      }
      case JSONB -> JsonText.canonical(text);
      case JSONPATH -> checked(PathText.of(PathParser.parse(text)));
      case INT2VECTOR, OIDVECTOR -> CollectionReader.vector(type, text);
      case BPCHAR -> checked(text.stripTrailing());
      case NAME -> TypeModifier.name(checked(text));
      case CHAR -> checked(text.isEmpty() ? text : text.substring(0, 1));
      case TEXT, VARCHAR, ACLITEM, PG_NODE_TREE, UNKNOWN -> checked(text);
      case VOID -> Slice.EMPTY;
      case ANY,
          ANYELEMENT,
          ANYNONARRAY,
          ANYARRAY,
          ANYCOMPATIBLE,
          ANYCOMPATIBLEARRAY,
          LISTANY,
          MAPANY,
          RECORD ->
          throw new DatabaseException(
              SqlState.FEATURE_NOT_SUPPORTED, "cannot accept a value of type " + name);
    };
  }

  /// Text must not hold the zero character, as in PostgreSQL.
  private static Slice checked(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new DatabaseException(
          SqlState.CHARACTER_NOT_IN_REPERTOIRE,
          "invalid byte sequence for encoding \"UTF8\": 0x00");
    }
    return Objects.requireNonNull(Slice.utf8(text));
  }
}

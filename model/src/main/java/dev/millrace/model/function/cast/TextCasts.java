package dev.millrace.model.function.cast;

import dev.millrace.model.codec.DateTimeText;
import dev.millrace.model.codec.NumberText;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.codec.TypeModifier;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;

/// Casts to text and from text, by the types' input and output functions, and among the text types.
public final class TextCasts {

  private TextCasts() {}

  @Sql("int2|int4|uint2|xid => text|varchar|bpchar assignment")
  public static Slice integerToText(int value) {
    return Slice.utf8(Integer.toString(value));
  }

  @Sql("int8|uint4 => text|varchar|bpchar assignment")
  public static Slice longToText(long value) {
    return Slice.utf8(Long.toString(value));
  }

  @Sql("uint8|mz_timestamp => text|varchar|bpchar assignment")
  public static Slice unsignedToText(long value) {
    return Slice.utf8(Long.toUnsignedString(value));
  }

  @Sql("oid => text|varchar|bpchar assignment")
  public static Slice oidToText(int value) {
    return Slice.utf8(Integer.toUnsignedString(value));
  }

  @Sql("bool => text|varchar|bpchar assignment")
  public static Slice booleanToText(boolean value) {
    return Slice.utf8(value ? "true" : "false");
  }

  @Sql("float4|float8 => text|varchar|bpchar assignment")
  public static Slice floatToText(CallTypes types, double value) {
    return Slice.utf8(TextFormat.text(types.arguments().getFirst(), value));
  }

  @Sql("date => text|varchar|bpchar assignment")
  public static Slice dateToText(int value) {
    StringBuilder out = new StringBuilder();
    DateTimeText.appendDate(value, out);
    return Slice.utf8(out.toString());
  }

  @Sql("time|timestamp|timestamptz => text|varchar|bpchar assignment")
  public static Slice timeToText(CallTypes types, long value) {
    return Slice.utf8(TextFormat.text(types.arguments().getFirst(), value));
  }

  @Sql({
    "numeric|bytea|interval|uuid|json|timetz => text|varchar|bpchar assignment",
    "anyrange => text|varchar|bpchar assignment",
    "jsonpath => text|varchar|bpchar assignment",
    "jsonb|int2vector|oidvector|aclitem|pg_node_tree => text|varchar|bpchar assignment",
    "anyarray|list|map|record => text|varchar|bpchar assignment"
  })
  public static Slice bytesToText(CallTypes types, Slice value) {
    return TextFormat.toSlice(types.arguments().getFirst(), value);
  }

  @Sql({
    "varchar => text implicit",
    "text => varchar implicit",
    "name => text implicit",
    "name => varchar assignment",
    "char => text implicit",
    "unknown => text implicit"
  })
  public static Slice same(Slice value) {
    return value;
  }

  @Sql({
    "bpchar => text|varchar implicit",
    "text|varchar => bpchar implicit",
    "name => bpchar assignment"
  })
  public static Slice blankPadded(Slice value) {
    return TypeModifier.withoutTrailingBlanks(value);
  }

  @Sql({"text|varchar => name implicit", "bpchar => name implicit"})
  public static Slice toName(Slice value) {
    return TypeModifier.name(value);
  }

  @Sql("text|varchar|bpchar|name => char assignment")
  public static Slice toChar(Slice value) {
    return (Slice) TextFormat.parse(ScalarType.of(TypeId.CHAR), value);
  }

  @Sql("text|varchar|bpchar|name => bool explicit")
  public static boolean toBoolean(Slice value) {
    return NumberText.parseBoolean(value.toUtf8());
  }

  @Sql("text|varchar|bpchar|name => int2|int4|uint2|oid|xid explicit")
  public static int toInteger(CallTypes types, Slice value) {
    return (Integer) TextFormat.parse(types.result().withoutModifier(), value);
  }

  @Sql("text|varchar|bpchar|name => date explicit")
  public static int toDate(CallTypes types, Slice value) {
    return (Integer) TextFormat.parse(types.result(), value);
  }

  @Sql({
    "text|varchar|bpchar|name => int8|uint4|uint8 explicit",
    "text|varchar|bpchar|name => mz_timestamp assignment",
    "text|varchar|bpchar|name => time|timestamp|timestamptz explicit"
  })
  public static long toLong(CallTypes types, Slice value) {
    return (Long) TextFormat.parse(types.result().withoutModifier(), value);
  }

  @Sql("text|varchar|bpchar|name => float4|float8 explicit")
  public static double toDouble(CallTypes types, Slice value) {
    return (Double) TextFormat.parse(types.result(), value);
  }

  @Sql({
    "text|varchar => numeric|bytea|interval|uuid|json|jsonb|int2vector|oidvector|aclitem explicit",
    "bpchar|name => numeric|bytea|interval|uuid|json|jsonb|int2vector|oidvector|aclitem explicit",
    "text|varchar|bpchar|name => anyarray|list|map|timetz explicit",
    "text|varchar|bpchar|name => anyrange explicit",
    "text|varchar|bpchar|name => jsonpath explicit"
  })
  public static Slice toBytes(CallTypes types, Slice value) {
    return (Slice) TextFormat.parse(types.result().withoutModifier(), value);
  }
}

package dev.millrace.model.type;

import org.jspecify.annotations.Nullable;

/// Every built-in scalar or pseudo type with the facts PostgreSQL's `pg_type` holds about it. The
/// pseudo types (category PSEUDO) occur in function signatures only, never in a column. OIDs from
/// 16384 on are Materialize's.
public enum TypeId {
  BOOL("bool", "boolean", 16, 1000, 1, TypeCategory.BOOLEAN, true, Carrier.BOOLEAN),
  INT2("int2", "smallint", 21, 1005, 2, TypeCategory.NUMERIC, false, Carrier.INT),
  INT4("int4", "integer", 23, 1007, 4, TypeCategory.NUMERIC, false, Carrier.INT),
  INT8("int8", "bigint", 20, 1016, 8, TypeCategory.NUMERIC, false, Carrier.LONG),
  UINT2("uint2", "uint2", 16460, 16461, 2, TypeCategory.NUMERIC, false, Carrier.INT),
  UINT4("uint4", "uint4", 16462, 16463, 4, TypeCategory.NUMERIC, false, Carrier.LONG),
  UINT8("uint8", "uint8", 16464, 16465, 8, TypeCategory.NUMERIC, false, Carrier.LONG),
  FLOAT4("float4", "real", 700, 1021, 4, TypeCategory.NUMERIC, false, Carrier.DOUBLE),
  FLOAT8("float8", "double precision", 701, 1022, 8, TypeCategory.NUMERIC, true, Carrier.DOUBLE),
  NUMERIC("numeric", "numeric", 1700, 1231, -1, TypeCategory.NUMERIC, false, Carrier.SLICE),
  TEXT("text", "text", 25, 1009, -1, TypeCategory.STRING, true, Carrier.SLICE),
  VARCHAR(
      "varchar", "character varying", 1043, 1015, -1, TypeCategory.STRING, false, Carrier.SLICE),
  BPCHAR("bpchar", "character", 1042, 1014, -1, TypeCategory.STRING, false, Carrier.SLICE),
  CHAR("char", "\"char\"", 18, 1002, 1, TypeCategory.INTERNAL, false, Carrier.SLICE),
  NAME("name", "name", 19, 1003, 64, TypeCategory.STRING, false, Carrier.SLICE),
  BYTEA("bytea", "bytea", 17, 1001, -1, TypeCategory.USER, false, Carrier.SLICE),
  DATE("date", "date", 1082, 1182, 4, TypeCategory.DATETIME, false, Carrier.INT),
  TIME("time", "time without time zone", 1083, 1183, 8, TypeCategory.DATETIME, false, Carrier.LONG),
  TIMETZ(
      "timetz", "time with time zone", 1266, 1270, 12, TypeCategory.DATETIME, false, Carrier.SLICE),
  TIMESTAMP(
      "timestamp",
      "timestamp without time zone",
      1114,
      1115,
      8,
      TypeCategory.DATETIME,
      false,
      Carrier.LONG),
  TIMESTAMPTZ(
      "timestamptz",
      "timestamp with time zone",
      1184,
      1185,
      8,
      TypeCategory.DATETIME,
      true,
      Carrier.LONG),
  INTERVAL("interval", "interval", 1186, 1187, 16, TypeCategory.TIMESPAN, true, Carrier.SLICE),
  INT4RANGE("int4range", "int4range", 3904, 3905, -1, TypeCategory.RANGE, false, Carrier.SLICE),
  INT8RANGE("int8range", "int8range", 3926, 3927, -1, TypeCategory.RANGE, false, Carrier.SLICE),
  NUMRANGE("numrange", "numrange", 3906, 3907, -1, TypeCategory.RANGE, false, Carrier.SLICE),
  TSRANGE("tsrange", "tsrange", 3908, 3909, -1, TypeCategory.RANGE, false, Carrier.SLICE),
  TSTZRANGE("tstzrange", "tstzrange", 3910, 3911, -1, TypeCategory.RANGE, false, Carrier.SLICE),
  DATERANGE("daterange", "daterange", 3912, 3913, -1, TypeCategory.RANGE, false, Carrier.SLICE),
  UUID("uuid", "uuid", 2950, 2951, 16, TypeCategory.USER, false, Carrier.SLICE),
  JSON("json", "json", 114, 199, -1, TypeCategory.USER, false, Carrier.SLICE),
  JSONB("jsonb", "jsonb", 3802, 3807, -1, TypeCategory.USER, false, Carrier.SLICE),
  JSONPATH("jsonpath", "jsonpath", 4072, 4073, -1, TypeCategory.USER, false, Carrier.SLICE),
  OID("oid", "oid", 26, 1028, 4, TypeCategory.NUMERIC, true, Carrier.INT),
  REGCLASS("regclass", "regclass", 2205, 2210, 4, TypeCategory.NUMERIC, false, Carrier.INT),
  REGTYPE("regtype", "regtype", 2206, 2211, 4, TypeCategory.NUMERIC, false, Carrier.INT),
  REGPROC("regproc", "regproc", 24, 1008, 4, TypeCategory.NUMERIC, false, Carrier.INT),
  REGNAMESPACE(
      "regnamespace", "regnamespace", 4089, 4090, 4, TypeCategory.NUMERIC, false, Carrier.INT),
  REGROLE("regrole", "regrole", 4096, 4097, 4, TypeCategory.NUMERIC, false, Carrier.INT),
  MZ_TIMESTAMP(
      "mz_timestamp", "mz_timestamp", 16552, 16553, 8, TypeCategory.NUMERIC, false, Carrier.LONG),
  INT2VECTOR("int2vector", "int2vector", 22, 1006, -1, TypeCategory.ARRAY, false, Carrier.SLICE),
  OIDVECTOR("oidvector", "oidvector", 30, 1013, -1, TypeCategory.ARRAY, false, Carrier.SLICE),
  ACLITEM("aclitem", "aclitem", 1033, 1034, 12, TypeCategory.USER, false, Carrier.SLICE),
  XID("xid", "xid", 28, 1011, 4, TypeCategory.USER, false, Carrier.INT),
  PG_NODE_TREE(
      "pg_node_tree", "pg_node_tree", 194, 0, -1, TypeCategory.INTERNAL, false, Carrier.SLICE),
  UNKNOWN("unknown", "unknown", 705, 0, -2, TypeCategory.UNKNOWN, false, Carrier.SLICE),
  VOID("void", "void", 2278, 0, 4, TypeCategory.PSEUDO, false, Carrier.SLICE),
  ANY("any", "\"any\"", 2276, 0, 4, TypeCategory.PSEUDO, false, Carrier.SLICE),
  ANYELEMENT("anyelement", "anyelement", 2283, 0, 4, TypeCategory.PSEUDO, false, Carrier.SLICE),
  ANYNONARRAY("anynonarray", "anynonarray", 2776, 0, 4, TypeCategory.PSEUDO, false, Carrier.SLICE),
  ANYARRAY("anyarray", "anyarray", 2277, 0, -1, TypeCategory.PSEUDO, false, Carrier.SLICE),
  ANYCOMPATIBLE(
      "anycompatible", "anycompatible", 5077, 0, 4, TypeCategory.PSEUDO, false, Carrier.SLICE),
  ANYCOMPATIBLEARRAY(
      "anycompatiblearray",
      "anycompatiblearray",
      5078,
      0,
      -1,
      TypeCategory.PSEUDO,
      false,
      Carrier.SLICE),
  LISTANY("list", "list", 16384, 0, -1, TypeCategory.PSEUDO, false, Carrier.SLICE),
  MAPANY("map", "map", 16385, 0, -1, TypeCategory.PSEUDO, false, Carrier.SLICE),
  RECORD("record", "record", 2249, 2287, -1, TypeCategory.PSEUDO, false, Carrier.SLICE);

  private final String catalogName;
  private final String displayName;
  private final int oid;
  private final int arrayOid;
  private final int length;
  private final TypeCategory category;
  private final boolean preferred;
  private final Carrier carrier;

  @SuppressWarnings("TooManyParameters") // a table row
  TypeId(
      String catalogName,
      String displayName,
      int oid,
      int arrayOid,
      int length,
      TypeCategory category,
      boolean preferred,
      Carrier carrier) {
    this.catalogName = catalogName;
    this.displayName = displayName;
    this.oid = oid;
    this.arrayOid = arrayOid;
    this.length = length;
    this.category = category;
    this.preferred = preferred;
    this.carrier = carrier;
  }

  /// `pg_type.typname`, for example `int4`.
  public String catalogName() {
    return catalogName;
  }

  /// What `format_type` prints without a modifier, for example `integer`.
  public String displayName() {
    return displayName;
  }

  /// `pg_type.oid`.
  public int oid() {
    return oid;
  }

  /// OID of the array over this type, 0 where there is none.
  public int arrayOid() {
    return arrayOid;
  }

  /// `pg_type.typlen`: bytes, -1 for variable length.
  public int length() {
    return length;
  }

  /// `pg_type.typcategory`.
  public TypeCategory category() {
    return category;
  }

  /// `pg_type.typispreferred`.
  public boolean isPreferred() {
    return preferred;
  }

  /// The type of the bounds of a range type; null for other types.
  public @Nullable TypeId rangeElement() {
    return switch (this) {
      case INT4RANGE -> INT4;
      case INT8RANGE -> INT8;
      case NUMRANGE -> NUMERIC;
      case TSRANGE -> TIMESTAMP;
      case TSTZRANGE -> TIMESTAMPTZ;
      case DATERANGE -> DATE;
      default -> null;
    };
  }

  /// How functions take the type's values.
  public Carrier carrier() {
    return carrier;
  }

  /// True for types that occur in signatures only.
  public boolean isPseudo() {
    return category == TypeCategory.PSEUDO;
  }
}

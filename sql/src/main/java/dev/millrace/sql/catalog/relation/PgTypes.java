package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `pg_type`, and the input and output functions it refers to.
final class PgTypes {

  /// OIDs that PostgreSQL gives to what its bootstrap creates without a fixed number.
  private static final int FIRST_IO_FUNCTION = 10_000;

  /// Functions of arrays whose OIDs drivers know or join on.
  static final int ARRAY_IN = 750;

  static final int ARRAY_OUT = 751;
  static final int ARRAY_RECV = 2400;
  static final int ARRAY_SEND = 2401;

  private static final Map<Integer, SqlType> BY_OID = new HashMap<>();

  static {
    for (TypeId id : TypeId.values()) {
      BY_OID.put(id.oid(), ScalarType.of(id));
      if (id.arrayOid() != 0) {
        BY_OID.putIfAbsent(id.arrayOid(), new ArrayType(ScalarType.of(id)));
      }
    }
  }

  private PgTypes() {}

  /// A built-in type by OID, or null.
  static @Nullable SqlType byOid(int oid) {
    return BY_OID.get(oid);
  }

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            SystemSchemas.PG_CATALOG,
            "pg_type",
            1247,
            "oid oid!, typname name!, typnamespace oid!, typowner oid!, typlen int2!,"
                + " typbyval bool!, typtype char!, typcategory char!, typispreferred bool!,"
                + " typisdefined bool!, typdelim char!, typrelid oid!, typsubscript regproc!,"
                + " typelem oid!, typarray oid!, typinput regproc!, typoutput regproc!,"
                + " typreceive regproc!, typsend regproc!, typmodin regproc!, typmodout regproc!,"
                + " typanalyze regproc!, typalign char!, typstorage char!, typnotnull bool!,"
                + " typbasetype oid!, typtypmod int4!, typndims int4!, typcollation oid!,"
                + " typdefaultbin pg_node_tree, typdefault text, typacl aclitem[]",
            PgTypes::types));
    add.accept(
        of(
            SystemSchemas.PG_CATALOG,
            "pg_range",
            3541,
            "rngtypid oid!, rngsubtype oid!, rngmultitypid oid!, rngcollation oid!,"
                + " rngsubopc oid!, rngcanonical regproc!, rngsubdiff regproc!",
            PgTypes::ranges));
    add.accept(
        of(
            SystemSchemas.MZ_CATALOG,
            "mz_types",
            0,
            "id text!, oid oid!, schema_id text!, name text!, category text!, owner_id text!,"
                + " privileges aclitem[], create_sql text, redacted_create_sql text",
            PgTypes::mzTypes));
  }

  private static void ranges(RelationContext c, RowBuilder out) {
    for (TypeId id : TypeId.values()) {
      TypeId element = id.rangeElement();
      if (element != null) {
        out.row(id.oid(), element.oid(), 0, 0, 0, 0, 0);
      }
    }
  }

  private static void types(RelationContext c, RowBuilder out) {
    for (TypeId id : TypeId.values()) {
      int io = ioFunction(id);
      boolean isVector = id == TypeId.INT2VECTOR || id == TypeId.OIDVECTOR;
      int element =
          switch (id) {
            case INT2VECTOR -> TypeId.INT2.oid();
            case OIDVECTOR -> TypeId.OID.oid();
            case NAME -> TypeId.CHAR.oid();
            default -> 0;
          };
      row(
          c,
          out,
          new Row(
              id.oid(),
              id.catalogName(),
              id.length(),
              id.isPseudo() ? 'p' : id.rangeElement() != null ? 'r' : 'b',
              id.category(),
              id.isPreferred(),
              isVector || id == TypeId.NAME ? element : 0,
              id.arrayOid(),
              new int[] {io, io + 1, io + 2, io + 3}));
    }
    for (TypeId id : TypeId.values()) {
      if (id.arrayOid() != 0) {
        row(
            c,
            out,
            new Row(
                id.arrayOid(),
                "_" + id.catalogName(),
                -1,
                id == TypeId.RECORD ? 'p' : 'b',
                TypeCategory.ARRAY,
                false,
                id.oid(),
                0,
                new int[] {ARRAY_IN, ARRAY_OUT, ARRAY_RECV, ARRAY_SEND}));
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      int oid,
      String name,
      int length,
      char type,
      TypeCategory category,
      boolean isPreferred,
      int element,
      int array,
      int[] functions) {}

  private static void row(RelationContext c, RowBuilder out, Row r) {
    boolean isByValue = r.length() > 0 && r.length() <= 8;
    int collation = r.category() == TypeCategory.STRING ? PgObjects.DEFAULT_COLLATION : 0;
    out.row(
        r.oid(),
        r.name(),
        SystemSchemas.PG_CATALOG.oid(),
        c.ownerOid(0),
        r.length(),
        isByValue,
        r.type(),
        r.category().code(),
        r.isPreferred(),
        true,
        ',',
        0,
        0,
        r.element(),
        r.array(),
        r.functions()[0],
        r.functions()[1],
        r.functions()[2],
        r.functions()[3],
        0,
        0,
        0,
        'i',
        r.length() > 0 ? 'p' : 'x',
        false,
        0,
        -1,
        0,
        collation,
        null,
        null,
        null);
  }

  private static void mzTypes(RelationContext c, RowBuilder out) {
    String owner = "s1";
    for (TypeId id : TypeId.values()) {
      out.row(
          "s" + id.oid(),
          id.oid(),
          "s1",
          id.catalogName(),
          id.isPseudo() ? "pseudo" : id.category().name().toLowerCase(java.util.Locale.ROOT),
          owner,
          null,
          null,
          null);
    }
  }

  private static int ioFunction(TypeId id) {
    return FIRST_IO_FUNCTION + 4 * id.ordinal();
  }

  /// A function that `pg_type` refers to.
  record IoFunction(int oid, String name, int resultOid) {}

  /// The input, output, receive and send functions of all types.
  static List<IoFunction> ioFunctions() {
    List<IoFunction> functions = new ArrayList<>();
    int cstring = TypeId.TEXT.oid();
    for (TypeId id : TypeId.values()) {
      String infix = id.catalogName().contains("_") || id.isPseudo() ? "_" : "";
      String name =
          id == TypeId.TIMESTAMP || id == TypeId.TIMESTAMPTZ
              ? id.catalogName() + "_"
              : id.catalogName() + infix;
      int oid = ioFunction(id);
      functions.add(new IoFunction(oid, name + "in", id.oid()));
      functions.add(new IoFunction(oid + 1, name + "out", cstring));
      functions.add(new IoFunction(oid + 2, name + "recv", id.oid()));
      functions.add(new IoFunction(oid + 3, name + "send", TypeId.BYTEA.oid()));
    }
    functions.add(new IoFunction(ARRAY_IN, "array_in", TypeId.ANYARRAY.oid()));
    functions.add(new IoFunction(ARRAY_OUT, "array_out", cstring));
    functions.add(new IoFunction(ARRAY_RECV, "array_recv", TypeId.ANYARRAY.oid()));
    functions.add(new IoFunction(ARRAY_SEND, "array_send", TypeId.BYTEA.oid()));
    return functions;
  }
}

package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `pg_proc` and `mz_functions`, from the function registry.
final class PgFunctions {

  private PgFunctions() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            SystemSchemas.PG_CATALOG,
            "pg_proc",
            1255,
            "oid oid!, proname name!, pronamespace oid!, proowner oid!, prolang oid!,"
                + " procost float4!, prorows float4!, provariadic oid!, prosupport regproc!,"
                + " prokind char!, prosecdef bool!, proleakproof bool!, proisstrict bool!,"
                + " proretset bool!, provolatile char!, proparallel char!, pronargs int2!,"
                + " pronargdefaults int2!, prorettype oid!, proargtypes oidvector!,"
                + " proallargtypes oid[], proargmodes char[], proargnames text[],"
                + " proargdefaults pg_node_tree, protrftypes oid[], prosrc text!, probin text,"
                + " prosqlbody pg_node_tree, proconfig text[], proacl aclitem[]",
            PgFunctions::procedures));
    add.accept(
        of(
            SystemSchemas.MZ_CATALOG,
            "mz_functions",
            0,
            "id text!, oid oid!, schema_id text!, name text!, argument_type_ids text[]!,"
                + " variadic_argument_type_id text, return_type_id text, returns_set bool!,"
                + " owner_id text!",
            PgFunctions::mzFunctions));
  }

  private static final Map<FunctionRegistry, FunctionList> LISTS = new ConcurrentHashMap<>();

  /// The functions of a registry, numbered once.
  static FunctionList list(FunctionRegistry registry) {
    return LISTS.computeIfAbsent(registry, FunctionList::new);
  }

  /// The function with an OID, or null.
  static FunctionList.@Nullable Entry byOid(FunctionRegistry registry, int oid) {
    return list(registry).byOid(oid);
  }

  /// The OID of a function by name, or 0.
  static int oidOf(FunctionRegistry registry, String name) {
    for (PgTypes.IoFunction function : PgTypes.ioFunctions()) {
      if (function.name().equals(name)) {
        return function.oid();
      }
    }
    for (FunctionList.Entry entry : list(registry).entries()) {
      if (entry.name().equals(name)) {
        return entry.oid();
      }
    }
    return 0;
  }

  /// The name of a function by OID, or null.
  static @Nullable String nameOf(FunctionRegistry registry, int oid) {
    for (PgTypes.IoFunction function : PgTypes.ioFunctions()) {
      if (function.oid() == oid) {
        return function.name();
      }
    }
    FunctionList.Entry entry = byOid(registry, oid);
    return entry == null ? null : entry.name();
  }

  private static void procedures(RelationContext c, RowBuilder out) {
    for (PgTypes.IoFunction io : PgTypes.ioFunctions()) {
      SqlType result = PgTypes.byOid(io.resultOid());
      row(
          c,
          out,
          new FunctionList.Entry(
              io.oid(),
              io.name(),
              List.of(),
              result == null ? ScalarType.TEXT : result,
              false,
              true,
              'i',
              'f',
              false));
    }
    list(c.functions()).entries().forEach(entry -> row(c, out, entry));
  }

  private static void row(RelationContext c, RowBuilder out, FunctionList.Entry f) {
    out.row(
        f.oid(),
        f.name(),
        SystemSchemas.PG_CATALOG.oid(),
        c.ownerOid(0),
        12,
        1f,
        f.returnsSet() ? 100f : 0f,
        f.isVariadic() ? f.arguments().getLast().oid() : 0,
        0,
        f.kind(),
        false,
        false,
        f.isStrict(),
        f.returnsSet(),
        f.volatility(),
        's',
        f.arguments().size(),
        0,
        f.result().oid(),
        new RowBuilder.Vector(f.arguments().stream().map(SqlType::oid).toList()),
        null,
        null,
        null,
        null,
        null,
        f.name(),
        null,
        null,
        null,
        null);
  }

  private static void mzFunctions(RelationContext c, RowBuilder out) {
    for (FunctionList.Entry f : list(c.functions()).entries()) {
      out.row(
          "s" + f.oid(),
          f.oid(),
          "s1",
          f.name(),
          f.arguments().stream().map(PgFunctions::typeId).toList(),
          f.isVariadic() ? typeId(f.arguments().getLast()) : null,
          typeId(f.result()),
          f.returnsSet(),
          "s1");
    }
  }

  private static String typeId(SqlType type) {
    return "s" + (type instanceof ScalarType s ? s.id() : TypeId.ANYARRAY).oid();
  }
}

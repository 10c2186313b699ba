package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `pg_proc` and `mz_functions`, from the function registry.
final class PgFunctions {

  /// Above the functions of types; see [PgTypes].
  private static final int FIRST_OID = 10_500;

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

  /// A function with the OID it has in this server.
  record Numbered(int oid, ScalarFunction function) {}

  /// Functions that are called by name, in a stable order.
  static List<Numbered> all(FunctionRegistry registry) {
    List<ScalarFunction> named =
        registry.allFunctions().stream()
            .filter(f -> f.kind() == FunctionKind.SCALAR || f.kind() == FunctionKind.CATALOG)
            .sorted(Comparator.comparing(ScalarFunction::id))
            .toList();
    List<Numbered> numbered = new ArrayList<>();
    for (ScalarFunction function : named) {
      numbered.add(new Numbered(FIRST_OID + numbered.size(), function));
    }
    return numbered;
  }

  /// The function with an OID, or null.
  static @Nullable ScalarFunction byOid(FunctionRegistry registry, int oid) {
    List<Numbered> all = oid < FIRST_OID ? List.of() : all(registry);
    int index = oid - FIRST_OID;
    return index >= 0 && index < all.size() ? all.get(index).function() : null;
  }

  /// The OID of a function by name, or 0.
  static int oidOf(FunctionRegistry registry, String name) {
    for (PgTypes.IoFunction function : PgTypes.ioFunctions()) {
      if (function.name().equals(name)) {
        return function.oid();
      }
    }
    for (Numbered numbered : all(registry)) {
      if (numbered.function().name().equals(name)) {
        return numbered.oid();
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
    ScalarFunction function = byOid(registry, oid);
    return function == null ? null : function.name();
  }

  private static void procedures(RelationContext c, RowBuilder out) {
    for (PgTypes.IoFunction io : PgTypes.ioFunctions()) {
      row(c, out, new Procedure(io.oid(), io.name(), List.of(), io.resultOid(), 0, true, 'i'));
    }
    for (Numbered numbered : all(c.functions())) {
      ScalarFunction f = numbered.function();
      char volatility =
          switch (f.volatility()) {
            case IMMUTABLE -> 'i';
            case STABLE -> 's';
            case VOLATILE -> 'v';
          };
      row(
          c,
          out,
          new Procedure(
              numbered.oid(),
              f.name(),
              f.arguments(),
              f.result().oid(),
              f.isVariadic() ? f.arguments().getLast().oid() : 0,
              f.isStrict(),
              volatility));
    }
  }

  private record Procedure(
      int oid,
      String name,
      List<SqlType> arguments,
      int result,
      int variadic,
      boolean isStrict,
      char volatility) {}

  private static void row(RelationContext c, RowBuilder out, Procedure p) {
    out.row(
        p.oid(),
        p.name(),
        SystemSchemas.PG_CATALOG.oid(),
        c.ownerOid(0),
        12,
        1f,
        0f,
        p.variadic(),
        0,
        'f',
        false,
        false,
        p.isStrict(),
        false,
        p.volatility(),
        's',
        p.arguments().size(),
        0,
        p.result(),
        new RowBuilder.Vector(p.arguments().stream().map(SqlType::oid).toList()),
        null,
        null,
        null,
        null,
        null,
        p.name(),
        null,
        null,
        null,
        null);
  }

  private static void mzFunctions(RelationContext c, RowBuilder out) {
    for (Numbered numbered : all(c.functions())) {
      ScalarFunction f = numbered.function();
      out.row(
          "s" + numbered.oid(),
          numbered.oid(),
          "s1",
          f.name(),
          f.arguments().stream().map(PgFunctions::typeId).toList(),
          f.isVariadic() ? typeId(f.arguments().getLast()) : null,
          typeId(f.result()),
          false,
          "s1");
    }
  }

  private static String typeId(SqlType type) {
    return "s" + (type instanceof ScalarType s ? s.id() : TypeId.ANYARRAY).oid();
  }
}

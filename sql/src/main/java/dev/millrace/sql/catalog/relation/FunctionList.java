package dev.millrace.sql.catalog.relation;

import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.CastFunction;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.InternalNames;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions of a registry as the catalog shows them: those called by name, aggregates,
/// set-returning ones and the functions behind casts, each with the OID it has in this server.
final class FunctionList {

  /// Above the functions of types; see [PgTypes].
  private static final int FIRST_OID = 10_500;

  /// One row of `pg_proc`.
  ///
  /// @param kind `f` function, `a` aggregate
  /// @param volatility `i`, `s` or `v`
  record Entry(
      int oid,
      String name,
      List<SqlType> arguments,
      SqlType result,
      boolean isVariadic,
      boolean isStrict,
      char volatility,
      char kind,
      boolean returnsSet) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> oidsById = new HashMap<>();

  FunctionList(FunctionRegistry registry) {
    registry.allFunctions().stream()
        .filter(f -> f.kind() == FunctionKind.SCALAR || isNamedCatalogFunction(f))
        .filter(f -> !InternalNames.has(f.name()))
        .sorted(Comparator.comparing(ScalarFunction::id))
        .forEach(f -> add(f.id(), f, f.name()));
    registry.allAggregates().stream()
        .sorted(Comparator.comparing(AggregateFunction::id))
        .forEach(this::add);
    registry.allTableFunctions().stream()
        .sorted(Comparator.comparing(TableFunction::id))
        .forEach(this::add);
    registry.casts().stream()
        .filter(FunctionList::isListed)
        .sorted(Comparator.comparing(c -> c.function().id()))
        .forEach(c -> add(c.function().id(), c.function(), c.function().name()));
  }

  private static boolean isNamedCatalogFunction(ScalarFunction f) {
    return f.kind() == FunctionKind.CATALOG && !f.id().startsWith("cast(");
  }

  /// True for casts that PostgreSQL lists: not those by way of text, nor of whole families.
  static boolean isListed(CastFunction cast) {
    if (!(cast.from() instanceof ScalarType from) || !(cast.to() instanceof ScalarType to)) {
      return false;
    }
    boolean isText = isText(from) != isText(to);
    return !isText && !from.id().isPseudo() && !to.id().isPseudo();
  }

  private static boolean isText(ScalarType type) {
    return type.category() == TypeCategory.STRING || type.is(TypeId.UNKNOWN);
  }

  private void add(String id, ScalarFunction f, String name) {
    char volatility =
        switch (f.volatility()) {
          case IMMUTABLE -> 'i';
          case STABLE -> 's';
          case VOLATILE -> 'v';
        };
    add(
        id,
        new Entry(
            next(),
            name,
            f.arguments(),
            f.result(),
            f.isVariadic(),
            f.isStrict(),
            volatility,
            'f',
            false));
  }

  private void add(AggregateFunction f) {
    add(
        f.id(),
        new Entry(next(), f.name(), f.arguments(), f.result(), false, false, 'i', 'a', false));
  }

  private void add(TableFunction f) {
    SqlType result =
        f.columns().size() == 1 ? f.columns().getFirst().type() : ScalarType.of(TypeId.RECORD);
    add(
        "table " + f.id(),
        new Entry(
            next(), f.name(), f.arguments(), result, f.isVariadic(), f.isStrict(), 'i', 'f', true));
  }

  private int next() {
    return FIRST_OID + entries.size();
  }

  private void add(String id, Entry entry) {
    entries.add(entry);
    oidsById.put(id, entry.oid());
  }

  List<Entry> entries() {
    return entries;
  }

  /// The entry with an OID, or null.
  @Nullable Entry byOid(int oid) {
    int index = oid - FIRST_OID;
    return index >= 0 && index < entries.size() ? entries.get(index) : null;
  }

  /// The OID of a registry entry, or 0.
  int oidOf(String id) {
    return oidsById.getOrDefault(id, 0);
  }
}

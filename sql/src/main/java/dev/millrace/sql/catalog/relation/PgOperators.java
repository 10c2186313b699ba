package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.CastFunction;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.aggregate.OrderedSets;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.SystemSchemas;
import dev.millrace.sql.resolve.Coercion;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `pg_operator`, `pg_cast` and `pg_aggregate`, from the function registry.
final class PgOperators {

  private static final int FIRST_OPERATOR = 12_500;
  private static final int FIRST_CAST = 14_500;

  private static final Map<String, String> COMMUTATORS =
      Map.ofEntries(
          Map.entry("=", "="),
          Map.entry("<>", "<>"),
          Map.entry("<", ">"),
          Map.entry(">", "<"),
          Map.entry("<=", ">="),
          Map.entry(">=", "<="),
          Map.entry("@>", "<@"),
          Map.entry("<@", "@>"),
          Map.entry("&&", "&&"));

  private static final Map<String, String> NEGATORS =
      Map.ofEntries(
          Map.entry("=", "<>"),
          Map.entry("<>", "="),
          Map.entry("<", ">="),
          Map.entry(">=", "<"),
          Map.entry(">", "<="),
          Map.entry("<=", ">"),
          Map.entry("~~", "!~~"),
          Map.entry("!~~", "~~"),
          Map.entry("~~*", "!~~*"),
          Map.entry("!~~*", "~~*"),
          Map.entry("~", "!~"),
          Map.entry("!~", "~"),
          Map.entry("~*", "!~*"),
          Map.entry("!~*", "~*"));

  private PgOperators() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            SystemSchemas.PG_CATALOG,
            "pg_operator",
            2617,
            "oid oid!, oprname name!, oprnamespace oid!, oprowner oid!, oprkind char!,"
                + " oprcanmerge bool!, oprcanhash bool!, oprleft oid!, oprright oid!,"
                + " oprresult oid!, oprcom oid!, oprnegate oid!, oprcode regproc!,"
                + " oprrest regproc!, oprjoin regproc!",
            PgOperators::operators));
    add.accept(
        of(
            SystemSchemas.PG_CATALOG,
            "pg_aggregate",
            2600,
            "aggfnoid regproc!, aggkind char!, aggnumdirectargs int2!, aggtransfn regproc!,"
                + " aggfinalfn regproc!, aggtranstype oid!, agginitval text",
            PgOperators::aggregates));
    add.accept(
        of(
            SystemSchemas.PG_CATALOG,
            "pg_cast",
            2605,
            "oid oid!, castsource oid!, casttarget oid!, castfunc oid!, castcontext char!,"
                + " castmethod char!",
            PgOperators::casts));
  }

  private static void operators(RelationContext c, RowBuilder out) {
    List<ScalarFunction> all =
        c.functions().allFunctions().stream()
            .filter(f -> f.kind() == FunctionKind.OPERATOR)
            .sorted(Comparator.comparing(ScalarFunction::id))
            .toList();
    Map<String, Integer> oids = new HashMap<>();
    for (ScalarFunction f : all) {
      oids.put(key(f.name(), f.arguments()), FIRST_OPERATOR + oids.size());
    }
    for (ScalarFunction f : all) {
      boolean isBinary = f.arguments().size() == 2;
      boolean isEquality = f.name().equals("=") && isBinary;
      out.row(
          oids.get(key(f.name(), f.arguments())),
          f.name(),
          SystemSchemas.PG_CATALOG.oid(),
          c.ownerOid(0),
          isBinary ? 'b' : 'l',
          isEquality,
          isEquality,
          isBinary ? f.arguments().getFirst().oid() : 0,
          f.arguments().getLast().oid(),
          f.result().oid(),
          related(oids, COMMUTATORS.get(f.name()), f.arguments().reversed()),
          related(oids, NEGATORS.get(f.name()), f.arguments()),
          0,
          0,
          0);
    }
  }

  private static int related(
      Map<String, Integer> oids, @Nullable String name, List<SqlType> arguments) {
    return name == null ? 0 : oids.getOrDefault(key(name, arguments), 0);
  }

  private static String key(String name, List<SqlType> arguments) {
    return name + arguments.stream().map(SqlType::displayName).toList();
  }

  private static void aggregates(RelationContext c, RowBuilder out) {
    FunctionList list = PgFunctions.list(c.functions());
    for (AggregateFunction f : c.functions().allAggregates()) {
      boolean isOrderedSet = OrderedSets.contains(f.name());
      out.row(
          list.oidOf(f.id()),
          isOrderedSet ? 'o' : 'n',
          isOrderedSet ? f.arguments().size() - 1 : 0,
          0,
          0,
          f.result().oid(),
          null);
    }
  }

  private static void casts(RelationContext c, RowBuilder out) {
    FunctionList list = PgFunctions.list(c.functions());
    int oid = FIRST_CAST;
    List<CastFunction> listed =
        c.functions().casts().stream()
            .filter(FunctionList::isListed)
            .sorted(Comparator.comparing(cast -> cast.function().id()))
            .toList();
    for (CastFunction cast : listed) {
      boolean isRelabelling = Coercion.isRelabelling(cast.from(), cast.to());
      char context =
          switch (cast.context()) {
            case IMPLICIT -> 'i';
            case ASSIGNMENT -> 'a';
            case EXPLICIT -> 'e';
          };
      out.row(
          oid++,
          cast.from().oid(),
          cast.to().oid(),
          isRelabelling ? 0 : list.oidOf(cast.function().id()),
          context,
          isRelabelling ? 'b' : 'f');
    }
  }
}

package dev.millrace.model.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every function of PostgreSQL 15 that is no part of its insides, over types that are here, has
/// its name in the registry, or a line in `not-here.txt` that says why not.
final class FunctionCoverageTest {

  /// Functions over types that are here and are not what an operator, an aggregate, an index or a
  /// type is made of.
  private static final String FUNCTIONS =
      """
      select distinct proname from pg_proc
      where pronamespace = 'pg_catalog'::regnamespace and proname !~ '^pg_'
      and not exists (
        select 1 from unnest(proargtypes || prorettype) t
        where t in (
          select oid from pg_type
          where typtype = 'm' or typname = any ('{internal,cstring,trigger,event_trigger,point,box,\
      lseg,path,polygon,line,circle,inet,cidr,macaddr,macaddr8,xml,tsvector,tsquery,regconfig,\
      regdictionary,bit,varbit,money,pg_lsn,tid,xid8,pg_snapshot,txid_snapshot,anyenum,\
      anymultirange,anycompatiblemultirange,language_handler,fdw_handler,index_am_handler,\
      table_am_handler,tsm_handler}')))
      and oid not in (
        select oprcode from pg_operator
        union select aggtransfn from pg_aggregate union select aggfinalfn from pg_aggregate
        union select aggcombinefn from pg_aggregate union select aggmtransfn from pg_aggregate
        union select aggminvtransfn from pg_aggregate union select amproc from pg_amproc
        union select typsend from pg_type union select typmodin from pg_type
        union select rngsubdiff from pg_range union select rngcanonical from pg_range)
      """;

  @Test
  void everyFunctionIsHereOrSaysWhyNot() throws Exception {
    Set<String> theirs = theirs();
    Set<String> missing = new TreeSet<>(theirs);
    missing.removeAll(ours());
    List<String> idle = new ArrayList<>();
    for (String line : lines()) {
      Pattern names = Pattern.compile(line.substring(0, line.indexOf(" # ")));
      missing.removeIf(name -> names.matcher(name).matches());
      if (theirs.stream().noneMatch(name -> names.matcher(name).matches())) {
        idle.add(line);
      }
    }
    assertThat(theirs).hasSizeGreaterThan(300);
    assertThat(missing).isEmpty();
    assertThat(idle).as("lines that no function needs").isEmpty();
  }

  private static Set<String> ours() {
    FunctionRegistry registry = FunctionRegistry.standard();
    Set<String> names = new TreeSet<>();
    registry.allFunctions().forEach(f -> names.add(f.name()));
    registry.allAggregates().forEach(f -> names.add(f.name()));
    registry.allTableFunctions().forEach(f -> names.add(f.name()));
    return names;
  }

  private static Set<String> theirs() throws Exception {
    Set<String> names = new TreeSet<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(FUNCTIONS)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static List<String> lines() throws Exception {
    try (InputStream in = FunctionCoverageTest.class.getResourceAsStream("not-here.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}

package dev.millrace.sql.session;

import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Temporary tables and views: one session's own, for as long as it lasts.
final class TemporaryTest {

  private static final String RELATIONS =
      "SELECT count(*) FROM pg_class WHERE relname IN ('t', 'v', 't_pkey', 't_id_seq')";

  @TempDir private Path directory;
  private ModelEngine engine;
  private Database db;
  private Database other;

  @BeforeEach
  void openTwoSessions() {
    engine = new ModelEngine();
    db = Database.open(engine, directory);
    other = db.another();
  }

  @Test
  void eachSessionHasItsOwn() {
    db.run("CREATE TEMP TABLE t (a int)", "INSERT INTO t VALUES (1)");
    other.run("CREATE TEMPORARY TABLE t AS SELECT 'two' AS b");
    db.sql("SELECT * FROM t").returns("1");
    other.sql("SELECT * FROM t").returns("two");
    other.sql("SELECT * FROM pg_temp.t").returns("two");
    other.run("DISCARD TEMP");
    other.sql("SELECT * FROM t").fails(SqlState.UNDEFINED_TABLE, "relation \"t\" does not exist");
    db.sql("SELECT table_type FROM information_schema.tables WHERE table_name = 't'")
        .returns("LOCAL TEMPORARY");
    db.sql("SELECT relpersistence FROM pg_class WHERE relname = 't'").returns("t");
    db.sql(
            "SELECT nspname = 'pg_temp_' || pg_backend_pid() FROM pg_namespace"
                + " WHERE oid = pg_my_temp_schema()")
        .returns("t");
  }

  @Test
  void aTemporaryTableHidesAPermanentOneAndGoesWithItsSession() {
    db.run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)", "SELECT a FROM t");
    db.run("CREATE TEMP TABLE t (id serial PRIMARY KEY, a int)", "INSERT INTO t (a) VALUES (7)");
    db.sql("SELECT a FROM t").returns("7");
    other.sql("SELECT a FROM t").returns("1");
    db.sql("SELECT a FROM public.t").returns("1");
    db.run("CREATE VIEW v AS SELECT id + a AS n FROM t");
    db.sql("SELECT n FROM v").returns("8");
    other.sql("SELECT * FROM v").fails(SqlState.UNDEFINED_TABLE, "relation \"v\" does not exist");
    other.sql(RELATIONS).returns("5");
    db.close();
    other.sql(RELATIONS).returns("1");
    other.sql("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pg_temp%'").returns("0");
  }

  @Test
  void whatACrashLeavesIsGoneAtTheNextStart() {
    db.run("CREATE TEMP TABLE t (id int PRIMARY KEY)");
    Database again = Database.open(engine, directory);
    again.sql(RELATIONS).returns("0");
  }

  @Test
  void nothingPermanentMayRestOnIt() {
    db.run("CREATE TEMP TABLE t (a int)", "CREATE TEMP VIEW w AS SELECT a FROM t");
    db.sql("CREATE MATERIALIZED VIEW m AS SELECT a FROM w")
        .fails(
            SqlState.FEATURE_NOT_SUPPORTED,
            "materialized views must not use temporary tables or views");
    db.sql("CREATE TEMP TABLE public.u (a int)")
        .fails(
            SqlState.INVALID_TABLE_DEFINITION,
            "cannot create temporary relation in non-temporary schema");
    db.sql("ALTER TABLE t SET SCHEMA public")
        .fails(
            SqlState.FEATURE_NOT_SUPPORTED, "cannot move objects into or out of temporary schemas");
    db.sql("CREATE TEMP TABLE t (b int)")
        .fails(SqlState.DUPLICATE_TABLE, "relation \"t\" already exists");
  }

  @Test
  void inABlockItComesAndGoesWithTheBlock() {
    db.run("BEGIN", "CREATE TEMP TABLE t (a int)", "INSERT INTO t VALUES (1), (2)");
    db.sql("SELECT sum(a) FROM t").returns("3");
    db.run("ROLLBACK");
    db.sql("SELECT * FROM t").fails(SqlState.UNDEFINED_TABLE, "relation \"t\" does not exist");
    db.run("BEGIN", "CREATE TEMP TABLE t AS SELECT 5 AS a", "SAVEPOINT s");
    db.sql("DISCARD TEMP")
        .fails(
            SqlState.FEATURE_NOT_SUPPORTED, "DISCARD TEMP in a transaction block is not supported");
    db.run("ROLLBACK TO s", "COMMIT");
    db.sql("SELECT a FROM t").returns("5");
  }
}

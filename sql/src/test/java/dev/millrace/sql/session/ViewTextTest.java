package dev.millrace.sql.session;

import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts of views after what they read was renamed or moved: they show the new names and, run anew,
/// give the same rows.
final class ViewTextTest {

  @TempDir private Path directory;
  private Database db;

  @BeforeEach
  void openSession() {
    db = Database.open(directory);
    db.run("CREATE TABLE t (a int, b text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    db.run("CREATE SCHEMA s", "CREATE TABLE s.u (a int, c int)", "INSERT INTO s.u VALUES (1, 5)");
  }

  private void shows(String view, String text) {
    db.sql("SELECT trim(pg_get_viewdef('" + view + "'::regclass))").returns(text + ";");
  }

  @Test
  void theNewNameOfATableIsShownAndTheOldOneIsItsAlias() {
    db.run("CREATE VIEW v AS SELECT t.a, x.c FROM t JOIN s.u x USING (a)");
    db.run("ALTER TABLE t RENAME TO \"New t\"", "ALTER TABLE s.u RENAME TO w");
    shows("v", "SELECT t.a, x.c FROM \"New t\" AS t JOIN s.w x USING (a)");
    db.sql("SELECT * FROM v").returns("1|5");
    db.run("ALTER TABLE s.w SET SCHEMA public");
    shows("v", "SELECT t.a, x.c FROM \"New t\" AS t JOIN w x USING (a)");
    db.run("ALTER SCHEMA public RENAME TO p");
    db.sql("SELECT create_sql FROM (SHOW CREATE VIEW p.v)")
        .returns(
            "CREATE VIEW materialize.p.v AS SELECT t.a, x.c FROM p.\"New t\" AS t"
                + " JOIN p.w x USING (a)");
  }

  @Test
  void aSwapExchangesTheNamesInTexts() {
    db.run("CREATE TABLE t2 (a int, b text)", "CREATE VIEW v AS SELECT a FROM t");
    db.run("DROP VIEW v", "CREATE VIEW v AS WITH t AS (SELECT a FROM t) SELECT a FROM t");
    db.run("ALTER TABLE t SWAP WITH t2");
    shows("v", "WITH t AS (SELECT a FROM t2 AS t) SELECT a FROM t");
    db.sql("SELECT a FROM v ORDER BY a").returns("1\n2");
  }

  @Test
  void showMayStandInFrom() {
    db.sql("SELECT name FROM (SHOW TABLES) WHERE name LIKE 't%'").returns("t");
    db.sql("SELECT count(*) FROM (SHOW COLUMNS FROM t) c WHERE c.type = 'integer'").returns("1");
    db.sql("SELECT * FROM (SHOW search_path) x (path)").returns("public");
    db.sql("SELECT setting FROM (SHOW ALL) WHERE name = 'server_version_num'").returns("150014");
    db.sql("CREATE VIEW w AS SELECT * FROM (SHOW TABLES)")
        .fails(SqlState.FEATURE_NOT_SUPPORTED, "SHOW in a view is not supported");
  }

  @Test
  void valuesOfCatalogTypesArePrintedByName() {
    db.sql("SELECT 'int4'::regtype, 't'::regclass, 's.u'::regclass, 'public'::regnamespace")
        .returns("integer|t|s.u|public");
    db.sql("SELECT 'materialize'::regrole, 'abs'::regproc, 0::regclass, 1234567::regclass")
        .returns("materialize|abs|-|1234567");
    db.sql("SELECT ARRAY['int4'::regtype, 'text'::regtype]").returns("{integer,text}");
    db.sql("SELECT 'int4'::regtype::oid, 23::regtype, 'integer'::regtype = 23")
        .returns("23|integer|t");
  }
}

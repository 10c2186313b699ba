package dev.millrace.sql.session;

import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {

  @TempDir private Path directory;
  private Database db;

  @BeforeEach
  void openDatabase() {
    db = Database.open(directory);
  }

  @Test
  void functionsThatStandForSyntaxCannotBeCalledByName() {
    db.sql("SELECT limit_count(1)")
        .fails(SqlState.UNDEFINED_FUNCTION, "function limit_count(integer) does not exist");
    db.sql("SELECT concat_variadic(array[1])")
        .fails(SqlState.UNDEFINED_FUNCTION, "function concat_variadic(integer[]) does not exist");
    db.sql("SELECT concat(VARIADIC array[1, 2])").returns("12");
    db.sql("SELECT count(*) FROM pg_proc WHERE proname IN ('limit_count', 'any_compare')")
        .returns("0");
  }

  @Test
  void rowsOfATableComeBack() {
    db.run("CREATE TABLE t (a int, b text NOT NULL DEFAULT 'none')");

    db.sql("INSERT INTO t VALUES (1, 'one'), (2, 'two')").answers("INSERT 0 2");
    db.sql("INSERT INTO t (a) VALUES (3)").answers("INSERT 0 1");
    db.sql("SELECT * FROM t ORDER BY a DESC")
        .answers(
            """
            # a integer, b text
            3|none
            2|two
            1|one
            SELECT 3
            """);
  }

  @Test
  void updateAndDeleteCountAndAnswer() {
    db.run("CREATE TABLE t (a int, b text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y'), (2, 'y')");

    db.sql("UPDATE t SET b = b || '!' WHERE a = 2").answers("UPDATE 2");
    db.sql("DELETE FROM t WHERE a = 1 RETURNING b").returns("x");
    db.sql("SELECT a, b FROM t").returns("2|y!\n2|y!");
  }

  @Test
  void nullInANotNullColumnIsRefused() {
    db.run("CREATE TABLE t (a int NOT NULL)");

    db.sql("INSERT INTO t VALUES (NULL)")
        .fails(
            SqlState.NOT_NULL_VIOLATION,
            "null value in column \"a\" of relation \"t\" violates not-null constraint");
  }

  @Test
  void viewsAreReadWithAndWithoutIndex() {
    db.run(
        "CREATE TABLE t (a int, b text)",
        "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
        "CREATE VIEW v AS SELECT a * 10 AS c, b FROM t");

    db.sql("SELECT * FROM v WHERE c = 20").returns("20|y");
    db.run("CREATE INDEX ON v (c)", "INSERT INTO t VALUES (2, 'z')");
    db.sql("SELECT b FROM v WHERE c = 20 ORDER BY b").returns("y\nz");
    db.run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM v");
    db.sql("SELECT n FROM m").returns("3");
    db.sql("DROP INDEX v_c_idx")
        .fails(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop index v_c_idx because other objects depend on it");
    db.sql("DROP TABLE t CASCADE").answers("NOTICE drop cascades to 2 other objects\nDROP TABLE");
  }

  @Test
  void aBlockCommitsOrNothingHappens() {
    db.run("CREATE TABLE t (a int)", "BEGIN", "INSERT INTO t VALUES (1)", "ROLLBACK");
    db.sql("SELECT count(*) FROM t").returns("0");

    db.run("BEGIN", "INSERT INTO t VALUES (1)", "SAVEPOINT s", "INSERT INTO t VALUES (2)");
    db.run("ROLLBACK TO s", "COMMIT");
    db.sql("SELECT a FROM t").returns("1");

    db.run("BEGIN");
    db.sql("SELECT 1/0").fails(SqlState.DIVISION_BY_ZERO, "division by zero");
    db.sql("SELECT 1")
        .fails(
            SqlState.IN_FAILED_SQL_TRANSACTION,
            "current transaction is aborted, commands ignored until end of transaction block");
    db.sql("COMMIT").answers("ROLLBACK");
  }

  @Test
  void cursorsFetchInPieces() {
    db.run("BEGIN", "DECLARE c CURSOR FOR SELECT generate_series(1, 5) AS n");

    db.sql("FETCH 2 c").returns("1\n2");
    db.sql("FETCH ALL FROM c").answers("# n integer\n3\n4\n5\nFETCH 3");
    db.run("CLOSE c", "COMMIT");
  }

  @Test
  void copyGoesInAndOut() {
    db.run("CREATE TABLE t (a int, b text)");
    db.sink.copyData.add("1\tone\n2\t\\N\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    db.sql("COPY t FROM STDIN").answers("COPY 2");
    db.sql("COPY (SELECT * FROM t ORDER BY a) TO STDOUT")
        .answers("copy out 2\n1\tone\n2\t\\N\ncopy done\nCOPY 2");
    db.sql("COPY t (b) TO STDOUT WITH (FORMAT csv, HEADER)")
        .answers("copy out 1\nb\none\n\ncopy done\nCOPY 2");
    db.sql("COPY t (a, nosuch) TO STDOUT")
        .fails(SqlState.UNDEFINED_COLUMN, "column \"nosuch\" of relation \"t\" does not exist");
    db.sql("COPY t (a, a) TO STDOUT")
        .fails(SqlState.DUPLICATE_COLUMN, "column \"a\" specified more than once");
  }

  @Test
  void subscribeBeginsWithASnapshot() {
    db.run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (7)");

    db.sql("COPY (SUBSCRIBE t) TO STDOUT").answers("copy out 3\n1000003\t1\t7\ncopy done\nCOPY 1");
  }

  @Test
  void settingsAreShownAndRolledBack() {
    db.sql("SET application_name = 'x'").answers("application_name = x\nSET");
    db.run("BEGIN", "SET search_path TO a, b", "ROLLBACK");
    db.sql("SHOW search_path").returns("public");
    db.sql("SET nonsense TO 1")
        .fails(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"nonsense\"");
    db.sql("SELECT current_setting('application_name')").returns("x");
  }

  @Test
  void preparedStatementsTakeParameters() {
    db.run("PREPARE p (int) AS SELECT $1 + 1 AS n");

    db.sql("EXECUTE p (41)").returns("42");
    db.run("DEALLOCATE p");
    db.sql("EXECUTE p (41)")
        .fails(SqlState.INVALID_SQL_STATEMENT_NAME, "prepared statement \"p\" does not exist");
  }

  @Test
  void objectsAreShown() {
    db.run("CREATE TABLE t (a int NOT NULL)", "CREATE VIEW v AS SELECT * FROM t");
    db.run("CREATE INDEX ON v (a)", "COMMENT ON TABLE t IS 'the table'");

    db.sql("SHOW TABLES").returns("t|the table");
    db.sql("SHOW VIEWS LIKE 'v%'").returns("v|");
    db.sql("SHOW INDEXES ON v").returns("v_a_idx|v|quickstart|{a}|");
    db.sql("SHOW COLUMNS FROM t").returns("a|f|integer|");
    db.sql("SHOW CREATE VIEW v")
        .returns("materialize.public.v|CREATE VIEW materialize.public.v AS SELECT * FROM t");
  }

  @Test
  void catalogRelationsAnswer() {
    db.run("CREATE TABLE t (a int)");

    db.sql("SELECT relname, relkind FROM pg_class WHERE relname = 't'").returns("t|r");
    db.sql("SELECT 't'::regclass::text").returns("t");
    db.sql("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1")
        .returns("information_schema\nmz_catalog\nmz_internal\npublic");
  }

  @Test
  void everythingIsThereAfterARestart() {
    ModelEngine engine = new ModelEngine();
    Database.open(engine, directory)
        .run("CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t", "CREATE INDEX ON v (a)");
    ModelEngine next = new ModelEngine();
    next.catalog.putAll(engine.catalog);

    Database again = Database.open(next, directory);

    again.run("INSERT INTO t VALUES (5)");
    again.sql("SELECT a FROM v").returns("5");
  }
}

package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Statements that change the catalog among others in one transaction, over the model of an engine.
final class DefinitionsInBlocksTest {

  private static final String CATALOG_CONFLICT =
      "could not serialize access due to concurrent changes of the catalog";

  @TempDir private Path directory;
  private ModelEngine engine;
  private Database db;
  private Database other;

  @BeforeEach
  void openTwoSessions() {
    engine = new ModelEngine();
    db = Database.open(engine, directory);
    other = db.another();
    db.run("CREATE TABLE t (a int PRIMARY KEY, b text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
  }

  @Test
  void whatABlockCreatesIsThereForItAtOnceAndForOthersAtCommit() {
    db.run(
        "BEGIN",
        "CREATE SCHEMA s",
        "CREATE TABLE s.u (id serial PRIMARY KEY, n int CHECK (n > 0), k int UNIQUE)",
        "INSERT INTO s.u (n, k) VALUES (10, 1), (20, 2)",
        "CREATE VIEW s.v AS SELECT t.b, u.n FROM t JOIN s.u ON t.a = u.id",
        "CREATE MATERIALIZED VIEW s.m AS SELECT sum(n) AS total FROM s.u",
        "CREATE INDEX i ON s.v (b)");
    db.sql("SELECT * FROM s.v ORDER BY b").returns("x|10\ny|20");
    db.sql("SELECT * FROM s.v WHERE b = 'y'").returns("y|20");
    db.sql("SELECT total FROM s.m").returns("30");
    db.sql("SELECT n FROM s.u WHERE id = 2").returns("20");
    other
        .sql("SELECT count(*) FROM s.u")
        .fails(SqlState.UNDEFINED_TABLE, "relation \"s.u\" does not exist");
    db.sql("SELECT count(*) FROM pg_class WHERE relname = 'u'").returns("1");
    other.sql("SELECT count(*) FROM pg_class WHERE relname = 'u'").returns("0");

    db.run("UPDATE s.u SET n = n + 1 WHERE k = 2", "COMMIT");
    other.sql("SELECT * FROM s.v ORDER BY b").returns("x|10\ny|21");
    other.sql("SELECT total FROM s.m").returns("31");
    other.sql("INSERT INTO s.u (n, k) VALUES (5, 5) RETURNING id").returns("3");
    db.close();
    Database again = Database.open(engine, directory);
    again
        .sql("SELECT count(*) FROM pg_class WHERE relname IN ('u', 'v', 'm', 'i', 'u_id_seq')")
        .returns("5");
  }

  @Test
  void rulesOfATableMadeInTheBlockHoldInIt() {
    db.run("BEGIN", "CREATE TABLE u (id int PRIMARY KEY, n int CHECK (n > 0))", "SAVEPOINT p");
    db.run("INSERT INTO u VALUES (1, 1), (2, 2)", "SAVEPOINT q");
    db.sql("INSERT INTO u VALUES (1, 5)")
        .fails(
            SqlState.UNIQUE_VIOLATION, "duplicate key value violates unique constraint \"u_pkey\"");
    db.run("ROLLBACK TO q");
    db.sql("INSERT INTO u VALUES (3, 0)")
        .fails(
            SqlState.CHECK_VIOLATION,
            "new row for relation \"u\" violates check constraint \"u_n_check\"");
    db.run("ROLLBACK TO q", "INSERT INTO u VALUES (2, 9) ON CONFLICT (id) DO UPDATE SET n = 7");
    db.run("COMMIT");
    other.sql("SELECT * FROM u ORDER BY id").returns("1|1\n2|7");
  }

  @Test
  void rollbackLeavesNothingAndSavepointsTakeBackDefinitions() {
    db.run("BEGIN", "CREATE TABLE u (a int)", "DROP TABLE t", "ROLLBACK");
    db.sql("SELECT count(*) FROM t").returns("2");
    db.sql("SELECT * FROM u").fails(SqlState.UNDEFINED_TABLE, "relation \"u\" does not exist");
    db.run("BEGIN", "CREATE TABLE u (a int)", "INSERT INTO u VALUES (1)", "SAVEPOINT s");
    db.run("DROP TABLE u", "ALTER TABLE t RENAME TO old", "CREATE TABLE w (a int)");
    db.sql("SELECT count(*) FROM old").returns("2");
    db.run("ROLLBACK TO s");
    db.sql("SELECT a FROM u").returns("1");
    db.sql("SELECT count(*) FROM t").returns("2");
    db.run("CREATE TABLE w (b text)", "COMMIT");
    other.sql("SELECT a FROM u").returns("1");
    other.sql("SELECT count(b) FROM w").returns("0");
  }

  @Test
  void aSwapWithReadersIsOneStep() {
    db.run("CREATE MATERIALIZED VIEW live AS SELECT count(*) AS n FROM t");
    db.run("BEGIN", "CREATE SCHEMA deploy");
    db.run("CREATE MATERIALIZED VIEW deploy.live AS SELECT count(*) + 100 AS n FROM t");
    db.run("ALTER SCHEMA public SWAP WITH deploy", "DROP SCHEMA deploy CASCADE");
    db.sql("SELECT n FROM live")
        .fails(SqlState.UNDEFINED_TABLE, "relation \"live\" does not exist");
    db.run("ROLLBACK");
    db.sql("SELECT n FROM live").returns("2");
    db.run("CREATE MATERIALIZED VIEW next AS SELECT count(*) + 100 AS n FROM t");
    db.run("BEGIN", "ALTER MATERIALIZED VIEW live SWAP WITH next", "DROP MATERIALIZED VIEW next");
    db.sql("SELECT n FROM live").returns("102");
    other.sql("SELECT n FROM live").returns("2");
    db.run("COMMIT");
    other.sql("SELECT n FROM live").returns("102");
    other
        .sql("SELECT n FROM next")
        .fails(SqlState.UNDEFINED_TABLE, "relation \"next\" does not exist");
  }

  @Test
  void columnsThatComeInABlockAreThereForIt() {
    db.run("CREATE MATERIALIZED VIEW m AS SELECT x.b, y.a FROM t x JOIN t y ON x.a = y.a");
    db.run("BEGIN", "INSERT INTO t VALUES (3, 'z')");
    db.run(
        "ALTER TABLE t ADD COLUMN c int DEFAULT 7, ADD COLUMN g int GENERATED ALWAYS AS (a * 2)"
            + " STORED");
    db.sql("SELECT * FROM t ORDER BY a").returns("1|x|7|2\n2|y|7|4\n3|z|7|6");
    db.sql("SELECT c FROM t WHERE a = 2").returns("7");
    db.sql("SELECT b, a FROM m ORDER BY a").returns("x|1\ny|2\nz|3");
    db.run("UPDATE t SET c = a WHERE a > 1", "INSERT INTO t VALUES (4, 'q', 9)");
    db.sql("SELECT b FROM t WHERE a = 4").returns("q");
    db.run("CREATE UNIQUE INDEX t_c ON t (c)", "SAVEPOINT s");
    db.sql("INSERT INTO t VALUES (5, 'r', 9)")
        .fails(SqlState.UNIQUE_VIOLATION, "duplicate key value violates unique constraint \"t_c\"");
    db.run("ROLLBACK TO s", "COMMIT");
    String rows = "1|x|7|2\n2|y|2|4\n3|z|3|6\n4|q|9|8";
    other.sql("SELECT * FROM t ORDER BY a").returns(rows);
    other.sql("SELECT b, a FROM m ORDER BY a").returns("x|1\ny|2\nz|3\nq|4");
    other.sql("SELECT b FROM t WHERE a = 4").returns("q");
  }

  @Test
  void rulesAreHeldAgainstRowsOfTheBlock() {
    db.run("BEGIN", "INSERT INTO t VALUES (3, 'y')", "SAVEPOINT s");
    db.sql("CREATE UNIQUE INDEX ON t (b)")
        .fails(SqlState.UNIQUE_VIOLATION, "could not create unique index \"t_b_idx\"");
    db.run("ROLLBACK TO s");
    db.sql("ALTER TABLE t ADD CHECK (a < 3)")
        .fails(
            SqlState.CHECK_VIOLATION,
            "check constraint \"t_a_check\" of relation \"t\" is violated by some row");
    db.run("ROLLBACK TO s", "ALTER TABLE t ADD CHECK (a < 4)", "COMMIT");
    db.sql("SELECT count(*) FROM t").returns("3");
  }

  @Test
  void rowsThatComeBesideANewRuleFailTheCommit() {
    db.run("BEGIN", "ALTER TABLE t ADD CHECK (a < 3)");
    other.run("INSERT INTO t VALUES (9, 'nine')");
    db.sql("COMMIT")
        .fails(
            SqlState.SERIALIZATION_FAILURE,
            "could not serialize access due to read/write dependencies among transactions");
    db.sql("SELECT count(*) FROM t").returns("3");
  }

  @Test
  void othersMayChangeTheCatalogMeanwhileAsLongAsItIsNotTheSame() {
    db.run("BEGIN", "CREATE TABLE u (a int)", "CREATE VIEW v AS SELECT b FROM t");
    other.run("CREATE TABLE w (a int)", "COMMENT ON TABLE w IS 'theirs'", "CREATE ROLE r");
    db.run("INSERT INTO u VALUES (1)", "COMMIT");
    other
        .sql("SELECT (SELECT a FROM u), (SELECT count(*) FROM w), count(*) FROM v")
        .returns("1|0|2");
    assertThat(db.instance.catalog().current().items().stream().map(i -> i.oid()).distinct())
        .hasSize(db.instance.catalog().current().items().size());
  }

  @Test
  void whoChangesTheSameIsTold() {
    db.run("BEGIN", "CREATE TABLE u (a int)");
    other.run("CREATE TABLE u (b int)");
    db.sql("COMMIT").fails(SqlState.DUPLICATE_TABLE, "relation \"u\" already exists");
    db.run("BEGIN", "CREATE VIEW v AS SELECT a FROM t");
    other.run("DROP TABLE t");
    db.sql("COMMIT").fails(SqlState.SERIALIZATION_FAILURE, CATALOG_CONFLICT);
    db.run("BEGIN", "ALTER TABLE u RENAME TO w");
    other.run("ALTER TABLE u RENAME TO x");
    db.sql("COMMIT").fails(SqlState.SERIALIZATION_FAILURE, CATALOG_CONFLICT);
    db.run("BEGIN", "DROP TABLE x");
    other.run("CREATE VIEW over AS SELECT * FROM x");
    db.sql("COMMIT").fails(SqlState.SERIALIZATION_FAILURE, CATALOG_CONFLICT);
    other.sql("SELECT * FROM over").returns("");
  }

  @Test
  void statementsOfOneMessageAreOneTransaction() {
    db.sql("CREATE TABLE u (a int); INSERT INTO u VALUES (1); SELECT 1 / 0")
        .fails(SqlState.DIVISION_BY_ZERO, "division by zero");
    db.sql("SELECT * FROM u").fails(SqlState.UNDEFINED_TABLE, "relation \"u\" does not exist");
    db.sql("CREATE TABLE u AS SELECT a FROM t; DELETE FROM u WHERE a = 1; SELECT a FROM u")
        .answers("SELECT 2\nDELETE 1\n# a integer\n2\nSELECT 1");
    other.sql("SELECT a FROM u").returns("2");
  }

  @Test
  void whatComesAndGoesInABlockLeavesNoTrace() {
    int before = engine.catalog.size();
    db.run("BEGIN", "CREATE TABLE u (a int PRIMARY KEY)", "INSERT INTO u VALUES (1)");
    db.run("ALTER TABLE u ADD COLUMN b text DEFAULT 'n'", "CREATE VIEW v AS SELECT b FROM u");
    db.sql("SELECT b FROM v").returns("n");
    db.run("DROP TABLE u CASCADE", "COMMIT");
    assertThat(engine.catalog).hasSize(before);
    db.run("BEGIN", "CREATE TABLE u (a int PRIMARY KEY)", "INSERT INTO u VALUES (1)");
    db.run("ALTER TABLE u ADD COLUMN b text DEFAULT 'n'", "INSERT INTO u VALUES (2)", "COMMIT");
    other.sql("SELECT * FROM u ORDER BY a").returns("1|n\n2|n");
  }
}

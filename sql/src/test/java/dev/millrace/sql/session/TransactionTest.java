package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a transaction reads, writes and refuses, over the model of an engine. The same over the
/// real one and a driver is `TransactionsTest` in the server.
final class TransactionTest {

  private static final String CONFLICT =
      "could not serialize access due to read/write dependencies among transactions";

  @TempDir private Path directory;
  private Database db;
  private Database other;

  @BeforeEach
  void openTwoSessions() {
    db = Database.open(directory);
    other = db.another();
    db.run("CREATE TABLE t (a int, b text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
  }

  @Test
  void everyReadOfABlockAnswersAtItsFirst() {
    db.run("BEGIN");
    db.sql("SELECT count(*) FROM t").returns("2");
    other.run("INSERT INTO t VALUES (3, 'z')", "DELETE FROM t WHERE a = 1");

    db.sql("SELECT a FROM t ORDER BY a").returns("1\n2");
    db.run("DECLARE c CURSOR FOR SELECT a FROM t ORDER BY a");
    db.sql("FETCH ALL c").returns("1\n2");
    db.run("COMMIT");
    db.sql("SELECT a FROM t ORDER BY a").returns("2\n3");
  }

  @Test
  void aBlockSeesWhatItHasWrittenAndNobodyElseDoesBeforeCommit() {
    db.run("BEGIN", "INSERT INTO t VALUES (3, 'z')", "UPDATE t SET b = b || '!' WHERE a > 1");
    db.run("DELETE FROM t WHERE a = 1", "INSERT INTO t SELECT a + 10, b FROM t");

    String written = "2|y!\n3|z!\n12|y!\n13|z!";
    db.sql("SELECT a, b FROM t ORDER BY a").returns(written);
    other.sql("SELECT a, b FROM t ORDER BY a").returns("1|x\n2|y");
    db.run("COMMIT");
    other.sql("SELECT a, b FROM t ORDER BY a").returns(written);
  }

  @Test
  void indexesAndViewsShowWhatTheBlockHasWritten() {
    db.run(
        "CREATE INDEX ON t (a)",
        "CREATE VIEW v AS SELECT b, count(*) AS n FROM t GROUP BY b",
        "CREATE INDEX ON v (b)",
        "CREATE MATERIALIZED VIEW m AS SELECT max(n) AS most FROM v");
    db.run("BEGIN", "INSERT INTO t VALUES (2, 'z'), (3, 'y')");

    db.sql("SELECT b FROM t WHERE a = 2 ORDER BY b").returns("y\nz");
    db.sql("SELECT n FROM v WHERE b = 'y'").returns("2");
    db.sql("SELECT most FROM m").returns("2");
    other.sql("SELECT most FROM m").returns("1");
    db.run("UPDATE t SET b = 'q' WHERE a = 2");
    db.sql("SELECT b FROM t WHERE a = 2").returns("q\nq");
    db.run("COMMIT");
    other.sql("SELECT b, n FROM v ORDER BY b").returns("q|2\nx|1\ny|1");
  }

  @Test
  void whatWasReadAndHasChangedFailsTheCommit() {
    db.run("BEGIN");
    db.sql("SELECT sum(a) FROM t WHERE b = 'x'").returns("1");
    other.run("UPDATE t SET a = 5 WHERE b = 'x'");
    db.run("INSERT INTO t VALUES (9, 'sum')");

    db.sql("COMMIT").fails(SqlState.SERIALIZATION_FAILURE, CONFLICT);
    db.sql("SELECT a FROM t ORDER BY a").returns("2\n5");
  }

  @Test
  void aRowThatCameIntoWhatWasReadFailsTheCommit() {
    db.run("BEGIN");
    db.sql("SELECT count(*) FROM t WHERE a > 10").returns("0");
    other.run("INSERT INTO t VALUES (11, 'new')");
    db.run("INSERT INTO t VALUES (12, 'mine')");

    db.sql("COMMIT").fails(SqlState.SERIALIZATION_FAILURE, CONFLICT);
  }

  @Test
  void whatWasNotReadMayChange() {
    db.run("BEGIN");
    db.sql("SELECT b FROM t WHERE a = 1").returns("x");
    other.run("UPDATE t SET b = 'other' WHERE a = 2", "INSERT INTO t VALUES (3, 'z')");
    db.run("UPDATE t SET b = 'mine' WHERE a = 1", "COMMIT");

    db.sql("SELECT b FROM t ORDER BY a").returns("mine\nother\nz");
  }

  @Test
  void aBlockThatOnlyReadsOrOnlyAddsNeverConflicts() {
    db.run("BEGIN");
    db.sql("SELECT count(*) FROM t").returns("2");
    other.run("DELETE FROM t WHERE a = 1");
    db.run("COMMIT", "BEGIN", "INSERT INTO t VALUES (7, 'seven')");
    other.run("DELETE FROM t WHERE a = 2");
    db.run("COMMIT");
    db.sql("SELECT a FROM t").returns("7");
  }

  @Test
  void savepointsTakeBackWhatWasWrittenAfterThem() {
    db.run("BEGIN", "UPDATE t SET b = 'one' WHERE a = 1", "SAVEPOINT s");
    db.run("DELETE FROM t", "DECLARE c CURSOR FOR SELECT a FROM t");
    db.sql("SELECT count(*) FROM t").returns("0");
    db.run("ROLLBACK TO s");
    db.sql("SELECT b FROM t ORDER BY a").returns("one\ny");
    db.sql("FETCH c").fails(SqlState.INVALID_CURSOR_NAME, "cursor \"c\" does not exist");
    db.run("ROLLBACK TO SAVEPOINT s", "INSERT INTO t VALUES (3, 'z')", "RELEASE s", "COMMIT");
    db.sql("SELECT b FROM t ORDER BY a").returns("one\ny\nz");
    db.run("BEGIN");
    db.sql("ROLLBACK TO s").fails(SqlState.SAVEPOINT_EXCEPTION, "savepoint \"s\" does not exist");
  }

  @Test
  void aReadOnlyTransactionRefusesToWriteByTheCommandsName() {
    db.run("BEGIN READ ONLY");
    db.sql("INSERT INTO t VALUES (1)")
        .fails(
            SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute INSERT in a read-only transaction");
    db.run("ROLLBACK", "SET default_transaction_read_only = on");
    db.sql("CREATE TABLE u (a int)")
        .fails(
            SqlState.READ_ONLY_SQL_TRANSACTION,
            "cannot execute CREATE TABLE in a read-only transaction");
    db.run("BEGIN READ WRITE", "DELETE FROM t", "COMMIT", "BEGIN");
    db.sql("SELECT count(*) FROM t").returns("0");
    db.sql("SET TRANSACTION READ WRITE")
        .fails(
            SqlState.ACTIVE_SQL_TRANSACTION,
            "transaction read-write mode must be set before any query");
  }

  @Test
  void aChainedBlockGoesOnWithTheSameModes() {
    db.sql("COMMIT AND CHAIN")
        .fails(
            SqlState.NO_ACTIVE_SQL_TRANSACTION,
            "COMMIT AND CHAIN can only be used in transaction blocks");
    db.run("BEGIN READ ONLY");
    db.sql("SELECT count(*) FROM t").returns("2");
    other.run("DELETE FROM t");
    db.run("COMMIT AND CHAIN");
    db.sql("SELECT count(*) FROM t").returns("0");
    db.sql("DELETE FROM t")
        .fails(
            SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute DELETE in a read-only transaction");
    db.run("ROLLBACK AND CHAIN", "SELECT 1", "ROLLBACK");
  }

  @Test
  void isolationLevelsAreAcceptedAndShown() {
    db.sql("SHOW transaction_isolation").returns("strict serializable");
    db.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    db.sql("SHOW transaction_isolation").returns("repeatable read");
    db.run("SELECT a FROM t");
    db.sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        .fails(
            SqlState.ACTIVE_SQL_TRANSACTION,
            "SET TRANSACTION ISOLATION LEVEL must be called before any query");
    db.run("ROLLBACK", "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    db.sql("SHOW transaction_isolation").returns("serializable");
  }

  @Test
  void severalStatementsOfOneMessageAreOneTransaction() {
    db.sql("DELETE FROM t WHERE a = 1; INSERT INTO t SELECT 1 / (count(*) - 1), 'd' FROM t")
        .fails(SqlState.DIVISION_BY_ZERO, "division by zero");
    db.sql("SELECT count(*) FROM t").returns("2");
    db.sql("INSERT INTO t VALUES (3, 'z'); BEGIN; DELETE FROM t WHERE a = 3; ROLLBACK")
        .answers("INSERT 0 1\nBEGIN\nDELETE 1\nROLLBACK");
    db.sql("SELECT count(*) FROM t").returns("2");
  }

  @Test
  void aTransactionThatWritesTooMuchIsRefused() {
    db.run("SET max_transaction_write_bytes = 1000", "BEGIN", "SAVEPOINT s");
    db.sql("INSERT INTO t SELECT n, repeat('x', 90) FROM generate_series(1, 10) n")
        .fails(SqlState.PROGRAM_LIMIT_EXCEEDED, "the transaction writes more than 1000 bytes");
    db.run("ROLLBACK TO s", "INSERT INTO t VALUES (3, 'z')", "COMMIT");
    db.sql("SELECT count(*) FROM t").returns("3");
  }

  @Test
  void allTransactionsTogetherWriteNoMoreThanThereIsMemoryFor() {
    String twentyMegabytes =
        "INSERT INTO t SELECT n, repeat('x', 1048576) FROM generate_series(1, 20) n";
    db.run("BEGIN", "SAVEPOINT s", twentyMegabytes);
    other.sql(twentyMegabytes).fails(SqlState.OUT_OF_MEMORY, "out of memory");
    db.run("ROLLBACK TO s", twentyMegabytes);
    other.sql(twentyMegabytes).fails(SqlState.OUT_OF_MEMORY, "out of memory");
    db.run("COMMIT");
    other.sql(twentyMegabytes).answers("INSERT 0 20");
    other.run("BEGIN", twentyMegabytes);
    other.close();
    db.sql("SELECT count(*) FROM t").returns("42");
    db.sql(twentyMegabytes).answers("INSERT 0 20");
    assertThat(db.instance.writeBudget().taken()).isZero();
  }

  @Test
  void copyInABlockCommitsWithIt() {
    db.run("BEGIN");
    db.sink.copyData.add("8\teight\n".getBytes(StandardCharsets.UTF_8));
    db.sql("COPY t FROM STDIN").answers("COPY 1");
    db.sql("SELECT b FROM t WHERE a = 8").returns("eight");
    other.sql("SELECT count(*) FROM t").returns("2");
    db.run("COMMIT");
    other.sql("SELECT count(*) FROM t").returns("3");
  }

  @Test
  void aTableDroppedMeanwhileFailsTheCommit() {
    db.run("BEGIN", "INSERT INTO t VALUES (3, 'z')");
    other.run("DROP TABLE t");
    db.sql("COMMIT")
        .fails(SqlState.UNDEFINED_TABLE, "table \"t\" was dropped while it was written to");
  }

  @Test
  void aRelationCreatedMeanwhileIsNotThere() {
    db.run("BEGIN");
    db.sql("SELECT count(*) FROM t").returns("2");
    other.run("CREATE TABLE u (a int)");
    db.sql("SELECT * FROM u").fails(SqlState.UNDEFINED_TABLE, "relation \"u\" does not exist");
  }

  @Test
  void aLongCopyMayCommitAsItGoes() {
    db.sink.copyData.add("3\tc\n4\td\n5\te\n6\tf\nseven\tg\n".getBytes(StandardCharsets.UTF_8));
    db.sql("COPY t FROM STDIN WITH (COMMIT EVERY 3)")
        .fails(
            SqlState.INVALID_TEXT_REPRESENTATION,
            "invalid input syntax for type integer: \"seven\"");
    db.sql("SELECT a FROM t ORDER BY a").returns("1\n2\n3\n4\n5");
    db.run("SET max_transaction_write_bytes = 200");
    db.sink.copyData.add("n\tx\n".replace('n', '8').repeat(50).getBytes(StandardCharsets.UTF_8));
    db.sql("COPY t FROM STDIN WITH (COMMIT EVERY 5)").answers("COPY 50");
    db.sql("COPY t FROM STDIN WITH (COMMIT EVERY 0)")
        .fails(SqlState.INVALID_PARAMETER_VALUE, "COMMIT EVERY must be a positive number of rows");
    db.run("BEGIN");
    db.sql("COPY t FROM STDIN WITH (COMMIT EVERY 1)")
        .fails(
            SqlState.ACTIVE_SQL_TRANSACTION,
            "COPY FROM with COMMIT EVERY cannot run inside a transaction block");
  }

  @Test
  void openTransactionsAreListedWithWhatTheyReadAndWrite() {
    db.run("BEGIN", "SELECT count(*) FROM t", "INSERT INTO t VALUES (3, 'z'), (4, 'u')");
    other
        .sql(
            "SELECT state, read_at IS NOT NULL, written_rows, written_bytes > 0"
                + " FROM mz_internal.millrace_transactions WHERE state = 'block'")
        .returns("block|t|2|t");
    db.run("ROLLBACK");
    other
        .sql("SELECT count(*) FROM mz_internal.millrace_transactions WHERE state = 'block'")
        .returns("0");
  }
}

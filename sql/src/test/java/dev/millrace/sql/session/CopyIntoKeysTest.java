package dev.millrace.sql.session;

import dev.millrace.model.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// COPY into a table with a key, a check, a default and a generated column.
final class CopyIntoKeysTest {

  private static final String TAKEN = "duplicate key value violates unique constraint \"k_pkey\"";

  @TempDir private Path directory;
  private Database db;

  @BeforeEach
  void table() {
    db = Database.open(directory);
    db.run(
        "CREATE TABLE k (id int PRIMARY KEY, n int CHECK (n > 0),"
            + " g int GENERATED ALWAYS AS (n * 2) STORED, s text DEFAULT 'd')");
  }

  private void give(String lines) {
    db.sink.copyData.add(lines.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void defaultsAndGeneratedColumnsAreFilledIn() {
    give("1\t5\tx\n2\t6\t\\N\n");
    db.sql("COPY k FROM STDIN").answers("COPY 2");
    give("3\t7\n");
    db.sql("COPY k (id, n) FROM STDIN").answers("COPY 1");
    db.sql("SELECT id, n, g, coalesce(s, 'null') FROM k ORDER BY id")
        .returns("1|5|10|x\n2|6|12|null\n3|7|14|d");
  }

  @Test
  void aGeneratedColumnCannotBeGiven() {
    db.sql("COPY k (id, g) FROM STDIN")
        .fails(SqlState.INVALID_COLUMN_REFERENCE, "column \"g\" is a generated column");
  }

  @Test
  void aKeyTwiceInTheDataLoadsNothing() {
    give("1\t5\tx\n2\t5\tx\n1\t5\tx\n");
    db.sql("COPY k FROM STDIN").fails(SqlState.UNIQUE_VIOLATION, TAKEN);
    db.sql("SELECT count(*) FROM k").returns("0");
  }

  @Test
  void aRowThatFailsTheCheckLoadsNothing() {
    give("1\t5\tx\n2\t0\tx\n");
    db.sql("COPY k FROM STDIN")
        .fails(
            SqlState.CHECK_VIOLATION,
            "new row for relation \"k\" violates check constraint \"k_n_check\"");
    db.sql("SELECT count(*) FROM k").returns("0");
  }

  @Test
  void whatWasCommittedStaysWhenALaterKeyIsTaken() {
    give("1\t5\tx\n2\t5\tx\n3\t5\tx\n4\t5\tx\n5\t5\tx\n1\t5\tx\n6\t5\tx\n");
    db.sql("COPY k FROM STDIN WITH (COMMIT EVERY 2)").fails(SqlState.UNIQUE_VIOLATION, TAKEN);
    db.sql("SELECT id FROM k ORDER BY id").returns("1\n2\n3\n4");
  }

  @Test
  void aTransactionsOwnRowsCount() {
    db.run("BEGIN", "INSERT INTO k (id, n) VALUES (7, 1)");
    give("7\t5\tx\n");
    db.sql("COPY k FROM STDIN").fails(SqlState.UNIQUE_VIOLATION, TAKEN);
  }
}

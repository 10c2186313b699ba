package dev.millrace.server.endtoend;

import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// WITH MUTUALLY RECURSIVE through SQL: asked once, and kept as a view while its table changes.
final class MutualRecursionTest {

  private static final String REACHABLE =
      """
      WITH MUTUALLY RECURSIVE
        reach (a int, b int) AS (
          SELECT a, b FROM edges UNION SELECT r.a, e.b FROM reach r JOIN edges e ON r.b = e.a)
      SELECT a, b FROM reach\
      """;

  private TestServer server;
  private Database db;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    server = TestServer.start(directory);
    db = server.db();
    db.run("create table edges (a int, b int)", "insert into edges values (1, 2), (2, 3), (3, 2)");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void whatIsReachableFollowsTheEdges() throws Exception {
    db.run("create materialized view reachable as " + REACHABLE);
    String[] all = {"1|2", "1|3", "2|2", "2|3", "3|2", "3|3"};
    db.sql(REACHABLE).returnsInAnyOrder(all);
    db.sql("select * from reachable").returnsInAnyOrder(all);
    // 2 and 3 reached themselves through each other
    db.run("delete from edges where a = 2");
    db.sql("select * from reachable").returnsInAnyOrder("1|2", "3|2");
    db.run("insert into edges values (2, 1)");
    db.sql("select * from reachable").returnsInAnyOrder("1|2", "1|1", "2|1", "2|2", "3|2", "3|1");
    db.sql(REACHABLE + " except select * from reachable").returns();
  }

  @Test
  void bindingsSeeEachOther() throws Exception {
    String query =
        """
        WITH MUTUALLY RECURSIVE
          even (n int) AS (SELECT 0 UNION SELECT n + 1 FROM odd WHERE n < 7),
          odd (n int) AS (SELECT n + 1 FROM even WHERE n < 7)
        SELECT 'even' AS what, n FROM even UNION ALL SELECT 'odd', n FROM odd ORDER BY n\
        """;
    String[] rows = {"even|0", "odd|1", "even|2", "odd|3", "even|4", "odd|5", "even|6", "odd|7"};
    db.sql(query).returns(rows);
    db.run("create materialized view numbers as " + query);
    db.sql("select * from numbers order by n").returns(rows);
  }

  @Test
  void recursionThroughNegationSettlesWhereItCan() throws Exception {
    // a position wins if some move leads to one that does not
    db.run("create table moves (a int, b int)", "insert into moves values (1, 2), (2, 3), (3, 4)");
    String query =
        """
        WITH MUTUALLY RECURSIVE
          wins (a int) AS (
            SELECT DISTINCT m.a FROM moves m WHERE NOT EXISTS (SELECT FROM wins w WHERE w.a = m.b))
        SELECT a FROM wins\
        """;
    db.run("create materialized view winning as " + query);
    db.sql(query).returnsInAnyOrder("1", "3");
    db.sql("select * from winning").returnsInAnyOrder("1", "3");
    db.run("insert into moves values (4, 5)");
    db.sql(query).returnsInAnyOrder("2", "4");
    db.sql("select * from winning").returnsInAnyOrder("2", "4");
  }

  @Test
  void aLimitReturnsWhatThereIsOrFails() throws Exception {
    String counter =
        """
        WITH MUTUALLY RECURSIVE (%s RECURSION LIMIT 3)
          n (i int) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i FROM n\
        """;
    db.sql(counter.formatted("RETURN AT")).returnsInAnyOrder("1", "2", "3");
    db.run("create materialized view three as " + counter.formatted("RETURN AT"));
    db.sql("select * from three").returnsInAnyOrder("1", "2", "3");
    db.sql(counter.formatted("ERROR AT"))
        .failsWith(SqlState.PROGRAM_LIMIT_EXCEEDED, "recursive query still changes after 3 rounds");
  }

  @Test
  void aViewThatNeverSettlesIsRefusedAndTheServerGoesOn() throws Exception {
    db.sql(
            """
            CREATE MATERIALIZED VIEW endless AS
            WITH MUTUALLY RECURSIVE x (a int) AS (SELECT 1 EXCEPT SELECT a FROM x)
            SELECT a FROM x\
            """)
        .failsWith(SqlState.PROGRAM_LIMIT_EXCEEDED, "a recursion of this view still changes after");
    db.sql("select count(*) from edges").returns("3");
  }

  @Test
  void whatIsNotSupportedIsSaid() {
    db.sql(
            """
            SELECT (WITH MUTUALLY RECURSIVE x (a int) AS (SELECT e.a) SELECT a FROM x)
            FROM edges e\
            """)
        .failsWith(
            SqlState.FEATURE_NOT_SUPPORTED, "a recursive query that refers to the query around it");
    db.sql(
            """
            WITH MUTUALLY RECURSIVE x (a int) AS (
              WITH RECURSIVE y(a) AS (SELECT 1 UNION SELECT x.a FROM x, y) SELECT a FROM y)
            SELECT a FROM x\
            """)
        .failsWith(SqlState.FEATURE_NOT_SUPPORTED, "a recursive query over the rows of another");
  }
}

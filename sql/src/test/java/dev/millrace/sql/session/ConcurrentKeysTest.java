package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unique keys and sequences under several sessions at once, and across crashes.
final class ConcurrentKeysTest {

  private static final int SESSIONS = 4;
  private static final int STATEMENTS = 60;

  @TempDir Path directory;
  private DurableDatabase db;

  @BeforeEach
  void start() {
    db = new DurableDatabase(directory);
  }

  @AfterEach
  void stop() {
    db.close();
  }

  /// Runs the same in several sessions at once.
  private <T> List<T> inSessions(Session<T> body) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(SESSIONS)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        Database session = db.database().another();
        int number = i;
        futures.add(threads.submit((Callable<T>) () -> body.run(session, number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  private interface Session<T> {
    T run(Database session, int number) throws Exception;
  }

  @Test
  void ofManySessionsOneGetsAKey() throws Exception {
    db.answer("create table t (id int primary key, by int)");
    List<Integer> inserted =
        inSessions((session, number) -> {
          Random random = new Random(number);
          int count = 0;
          for (int i = 0; i < STATEMENTS; i++) {
            boolean isBlock = random.nextInt(3) == 0;
            int id = random.nextInt(50);
            try {
              if (isBlock) {
                session.run("begin");
              }
              session.run("insert into t values (" + id + ", " + number + ")");
              if (isBlock) {
                session.run("commit");
              }
              count++;
            } catch (DatabaseException e) {
              assertThat(e.state()).isIn(SqlState.UNIQUE_VIOLATION, SqlState.SERIALIZATION_FAILURE);
              if (isBlock) {
                session.run("rollback");
              }
            }
          }
          return count;
        });
    int sum = inserted.stream().mapToInt(Integer::intValue).sum();
    assertThat(db.answer("select count(*), count(distinct id) from t"))
        .containsExactly(sum + "|" + sum);
    db.restart();
    assertThat(db.answer("select count(*), count(distinct id) from t"))
        .containsExactly(sum + "|" + sum);
  }

  @Test
  void noIncrementOfAnUpsertIsLost() throws Exception {
    db.answer("create table t (id int primary key, n int)");
    inSessions((session, number) -> {
      for (int i = 0; i < STATEMENTS; i++) {
        session.run(
            "insert into t values ("
                + i % 3
                + ", 1) on conflict (id) do update set n = t.n + excluded.n");
      }
      return true;
    });
    assertThat(db.answer("select count(*), sum(n) from t"))
        .containsExactly("3|" + SESSIONS * STATEMENTS);
  }

  @Test
  void aSequenceNeverRepeatsAlsoAfterACrash() throws Exception {
    db.answer("create sequence s");
    Set<Long> seen = new TreeSet<>();
    for (int round = 0; round < 3; round++) {
      List<List<Long>> drawn =
          inSessions((session, number) -> {
            List<Long> values = new ArrayList<>();
            for (int i = 0; i < STATEMENTS; i++) {
              session.session.simpleQuery("select nextval('s')", session.sink);
              values.add(Long.parseLong(session.sink.takeRows()));
            }
            return values;
          });
      drawn.forEach(values -> values.forEach(v -> assertThat(seen.add(v)).isTrue()));
      db.crash();
    }
    db.answer("select nextval('s')");
    db.restart();
    String before = db.answer("select nextval('s')").getFirst();
    db.restart();
    assertThat(db.answer("select nextval('s')")).containsExactly("" + (Long.parseLong(before) + 1));
  }

  @Test
  void aViewGoesOnWhileItsTableIsAltered() {
    db.answer("create table t (a int primary key, b int)");
    db.answer("insert into t values (1, 10), (2, 20)");
    db.answer("create materialized view m as select b % 2 as k, count(*) as n from t group by 1");
    db.answer("create view w as select * from t");
    db.answer("alter table t add column c int default 5");
    db.answer("insert into t values (3, 31, 6)");
    assertThat(db.answer("select * from m order by k")).containsExactly("0|2", "1|1");
    db.answer("alter table t rename column b to bb");
    db.answer("update t set bb = 41 where a = 1");
    assertThat(db.answer("select * from m order by k")).containsExactly("0|1", "1|2");
    assertThat(db.answer("select * from w order by a")).containsExactly("1|41", "2|20", "3|31");
    assertThat(db.answer("select * from t order by a"))
        .containsExactly("1|41|5", "2|20|5", "3|31|6");
    db.restart();
    db.answer("insert into t values (4, 51, 5)");
    assertThat(db.answer("select * from m order by k")).containsExactly("0|1", "1|3");
    assertThat(db.answer("select c, count(*) from t group by c order by c"))
        .containsExactly("5|3", "6|1");
    db.answer("delete from t where c = 5");
    assertThat(db.answer("select * from t")).containsExactly("3|31|6");
    assertThat(db.answer("select * from m")).containsExactly("1|1");
  }
}

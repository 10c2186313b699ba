package dev.millrace.server.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random statements of sessions that work on the same tables. Each session writes rows of its own
/// only, which `owner` says, and one only reads, but everything: so that no session has to wait for
/// another on PostgreSQL, and none meets a conflict here. Ids are so far apart that what one
/// session inserts is nobody else's.
public final class RandomTransactions {

  /// Sessions that write; the one behind them reads.
  public static final int WRITERS = 2;

  /// What is in force when a statement is chosen.
  public enum State {
    /// Every statement is a transaction.
    IDLE,
    /// In a block.
    OPEN,
    /// In a block that has failed.
    FAILED
  }

  private final Random random;
  private final int writers;

  /// @param writers how many sessions write; if there are several, they read no views in blocks:
  ///   what a view says of one session's rows is computed from those of all
  public RandomTransactions(Random random, int writers) {
    this.random = random;
    this.writers = writers;
  }

  /// A session that is at work.
  public int session() {
    int session = random.nextInt(writers + 1);
    return session == writers ? WRITERS : session;
  }

  /// The tables; `fixed` never changes.
  public static List<String> tables() {
    return List.of(
        "create table fixed (k int primary key, name text)",
        "insert into fixed select n, 'name ' || n from generate_series(0, 40) n",
        "create table acc (id int primary key, owner int not null,"
            + " n int default 3 check (n between 0 and 20), s text unique, d numeric(6,2),"
            + " ts timestamp, j jsonb, a int[], g int generated always as (n * 2) stored)",
        "create table log (id int, owner int not null, note varchar(6), f float8, da date,"
            + " iv interval, by bytea, u uuid, b bool, tz timestamptz, ti time, r int4range)");
  }

  /// Queries that are kept as views; all their columns are told apart by `owner`, the first one.
  public static List<String> views() {
    return List.of(
        "select owner, count(*) as rows, sum(n) as total, min(d) as least, max(ts) as latest,"
            + " sum(g) as twice, count(distinct j) as js from acc group by owner",
        "select l.owner, l.id, l.note, a.n, a.s, a.a from log l join acc a"
            + " on a.id = l.id and a.owner = l.owner",
        "select a.owner, a.id, l.f, l.u from acc a left join log l"
            + " on l.id = a.id and l.owner = a.owner and l.b",
        "select owner, id, n, rank() over (partition by owner order by n, id) as place from acc",
        "select owner, note, count(*) as times, max(iv) as longest from log group by owner, note"
            + " having count(*) > 1",
        "select owner, id from acc except all select owner, id from log");
  }

  /// The next statement of a session.
  ///
  /// @param session the reader is [#WRITERS]
  /// @param savepoints how many there are: `s0`, `s1`, …
  public String next(int session, State state, int savepoints) {
    return switch (state) {
      case IDLE -> random.nextInt(4) == 0 ? statement(session, true) : "begin";
      case OPEN -> open(session, savepoints);
      case FAILED ->
          switch (random.nextInt(6)) {
            case 0, 1 -> savepoints > 0 ? "rollback to s" + random.nextInt(savepoints) : "rollback";
            case 2 -> "rollback";
            case 3 -> "commit";
            case 4 -> savepoints > 0 ? "rollback to s" + (savepoints - 1) : "savepoint s0";
            default -> statement(session, false);
          };
    };
  }

  private String open(int session, int savepoints) {
    return switch (random.nextInt(16)) {
      case 0, 1 -> "commit";
      case 2 -> "rollback";
      case 3 -> "savepoint s" + savepoints;
      case 4 -> savepoints > 0 ? "rollback to s" + random.nextInt(savepoints) : "savepoint s0";
      case 5 -> savepoints > 0 ? "release s" + random.nextInt(savepoints) : "savepoint s0";
      default -> statement(session, writers == 1);
    };
  }

  private String statement(int session, boolean mayReadViews) {
    if (session == WRITERS) {
      return reading();
    }
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> insert(session);
      case 3, 4 -> update(session);
      case 5 -> delete(session);
      case 6 -> log(session);
      case 7 -> failing(session);
      default -> own(session, mayReadViews);
    };
  }

  private String reading() {
    List<String> queries = new ArrayList<>(views());
    queries.add("select * from acc");
    queries.add("select * from log");
    int chosen = random.nextInt(queries.size());
    boolean fromView = chosen < views().size() && random.nextBoolean();
    String query = fromView ? "select * from before" + chosen : queries.get(chosen);
    return "select * from (%s) q".formatted(query);
  }

  private String own(int session, boolean mayReadViews) {
    int chosen = random.nextInt(views().size());
    return switch (random.nextInt(mayReadViews ? 6 : 3)) {
      case 0 -> "select * from acc where owner = %d order by id".formatted(session);
      case 1 -> "select count(*), sum(f), max(tz) from log where owner = %d".formatted(session);
      case 2 ->
          "select id, s, (select name from fixed where k = n) from acc where id = " + id(session);
      default -> "select * from before%d q where owner = %d".formatted(chosen, session);
    };
  }

  private String insert(int session) {
    String row =
        "(%d, %d, %s, %s, %s, %s, %s, %s)"
            .formatted(
                id(session),
                session,
                n(),
                s(session),
                one("1.5", "0", "-2.25", "null", "99.999", "123456"),
                one("'2020-02-29 12:34:56.789'", "'-infinity'", "null"),
                one("'{}'", "'[3]'", "'\"x\"'", "null", "'null'"),
                one("'{1,2}'", "'{}'", "null", "'{NULL,7}'"));
    String insert = "insert into acc (id, owner, n, s, d, ts, j, a) values " + row;
    return switch (random.nextInt(7)) {
      case 0 -> insert + " returning *";
      case 1 -> insert + " on conflict do nothing";
      case 2 ->
          insert
              + " on conflict (id) do update set n = acc.n + excluded.n, s = excluded.s"
              + " returning id, n, s";
      case 3 ->
          insert
              + " on conflict (s) do update set d = excluded.d,"
              + " n = (select k from fixed where k = acc.n)"
              + " where acc.n < 15";
      case 4 ->
          "insert into acc (id, owner, s) values (%d, %d, %s), (%d, %d, null)"
              .formatted(id(session), session, s(session), id(session), session);
      default -> insert;
    };
  }

  private String update(int session) {
    int id = id(session);
    return switch (random.nextInt(8)) {
      case 0 -> "update acc set n = n + 4 where id = %d returning id, n, g".formatted(id);
      case 1 -> "update acc set s = %s where id = %d".formatted(s(session), id);
      case 2 ->
          "update acc set d = d * 1.5, a = a || n where owner = %d and n > 5".formatted(session);
      case 3 ->
          "update acc set n = f.k from fixed f where f.k = acc.n + 1 and owner = %d and id > %d"
              .formatted(session, id);
      case 4 -> "update acc set n = 30 / n where id = " + id;
      case 5 -> "update log set note = note || 'x', iv = iv * 2 where owner = " + session;
      case 6 ->
          ("update log set f = a.n, note = a.s from acc a where a.id = log.id and a.owner = %d"
                  + " and log.owner = %d")
              .formatted(session, session);
      default ->
          ("update acc set n = default, ts = ts + interval '1 day'"
                  + " where id between %d and %d and owner = %d returning *")
              .formatted(id, id + 200, session);
    };
  }

  private String delete(int session) {
    int id = id(session);
    return switch (random.nextInt(4)) {
      case 0 -> "delete from acc where id = %d returning *".formatted(id);
      case 1 -> "delete from acc where owner = %d and n < 2".formatted(session);
      case 2 ->
          ("delete from log using fixed f where f.k = log.id and log.owner = %d"
                  + " returning log.id, f.name")
              .formatted(session);
      default -> "delete from log where owner = %d and id = %d".formatted(session, id);
    };
  }

  private String log(int session) {
    if (random.nextInt(3) == 0) {
      return ("insert into log (id, owner, note, b, f) select id, owner, left(s, %d), n > 5, n"
              + " from acc where owner = %d")
          .formatted(4 + random.nextInt(4), session);
    }
    return "insert into log values (%d, %d, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        .formatted(
            id(session),
            session,
            one("'a'", "'b'", "''", "null", "'too long'"),
            one("1.5", "0", "'NaN'", "null", "'-Infinity'"),
            one("'2020-02-29'", "'infinity'", "null"),
            one("'1 day'", "'1 mon -1 day'", "'04:05:06'", "null"),
            one("'\\x0061'", "'\\x'", "null"),
            one("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "null"),
            one("true", "false", "null"),
            one("'2020-02-29 12:34:56.789+00'", "null"),
            one("'12:34:56'", "'24:00'", "null"),
            one("'[1,5)'", "'empty'", "null"));
  }

  private String failing(int session) {
    int id = id(session);
    return switch (random.nextInt(9)) {
      case 0 -> "insert into acc (id, owner) values (%d, null)".formatted(id);
      case 1 -> "insert into acc (id, owner, n) values (%d, %d, 21)".formatted(id, session);
      case 2 -> "select 1 / (n - n) from acc where id = " + id;
      case 3 -> "select nothing from acc";
      case 4 -> "selec 1";
      case 5 -> "select 'x'::int";
      case 6 -> "insert into nowhere values (1)";
      case 7 -> "update acc set id = null where id = " + id;
      default -> "select * from fixed where name = (select name from fixed)";
    };
  }

  /// Few, so that they meet.
  private int id(int session) {
    return session * 100_000 + random.nextInt(12);
  }

  private String n() {
    return random.nextInt(10) == 0 ? "null" : "" + (random.nextInt(24) - 1);
  }

  private String s(int session) {
    return random.nextInt(3) == 0 ? "null" : "'%d-%d'".formatted(session, random.nextInt(10));
  }

  private String one(String... values) {
    return values[random.nextInt(values.length)];
  }
}

package dev.millrace.server.script;

import dev.millrace.server.script.Script.Engine;
import dev.millrace.server.script.Script.Entry;
import dev.millrace.server.script.Script.Expected;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Runs one script on one connection to an empty database and gathers what is wrong. Every query is
/// asked at once and, on Millrace, read from a materialized view of it as well.
final class ScriptRunner {

  /// When the view of a query is created.
  enum Way {
    /// There are no views: the engine is PostgreSQL.
    NO_VIEWS,
    /// When the query's turn comes: behind the data.
    VIEW_AFTER,
    /// As soon as what it reads is defined: before the data.
    VIEW_BEFORE
  }

  private final Script script;
  private final Connection connection;
  private final Way way;
  private final List<String> faults = new ArrayList<>();

  /// What each query answered, by its line.
  private final Map<Integer, Answer> answers = new HashMap<>();

  private final Set<Integer> created = new HashSet<>();
  private boolean isInTransaction;

  ScriptRunner(Script script, Connection connection, Way way) {
    this.script = script;
    this.connection = connection;
    this.way = way;
  }

  List<String> run() {
    List<Entry> entries = script.entries().stream().filter(e -> e.runsOn(engine())).toList();
    int defined = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (way == Way.VIEW_BEFORE && i >= defined) {
        defined = nextDefinition(entries, i);
        createViews(entries.subList(i, defined));
      }
      run(entry);
    }
    return faults;
  }

  Map<Integer, Answer> answers() {
    return answers;
  }

  private Engine engine() {
    return way == Way.NO_VIEWS ? Engine.POSTGRES : Engine.MILLRACE;
  }

  /// The place behind the next statement that may change what a query means.
  private static int nextDefinition(List<Entry> entries, int from) {
    int at = from;
    while (at < entries.size() && isHarmless(entries.get(at))) {
      at++;
    }
    return Math.min(at + 1, entries.size());
  }

  private static boolean isHarmless(Entry entry) {
    return entry.isQuery()
        || switch (entry.verb()) {
          case "insert", "update", "delete", "merge", "truncate", "copy" -> true;
          default -> false;
        };
  }

  private void createViews(List<Entry> entries) {
    for (Entry entry : entries) {
      if (isMaintained(entry)) {
        try {
          createView(entry);
        } catch (SQLException e) {
          fault(entry, "cannot be a view created before its data: " + written(e));
        }
      }
    }
  }

  private boolean isMaintained(Entry entry) {
    return way != Way.NO_VIEWS
        && !isInTransaction
        && entry.isQuery()
        && entry.expected() instanceof Expected.Rows rows
        && !rows.isOnce();
  }

  private void run(Entry entry) {
    switch (entry.expected()) {
      case Expected.Success _ -> succeed(entry);
      case Expected.Failure failure -> fail(entry, failure);
      case Expected.Rows rows -> {
        query(entry, rows);
        if (isMaintained(entry)) {
          readView(entry, rows);
        } else if (way == Way.VIEW_AFTER && rows.isOnce()) {
          refuseView(entry);
        }
      }
    }
    switch (entry.verb()) {
      case "begin", "start" -> isInTransaction = true;
      case "commit", "rollback", "end", "abort" ->
          isInTransaction = isInTransaction && entry.sql().matches("(?is).*\\bto\\b.*");
      default -> {}
    }
  }

  private void succeed(Entry entry) {
    try {
      execute(entry.sql());
    } catch (SQLException e) {
      fault(entry, "failed: " + written(e));
    }
  }

  private void fail(Entry entry, Expected.Failure failure) {
    expectFailure(entry, failure, entry.sql());
    if (!failure.isOfQuery() || way != Way.VIEW_AFTER || isInTransaction) {
      return;
    }
    try {
      execute("CREATE MATERIALIZED VIEW " + viewOf(entry) + " AS " + entry.sql());
    } catch (SQLException e) {
      check(entry, failure, e, "as a view");
      return;
    }
    expectFailure(entry, failure, "SELECT * FROM " + viewOf(entry));
    dropView(entry);
  }

  private void expectFailure(Entry entry, Expected.Failure failure, String sql) {
    try {
      execute(sql);
      fault(entry, "succeeded: " + sql);
    } catch (SQLException e) {
      check(entry, failure, e, "");
    }
  }

  private void check(Entry entry, Expected.Failure failure, SQLException e, String how) {
    if (!Pattern.compile(failure.pattern()).matcher(written(e)).find()) {
      fault(entry, (how + " failed otherwise: " + written(e)).strip());
    }
  }

  private void query(Entry entry, Expected.Rows expected) {
    try {
      Answer answer = ask(entry.sql());
      answers.put(entry.line(), expected.isSorted() ? answer.sorted() : answer);
      if (!answer.types().equals(expected.types())) {
        fault(entry, "has columns " + answer.types() + ", not " + expected.types());
      }
      compare(entry, answer, expected, expected.isSorted(), "");
    } catch (SQLException e) {
      fault(entry, "failed: " + written(e));
    }
  }

  private void readView(Entry entry, Expected.Rows expected) {
    try {
      if (way == Way.VIEW_AFTER) {
        createView(entry);
      }
      if (!created.contains(entry.line())) {
        return;
      }
      Answer answer = ask("SELECT * FROM " + viewOf(entry));
      compare(entry, answer, expected, true, "as a view ");
      dropView(entry);
    } catch (SQLException e) {
      fault(entry, "as a view failed: " + written(e));
    }
  }

  private void refuseView(Entry entry) {
    if (!entry.isQuery() || isInTransaction) {
      return;
    }
    try {
      createView(entry);
      dropView(entry);
      fault(entry, "can be a view, so it is not `once`");
    } catch (SQLException _) {
      // As it should be.
    }
  }

  private void compare(
      Entry entry, Answer actual, Expected.Rows expected, boolean isSorted, String how) {
    List<List<String>> wanted =
        isSorted ? expected.rows().stream().sorted(Answer.ORDER).toList() : expected.rows();
    Answer answer = isSorted ? actual.sorted() : actual;
    if (!answer.rows().equals(wanted)) {
      fault(entry, how + "answers" + text(answer.rows()) + "\n  not" + text(wanted));
    }
  }

  private static String text(List<List<String>> rows) {
    return rows.stream().map(r -> "\n    " + String.join(" ", r)).collect(Collectors.joining());
  }

  private void createView(Entry entry) throws SQLException {
    Expected.Rows rows = (Expected.Rows) entry.expected();
    String columns =
        IntStream.rangeClosed(1, rows.types().length())
            .mapToObj(i -> "c" + i)
            .collect(Collectors.joining(", "));
    execute("CREATE MATERIALIZED VIEW " + viewOf(entry) + " (" + columns + ") AS " + entry.sql());
    created.add(entry.line());
  }

  private void dropView(Entry entry) {
    try {
      execute("DROP MATERIALIZED VIEW " + viewOf(entry));
    } catch (SQLException e) {
      fault(entry, "as a view cannot be dropped: " + written(e));
    }
  }

  private static String viewOf(Entry entry) {
    return "view_of_line_" + entry.line();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Answer ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return Answer.of(result);
    }
  }

  private static String written(SQLException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return e.getSQLState() + ": " + message.replaceFirst("^ERROR: ", "");
  }

  private void fault(Entry entry, String what) {
    faults.add(
        script.path().getFileName() + ":" + entry.line() + " " + entry.sql() + "\n  " + what);
  }
}

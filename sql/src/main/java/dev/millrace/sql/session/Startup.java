package dev.millrace.sql.session;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.port.ConnectRequest;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.port.ResultSink;
import dev.millrace.sql.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The settings a connection asks for at its start. What cannot be set is worth a notice and never
/// the connection: drivers send much that does not matter.
final class Startup {

  private Startup() {}

  static void apply(ConnectRequest request, Instance instance, Settings settings, ResultSink out) {
    ensureRole(request.user(), instance);
    settings.startFixed("session_authorization", request.user());
    String database = request.database().isEmpty() ? "materialize" : request.database();
    if (instance.catalog().current().database(database) == null) {
      String message = "session database \"" + database + "\" does not exist";
      out.notice(Notice.of(SqlState.INVALID_CATALOG_NAME, message));
    }
    settings.start("database", database);
    Map<String, String> wanted = new TreeMap<>(request.parameters());
    String options = wanted.remove("options");
    if (options != null) {
      parse(options).forEach(wanted::put);
    }
    wanted.remove("replication");
    wanted.forEach((name, value) -> {
      try {
        settings.start(name, value);
      } catch (DatabaseException e) {
        out.notice(Notice.of(e.state(), "startup setting " + name + " not set: " + e.message()));
      }
    });
  }

  /// Any user name is a role; it is made when it first connects.
  private static void ensureRole(String user, Instance instance) {
    CatalogState state = instance.catalog().current();
    if (state.role(user) == null) {
      instance
          .catalog()
          .change(edit -> {
            if (edit.before().role(user) == null) {
              edit.put(new Role(edit.newId(), edit.newOid(), user, true, true));
            }
            return List.of();
          });
    }
  }

  /// `-c name=value`, `-cname=value` and `--name=value`; a backslash keeps a blank.
  static Map<String, String> parse(String options) {
    Map<String, String> settings = new TreeMap<>();
    List<String> words = words(options);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-c") && i + 1 < words.size()) {
        put(settings, words.get(++i));
      } else if (word.startsWith("-c")) {
        put(settings, word.substring(2));
      } else if (word.startsWith("--")) {
        put(settings, word.substring(2));
      }
    }
    return settings;
  }

  private static void put(Map<String, String> settings, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals > 0) {
      String name = assignment.substring(0, equals).replace('-', '_').toLowerCase(Locale.ROOT);
      settings.put(name, assignment.substring(equals + 1));
    }
  }

  private static List<String> words(String options) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= options.length(); i++) {
      char c = i == options.length() ? ' ' : options.charAt(i);
      if (c == '\\' && i + 1 < options.length()) {
        word.append(options.charAt(++i));
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }
}

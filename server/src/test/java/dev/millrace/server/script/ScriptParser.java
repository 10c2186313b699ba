package dev.millrace.server.script;

import dev.millrace.server.script.Script.Engine;
import dev.millrace.server.script.Script.Entry;
import dev.millrace.server.script.Script.Expected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads scripts. The form is sqllogictest's with a row to a line:
///
/// ```
/// # feature: Joins          (then section: and, if PostgreSQL must agree, oracle: postgres)
///
/// statement ok
/// CREATE TABLE t (a int, b text)
///
/// statement error 42P01: relation "nowhere" does not exist
/// DELETE FROM nowhere
///
/// query IT rowsort
/// SELECT a, b FROM t
/// ----
/// 1 two␠words
/// 2 NULL
/// ```
///
/// `query error` expects a query to fail, `once` behind the order says that no view of it can be
/// had, `onlyif postgres` or `onlyif millrace` in front leaves the other out.
final class ScriptParser {

  private final Path path;
  private final List<String> lines;
  private final Map<String, String> header = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private int at;

  private ScriptParser(Path path, List<String> lines) {
    this.path = path;
    this.lines = lines;
  }

  static Script read(Path path) {
    try {
      return new ScriptParser(path, Files.readAllLines(path)).parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Script parse() {
    while (at < lines.size()) {
      String line = lines.get(at);
      if (line.startsWith("#")) {
        int colon = line.indexOf(": ");
        if (colon > 0 && entries.isEmpty()) {
          header.put(line.substring(1, colon).strip(), line.substring(colon + 2).strip());
        }
        at++;
      } else if (line.isBlank()) {
        at++;
      } else {
        entries.add(entry());
      }
    }
    return new Script(
        path,
        Objects.requireNonNull(header.get("feature"), () -> path + " names no feature"),
        Objects.requireNonNull(header.get("section"), () -> path + " names no section"),
        "postgres".equals(header.get("oracle")),
        entries);
  }

  private Entry entry() {
    Engine only = null;
    if (lines.get(at).startsWith("onlyif ")) {
      only = Engine.valueOf(lines.get(at++).substring(7).strip().toUpperCase(Locale.ROOT));
    }
    int line = at + 1;
    String head = lines.get(at++);
    String sql = block();
    return new Entry(line, only, sql, expected(head, sql));
  }

  /// The lines up to an empty one or to the rows.
  private String block() {
    List<String> block = new ArrayList<>();
    while (at < lines.size() && !lines.get(at).isBlank() && !lines.get(at).equals("----")) {
      block.add(lines.get(at++));
    }
    return String.join("\n", block);
  }

  private Expected expected(String head, String sql) {
    if (head.equals("statement ok")) {
      return new Expected.Success();
    }
    @Nullable String pattern = behind(head, "statement error ");
    if (pattern != null) {
      return new Expected.Failure(pattern, false);
    }
    pattern = behind(head, "query error ");
    if (pattern != null) {
      return new Expected.Failure(pattern, true);
    }
    String[] words = head.split(" ");
    if (!words[0].equals("query") || words.length < 2 || !words[1].matches("[IRBT]+")) {
      throw new IllegalArgumentException(path + ":" + at + " is no head of a record: " + head);
    }
    List<String> options = List.of(words).subList(2, words.length);
    if (!List.of("nosort", "rowsort", "once").containsAll(options)) {
      throw new IllegalArgumentException(path + ":" + at + " has unknown words: " + head);
    }
    return new Expected.Rows(
        words[1], options.contains("rowsort"), options.contains("once"), at + 2, rows(sql));
  }

  private static @Nullable String behind(String head, String words) {
    return head.startsWith(words) ? head.substring(words.length()).strip() : null;
  }

  private List<List<String>> rows(String sql) {
    if (at == lines.size() || !lines.get(at).equals("----")) {
      throw new IllegalArgumentException(path + ":" + (at + 1) + " has no ---- behind " + sql);
    }
    at++;
    List<List<String>> rows = new ArrayList<>();
    while (at < lines.size() && !lines.get(at).isBlank()) {
      rows.add(List.of(lines.get(at++).strip().split(" +")));
    }
    return rows;
  }
}

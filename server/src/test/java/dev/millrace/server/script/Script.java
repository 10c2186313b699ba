package dev.millrace.server.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One script: a SQL feature in sqllogictest's form. What the form is, says [ScriptParser].
///
/// @param feature what it shows, for the coverage table
/// @param section where that stands in the table
/// @param isOracled true if PostgreSQL must answer the same
record Script(Path path, String feature, String section, boolean isOracled, List<Entry> entries) {

  Script {
    entries = List.copyOf(entries);
  }

  /// What runs a script.
  enum Engine {
    MILLRACE,
    POSTGRES
  }

  /// A statement with what is expected of it.
  ///
  /// @param line where it begins, counted from 1
  /// @param only the one engine that runs it; null for both
  record Entry(int line, @Nullable Engine only, String sql, Expected expected) {

    boolean runsOn(Engine engine) {
      return only == null || only == engine;
    }

    /// The first word in lower case.
    String verb() {
      return sql.strip().split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
    }

    /// True for what can stand behind CREATE VIEW … AS.
    boolean isQuery() {
      return switch (verb()) {
        case "select", "values", "with", "table" -> true;
        default -> sql.startsWith("(");
      };
    }
  }

  /// What a statement must do.
  sealed interface Expected {
    /// Succeed.
    record Success() implements Expected {}

    /// Fail, with SQLSTATE and message matching a regular expression such as `42P01: relation .*`.
    record Failure(String pattern, boolean isOfQuery) implements Expected {}

    /// Answer these rows.
    ///
    /// @param types a letter for each column: `I`nteger, `R`eal, `B`oolean or `T`ext
    /// @param isSorted true if the order of the rows counts for nothing
    /// @param isOnce true if a view of it is refused
    /// @param rowsLine where the rows begin, counted from 1
    record Rows(
        String types, boolean isSorted, boolean isOnce, int rowsLine, List<List<String>> rows)
        implements Expected {
      public Rows {
        rows = List.copyOf(rows);
      }
    }
  }

  /// The file's name without its ending.
  String name() {
    String file = path.getFileName().toString();
    return file.substring(0, file.lastIndexOf('.'));
  }

  /// All scripts by name; `-Dmillrace.scripts=a,b` leaves out the others.
  static List<Script> all() {
    List<String> wanted = List.of(System.getProperty("millrace.scripts", "").split(","));
    try (Stream<Path> files = Files.list(root().resolve("server/src/test/resources/scripts"))) {
      return files
          .filter(f -> f.toString().endsWith(".slt"))
          .sorted()
          .map(ScriptParser::read)
          .filter(s -> wanted.contains("") || wanted.contains(s.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The repository's root, from the working directory upwards.
  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    return root;
  }
}

package dev.millrace.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.script.Script.Engine;
import dev.millrace.server.script.Script.Entry;
import dev.millrace.server.script.Script.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/sql-coverage.md` says what the scripts show. `-Dmillrace.rewrite=true` writes it anew.
final class CoverageTest {

  private static final Path TABLE = Script.root().resolve("docs/sql-coverage.md");

  private static final String HEAD =
      """
      # What SQL is covered

      Generated from the scripts in `server/src/test/resources/scripts` by `CoverageTest`; every
      statement counted here runs in every build. A query runs three ways: at once, as a
      materialized view created after its data, and as one created before. Those that say so are
      also run on PostgreSQL 15, which must answer the same. What is refused fails with 0A000 and
      names what it is about.
      """;

  @Test
  void theTableSaysWhatTheScriptsShow() throws IOException {
    String text = table(Script.all());
    if (Boolean.getBoolean("millrace.rewrite")) {
      Files.writeString(TABLE, text);
    }
    assertThat(Files.readString(TABLE))
        .as("run CoverageTest with -Dmillrace.rewrite=true")
        .isEqualTo(text);
  }

  private static String table(List<Script> scripts) {
    StringBuilder out = new StringBuilder(HEAD);
    Map<String, List<Script>> sections =
        scripts.stream()
            .collect(Collectors.groupingBy(Script::section, TreeMap::new, Collectors.toList()));
    sections.forEach((section, ofSection) -> {
      out.append("\n## ").append(section).append("\n\n");
      out.append("| feature | script | statements | of these queries | PostgreSQL | refused |\n");
      out.append("|---|---|---|---|---|---|\n");
      ofSection.forEach(s -> out.append(row(s)));
    });
    return out.toString();
  }

  private static String row(Script script) {
    List<Entry> entries = script.entries().stream().filter(e -> e.runsOn(Engine.MILLRACE)).toList();
    long queries = entries.stream().filter(CoverageTest::isThreeWays).count();
    return "| %s | `%s` | %d | %d | %s | %s |\n"
        .formatted(
            script.feature(),
            script.path().getFileName(),
            entries.size(),
            queries,
            script.isOracled() ? "agrees" : "",
            String.join("; ", refused(entries)));
  }

  private static boolean isThreeWays(Entry entry) {
    return entry.isQuery() && entry.expected() instanceof Expected.Rows rows && !rows.isOnce();
  }

  private static List<String> refused(List<Entry> entries) {
    List<String> refused = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.expected() instanceof Expected.Failure failure
          && failure.pattern().startsWith("0A000: ")) {
        refused.add(
            failure
                .pattern()
                .substring(7)
                .replaceFirst(" (is|are) not supported$", "")
                .replace("\\", "")
                .replace("|", "\\|"));
      }
    }
    return refused.stream().distinct().toList();
  }
}

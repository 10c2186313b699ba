package dev.millrace.server.script;

import dev.millrace.server.script.Script.Entry;
import dev.millrace.server.script.Script.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes answers into a script in place of its expected rows: for those who write scripts. What it
/// wrote wants to be read before it is believed.
final class Rewriting {

  private Rewriting() {}

  static void of(Script script, Map<Integer, Answer> answers) throws IOException {
    List<String> lines = Files.readAllLines(script.path());
    List<String> written = new ArrayList<>();
    int next = 0;
    for (Entry entry : script.entries()) {
      if (!(entry.expected() instanceof Expected.Rows rows)) {
        continue;
      }
      Answer answer = answers.get(entry.line());
      if (answer == null) {
        continue;
      }
      written.addAll(lines.subList(next, entry.line() - 1));
      written.add(
          lines.get(entry.line() - 1).replaceFirst("^query \\S+", "query " + answer.types()));
      written.addAll(lines.subList(entry.line(), rows.rowsLine() - 1));
      answer.rows().forEach(r -> written.add(String.join(" ", r)));
      next = rows.rowsLine() - 1 + rows.rows().size();
    }
    written.addAll(lines.subList(next, lines.size()));
    Files.write(script.path(), written);
  }
}

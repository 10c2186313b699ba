package dev.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The trees of the dialect's statements, and what is refused. `-Dgolden.update=true` writes the
/// file anew; its difference is then to be read like code.
final class DialectTest {

  private static final String FILE = "parse/dialect.txt";
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  @Test
  void everyStatementHasTheTreeInTheFile() throws IOException {
    String expected = read();
    StringBuilder actual = new StringBuilder();
    for (String line : expected.lines().toList()) {
      if (line.startsWith("  ")) {
        continue;
      }
      actual.append(line).append('\n');
      if (!line.isBlank() && !line.startsWith("#")) {
        actual.append("  ").append(verdict(line)).append('\n');
      }
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(Path.of("src/test/resources", FILE), actual);
    } else {
      assertThat(actual.toString()).isEqualTo(expected);
    }
  }

  private static String verdict(String sql) {
    try {
      StringBuilder trees = new StringBuilder();
      for (ParsedStatement statement : Parser.parse(sql)) {
        trees.append(trees.isEmpty() ? "" : " ; ").append(statement.statement());
      }
      return BLANKS.matcher(trees).replaceAll(" ");
    } catch (DatabaseException e) {
      return "! " + e.state().code() + " " + e.message() + " @" + e.position();
    }
  }

  private static String read() throws IOException {
    try (InputStream in = DialectTest.class.getResourceAsStream("/" + FILE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

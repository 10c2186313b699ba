package dev.millrace.sql.execute.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LineFormatTest {

  private static CopyOptions options(String format, @Nullable String nullText, boolean header) {
    return CopyOptions.of(new CopyOptions.Given(format, null, nullText, null, null, header));
  }

  private static List<String> read(CopyOptions options, String data, int pieceBytes) {
    List<String> rows = new ArrayList<>();
    LineReader reader =
        new LineReader(
            options,
            (fields, line) ->
                rows.add(
                    fields.stream()
                        .map(f -> f == null ? "NULL" : "[" + f.toUtf8() + "]")
                        .collect(Collectors.joining())));
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i += pieceBytes) {
      reader.take(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + pieceBytes)));
    }
    reader.end();
    return rows;
  }

  @Test
  void textKnowsItsEscapesAndItsEnd() {
    CopyOptions text = options("text", null, false);

    assertThat(read(text, "a\\tb\t\\N\n\\\\N\t\\x41\\101\n\\.\nignored\n", 1))
        .containsExactly("[a\tb]NULL", "[\\N][AA]");
    assertThat(read(text, "1\r\n2", 3)).containsExactly("[1]", "[2]");
  }

  @Test
  void csvKnowsQuotesAndEmptyIsNull() {
    CopyOptions csv = options("csv", null, true);

    assertThat(read(csv, "h1,h2\n\"a,\"\"b\"\"\nc\",\n\"\",x\n", 2))
        .containsExactly("[a,\"b\"\nc]NULL", "[][x]");
    assertThatThrownBy(() -> read(csv, "h\n\"open", 3)).hasMessage("unterminated CSV quoted field");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(7);
    String alphabet = "ab,\t\n\r\\\"'N.é\u000b";
    for (String format : List.of("text", "csv")) {
      CopyOptions options = options(format, null, false);
      LineWriter writer = new LineWriter(options, List.of(ScalarType.TEXT, ScalarType.TEXT));
      for (int i = 0; i < 500; i++) {
        StringBuilder value = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
          value.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        writer.row(new Object[] {Slice.utf8(value.toString()), null});
        String line = new String(writer.bytes(), 0, writer.size(), StandardCharsets.UTF_8);

        assertThat(read(options, line, 2))
            .as(format + " " + line)
            .containsExactly("[" + value + "]NULL");
      }
    }
  }

  @Test
  void optionsThatContradictAreRefused() {
    assertThatThrownBy(
            () -> CopyOptions.of(new CopyOptions.Given("text", null, null, "'", null, false)))
        .hasMessage("COPY quote available only in CSV mode");
    assertThatThrownBy(
            () -> CopyOptions.of(new CopyOptions.Given("csv", "ab", null, null, null, false)))
        .hasMessage("COPY delimiter must be a single one-byte character");
  }
}

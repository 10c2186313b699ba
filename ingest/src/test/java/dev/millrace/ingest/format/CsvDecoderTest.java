package dev.millrace.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.model.error.DatabaseException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CsvDecoderTest {

  private static final String[] PIECES = {
    "", "a", ",", ";", "\"", "\"\"", " ", "\n", "\r\n", "é", "日本", "x\"y", "0", "\\", "'"
  };

  @Test
  void whatALibraryWritesIsReadBack() {
    long seed = Long.getLong("csv.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 5_000; round++) {
      int count = 1 + random.nextInt(5);
      char delimiter = ",;|\t".charAt(random.nextInt(4));
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        StringBuilder field = new StringBuilder();
        for (int n = random.nextInt(4); n > 0; n--) {
          field.append(PIECES[random.nextInt(PIECES.length)]);
        }
        fields.add(field.toString());
      }
      String text = written(fields, delimiter, random.nextBoolean());
      Decoding decoding = columns(count, String.valueOf(delimiter));
      assertThatCode(() -> assertThat(decoding.row(utf8(text))).isEqualTo(fields))
          .as("-Dcsv.seed=%d, round %d: %s", seed, round, text)
          .doesNotThrowAnyException();
    }
  }

  private static String written(List<String> fields, char delimiter, boolean isQuoted) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer =
        CsvWriter.builder()
            .fieldSeparator(delimiter)
            .quoteStrategy(isQuoted ? QuoteStrategies.ALWAYS : QuoteStrategies.REQUIRED)
            .build(text)) {
      writer.writeRecord(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Test
  void theHeaderIsNoRowAndNamesTheColumns() {
    Decoding people = header("id", "full name");
    assertThat(people.names()).containsExactly("id", "full name");
    assertThat(people.row(utf8("id,full name\n"))).isNull();
    assertThat(people.row(utf8("\"id\",\"full name\"\r\n"))).isNull();
    assertThat(people.row(utf8("id,name"))).containsExactly("id", "name");
    assertThat(people.row(utf8("7,"))).containsExactly("7", "");
  }

  @Test
  void columnsWithoutNamesAreNumbered() {
    assertThat(columns(2, ",").names()).containsExactly("column1", "column2");
    assertThat(columns(1, ",").row(new byte[0])).containsExactly("");
  }

  @Test
  void whatIsNoLineOfSoManyFieldsIsRefused() {
    Decoding two = columns(2, ",");
    assertRefused(two, "a", "expected 2 columns, got 1");
    assertRefused(two, "a,b,c,d", "expected 2 columns, got 4");
    assertRefused(two, "a,\"b", "unterminated CSV quoted field");
    assertRefused(two, "a,\"b\"c", "a quoted field goes on after its closing quote");
    assertRefused(two, "a,b\nc,d", "the record holds more than one line");
    assertThatThrownBy(() -> two.row(new byte[] {'a', ',', (byte) 0xff}))
        .hasMessage("invalid byte sequence for encoding \"UTF8\"");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    for (String delimiter : List.of("", "ab", "\"", "\n", "é")) {
      assertThatThrownBy(() -> columns(2, delimiter))
          .hasMessageStartingWith("invalid DELIMITED BY of FORMAT CSV");
    }
    assertThatThrownBy(() -> columns(0, ",")).hasMessageContaining("at least one");
    assertThatThrownBy(() -> columns(1601, ",")).hasMessageContaining("between 0 and 1600");
    assertThat(columns(1600, ",").names()).hasSize(1600);
    assertThatThrownBy(this::header)
        .hasMessage("FORMAT CSV WITH HEADER without column names is not supported");
  }

  private static void assertRefused(Decoding decoding, String text, String why) {
    assertThatThrownBy(() -> decoding.row(utf8(text)))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("invalid CSV record: " + why);
  }

  private static Decoding columns(int count, String delimiter) {
    return new Decoding(
        CsvDecoder.of(
            Decoding.format(
                "CSV", Map.of("COLUMN COUNT", Integer.toString(count), "DELIMITER", delimiter))));
  }

  private Decoding header(String... names) {
    List<OptionValue> items =
        Arrays.stream(names).map(name -> (OptionValue) new OptionValue.Text(name)).toList();
    return new Decoding(
        CsvDecoder.of(
            new FormatSpec(
                "CSV",
                Map.of(
                    "HEADER",
                    new OptionValue.Text("true"),
                    "COLUMNS",
                    new OptionValue.Items(items)),
                null,
                null)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

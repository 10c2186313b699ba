package dev.millrace.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegexDecoderTest {

  @Test
  void groupsAreColumnsByNameOrNumber() {
    Decoding log =
        regex("^(?P<remote_ip>[\\d.]+) (-|[^ ]+) \"(?P<request>[^\"]*)\"( (?P<status>\\d{3}))?");
    assertThat(log.names()).containsExactly("remote_ip", "column2", "request", "column4", "status");
    assertThat(log.row(utf8("10.0.0.1 - \"GET /é\" 200")))
        .containsExactly("10.0.0.1", "-", "GET /é", " 200", "200");
    assertThat(log.row(utf8("10.0.0.1 ada \"\"")))
        .containsExactly("10.0.0.1", "ada", "", null, null);
  }

  @Test
  void theFirstMatchCountsWhereverItStands() {
    assertThat(regex("(?P<n>\\d+)").row(utf8("日 12 and 34"))).containsExactly("12");
  }

  @Test
  void recordsWithoutMatchOrOfWrongBytesAreRefused() {
    Decoding digits = regex("(?P<n>\\d+)");
    assertThatThrownBy(() -> digits.row(utf8("none")))
        .hasMessage("the record does not match the regular expression of its format");
    assertThatThrownBy(() -> digits.row(new byte[] {'1', (byte) 0xc3}))
        .hasMessage("invalid byte sequence for encoding \"UTF8\"");
  }

  @Test
  void patternsThatMakeNoColumnsAreRefused() {
    assertThatThrownBy(() -> regex("(?P<n>"))
        .hasMessageStartingWith("invalid regular expression: ");
    assertThatThrownBy(() -> regex("abc")).hasMessageContaining("has no groups");
  }

  @Test
  void aPatternThatBacktrackersDrownInTakesLinearTime() {
    Decoding evil = regex("^((a+)+)+$");
    assertThatThrownBy(() -> evil.row(utf8("a".repeat(20_000) + "b")))
        .hasMessageContaining("does not match");
  }

  private static Decoding regex(String pattern) {
    return new Decoding(RegexDecoder.of(Decoding.format("REGEX", Map.of("PATTERN", pattern))));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

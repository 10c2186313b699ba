package dev.millrace.model.value.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.value.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Copying gives what reading gives, or gives up; what is copied is what programs write.
final class JsonCopierTest {

  private static final int DOCUMENTS = 20_000;

  private static final String[] SCALARS = {
    "0",
    "-0",
    "-0.0",
    "0.00",
    "1",
    "-1",
    "10",
    "100",
    "1.50",
    "-2.00",
    "0.1",
    "01",
    "1.",
    ".5",
    "1e3",
    "1E-2",
    "+1",
    "-",
    "true",
    "false",
    "null",
    "nul",
    "truex",
    "\"\"",
    "\"a\"",
    "\"\\n\\\"\\\\\"",
    "\"\\u0041\"",
    "\"\\/\"",
    "\"\\x\"",
    "\"é€😀\"",
    "\"a",
    "\"\t\"",
    "123456789012345678901234567890.12345678901234567890",
    "\"\\b\\f\\r\\t\"",
    "[]",
    "{}"
  };

  private static final String[] KEYS = {
    "\"a\"",
    "\"b\"",
    "\"ab\"",
    "\"\"",
    "\"é\"",
    "\"z\"",
    "\"😀\"",
    "\"\uffee\"",
    "\"a\\n\"",
    "\"\\u0061\"",
    "b"
  };

  private static @Nullable List<String> copied(String text, boolean isExpanding) {
    List<Slice> values = new JsonCopier(text.getBytes(StandardCharsets.UTF_8)).values(isExpanding);
    return values == null ? null : values.stream().map(Slice::toUtf8).toList();
  }

  private static List<String> read(String text, boolean isExpanding) {
    try {
      return JsonText.readStream(text, isExpanding).stream().map(Slice::toUtf8).toList();
    } catch (DatabaseException e) {
      return List.of("failed: " + e.message());
    }
  }

  @Test
  void copyingGivesWhatReadingGivesOrNothing() {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    int copies = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = document(random);
      boolean isExpanding = random.nextBoolean();
      List<String> copied = copied(text, isExpanding);
      if (copied != null) {
        copies++;
        assertThat(copied).as("seed %s: %s", seed, text).isEqualTo(read(text, isExpanding));
      }
    }
    assertThat(copies).as("seed %s", seed).isBetween(DOCUMENTS / 10, DOCUMENTS);
  }

  private static String document(Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      value(random, out, random.nextInt(4));
      out.append(blank(random));
    }
    if (random.nextInt(10) == 0 && !out.isEmpty()) {
      out.deleteCharAt(random.nextInt(out.length()));
    }
    // half of a character is no text: what bytes hold is what there is
    return new String(out.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void value(Random random, StringBuilder out, int depth) {
    out.append(blank(random));
    boolean isObject = random.nextBoolean();
    if (depth == 0) {
      // mostly what can be copied, so that whole documents are
      int index = random.nextInt(random.nextInt(4) == 0 ? SCALARS.length : 4);
      out.append(random.nextInt(3) == 0 ? "\"x\"" : SCALARS[index == 1 || index == 2 ? 4 : index]);
      return;
    }
    String separator = isObject ? "{" : "[";
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      out.append(separator).append(blank(random));
      if (isObject) {
        out.append(KEYS[random.nextInt(random.nextInt(8) == 0 ? KEYS.length : 8)]);
        out.append(blank(random)).append(':');
      }
      value(random, out, random.nextInt(depth));
      out.append(blank(random));
      separator = ",";
    }
    out.append(count == 0 ? (isObject ? "{}" : "[]") : (isObject ? "}" : "]"));
  }

  private static String blank(Random random) {
    return random.nextInt(3) > 0 ? "" : " \n\r\t".substring(random.nextInt(4));
  }

  @Test
  void everyScalarIsCopiedAsReadOrLeftToTheReader() {
    List<String> copies = new ArrayList<>();
    for (String scalar : SCALARS) {
      for (String text : new String[] {scalar, "[" + scalar + "]", "{\"k\":" + scalar + " }"}) {
        List<String> copied = copied(text, false);
        if (copied != null) {
          copies.add(scalar);
          assertThat(copied).as(text).isEqualTo(read(text, false));
        }
      }
    }
    assertThat(copies)
        .contains("0", "1.50", "-2.00", "true", "\"é€😀\"", "\"\\n\\\"\\\\\"", "{}")
        .doesNotContain("-0", "01", "1e3", "\"\\u0041\"", "truex");
  }

  @Test
  void whatProgramsWriteIsCopied() {
    assertThat(copied("{\"b\": [1.0, {\"d\": null, \"c\": \"x\"}], \"a\": true}\n{}", false))
        .containsExactly("{\"a\":true,\"b\":[1,{\"c\":\"x\",\"d\":null}]}", "{}");
    assertThat(copied("[1, [2], {\"a\": 3}] 4", true))
        .containsExactly("1", "[2]", "{\"a\":3}", "4");
    assertThat(copied(" \n", false)).isEmpty();
    assertThat(copied("[]", true)).isEmpty();
    assertThat(copied("{\"a\":1,\"a\":2}", false)).as("a key twice").isNull();
    assertThat(copied("{\"a\":1", false)).as("cut short").isNull();
  }
}

package dev.millrace.ingest.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.ingest.CollectingContext;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClockAndKeyValueTest {

  private static final byte[] START = new byte[0];
  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final String[] KEY_VALUE = {
    "KEYS",
    "8",
    "PARTITIONS",
    "4",
    "SNAPSHOT ROUNDS",
    "3",
    "SEED",
    "5",
    "VALUE SIZE",
    "16",
    "BATCH SIZE",
    "1"
  };

  private final LoadGenerators generators = new LoadGenerators();

  @Test
  void theClockShowsOneRowRoundedDownToItsInterval() throws Exception {
    long now = CollectingContext.NOW.toEpochMilli();
    long hour = now / 3_600_000 * 3_600_000 * 1000 - EPOCH_MICROS;
    SourceSpec spec = spec("CLOCK", Envelope.NONE, List.of(), "TICK INTERVAL", "1h");
    CollectingContext first = run(spec, START, 1);
    assertThat(first.rows(0)).containsExactly(List.of(hour, 1));
    byte[] before = ByteBuffer.allocate(8).putLong(now - 7_200_000).array();
    assertThat(run(spec, before, 1).rows(0))
        .containsExactly(List.of((now - 7_200_000) * 1000 - EPOCH_MICROS, -1), List.of(hour, 1));
  }

  @Test
  void keyValueGivesEveryKeyInEveryRoundAndGoesOnAfterARestart() throws Exception {
    SourceSpec spec = spec("KEY VALUE", Envelope.UPSERT, List.of(), KEY_VALUE);
    Output output = generators.describe(spec, id -> START).outputs().getFirst();
    assertThat(output.columns().stream().map(OutputColumn::name))
        .containsExactly("key", "partition", "value");
    assertThat(output.key()).containsExactly(0);
    assertThat(output.keeping()).isEqualTo(Keeping.KEYED);
    CollectingContext whole = run(spec, START, 99);
    assertThat(whole.positions).as("the snapshot is one step").hasSize(1);
    assertThat(whole.rows(0)).hasSize(24);
    Map<Object, Integer> rounds = new HashMap<>();
    for (List<Object> row : whole.rows(0)) {
      rounds.merge(row.get(0), 1, Integer::sum);
      assertThat((Long) row.get(0) % 4).isEqualTo(row.get(1));
      assertThat(((Slice) row.get(2)).length()).isEqualTo(16);
    }
    assertThat(rounds).hasSize(8).allSatisfy((key, count) -> assertThat(count).isEqualTo(3));
    List<String> options = new ArrayList<>(List.of(KEY_VALUE));
    options.addAll(List.of("TRANSACTIONAL SNAPSHOT", "false", "TICK INTERVAL", "1ms"));
    SourceSpec batches =
        spec("KEY VALUE", Envelope.UPSERT, List.of(), options.toArray(String[]::new));
    CollectingContext half = run(batches, START, 2);
    assertThat(half.rows(0)).hasSize(8).isEqualTo(whole.rows(0).subList(0, 8));
    CollectingContext rest = run(batches, half.positions.getLast(), 6);
    assertThat(rest.rows(0).subList(0, 16)).isEqualTo(whole.rows(0).subList(8, 24));
    assertThat(rest.rows(0)).as("and two ticks").hasSize(24);
  }

  @Test
  void keyValueIncludesWhatIsAskedFor() throws Exception {
    List<IncludeSpec> includes =
        List.of(
            new IncludeSpec("KEY", null, "k", false), new IncludeSpec("OFFSET", null, null, false));
    SourceSpec spec = spec("KEY VALUE", Envelope.NONE, includes, KEY_VALUE);
    Output output = generators.describe(spec, id -> START).outputs().getFirst();
    assertThat(output.columns().stream().map(OutputColumn::name))
        .containsExactly("k", "partition", "value", "offset");
    assertThat(output.key()).isEmpty();
    assertThat(run(spec, START, 99).rows(0).getLast()).element(3).isEqualTo(5L);
    SourceSpec bare = spec("KEY VALUE", Envelope.NONE, List.of(), KEY_VALUE);
    assertThat(run(bare, START, 99).rows(0).getFirst()).hasSize(3);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertRefused("KEYS must be divisible by PARTITIONS", "KEYS", "9");
    assertRefused("must be between 1 and 1048576", "VALUE SIZE", "1048577");
    assertRefused("cannot appear at once", "SNAPSHOT ROUNDS", "1000000");
    assertThatThrownBy(() ->
            generators.describe(
                spec("KEY VALUE", Envelope.UPSERT, List.of(), "KEYS", "1"), id -> START))
        .hasMessage("KEY VALUE load generator must specify PARTITIONS");
    assertThatThrownBy(
            () -> generators.describe(spec("CLOCK", Envelope.UPSERT, List.of()), id -> START))
        .hasMessage("ENVELOPE UPSERT of CLOCK load generators is not supported")
        .extracting(e -> ((DatabaseException) e).state())
        .isEqualTo(SqlState.FEATURE_NOT_SUPPORTED);
    assertThatThrownBy(
            () -> generators.describe(spec("CLOCK", Envelope.NONE, List.of(), "UP TO", "3"), null))
        .hasMessage("CLOCK load generator does not support option UP TO");
  }

  private void assertRefused(String message, String option, String value) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < KEY_VALUE.length; i += 2) {
      options.put(KEY_VALUE[i], KEY_VALUE[i + 1]);
    }
    options.put(option, value);
    List<String> all = new ArrayList<>();
    options.forEach((name, text) -> all.addAll(List.of(name, text)));
    SourceSpec spec = spec("KEY VALUE", Envelope.UPSERT, List.of(), all.toArray(String[]::new));
    assertThatThrownBy(() -> generators.describe(spec, id -> START)).hasMessageContaining(message);
  }

  private CollectingContext run(SourceSpec spec, byte[] position, int emits) throws Exception {
    Source source = generators.open(spec, id -> START);
    return CollectingContext.run(source, position, emits);
  }

  private static SourceSpec spec(
      String generator, Envelope envelope, List<IncludeSpec> includes, String... options) {
    Map<String, OptionValue> values = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i], new OptionValue.Text(options[i + 1]));
    }
    return new SourceSpec(
        "load-generator", generator, values, null, null, null, includes, envelope, null);
  }
}

package dev.millrace.ingest.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.ingest.CollectingContext;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LoadGeneratorsTest {

  private static final byte[] START = new byte[0];

  private final LoadGenerators generators = new LoadGenerators();

  @Test
  void ecommerceMakesOneUserFourPurchasesAndTheirItemsPerIteration() throws Exception {
    CollectingContext run =
        CollectingContext.run(open("ECOMMERCE", "RATE", "0", "MAX RECORDS", "3000"), START, 99);
    int users = run.rows(0).size();
    assertThat(run.rows(1)).hasSize(4 * users);
    Set<Object> itemKeys = new HashSet<>();
    run.rows(2).forEach(row -> itemKeys.add(row.get(1)));
    int items = 0;
    for (List<Object> purchase : run.rows(1)) {
      List<Integer> ids = ints((Slice) purchase.get(3));
      assertThat(ids).hasSizeBetween(1, 4).doesNotHaveDuplicates();
      assertThat(itemKeys).containsAll(ids);
      items += ids.size();
    }
    assertThat(run.rows(2)).hasSize(items);
    assertThat(run.counts.get("messages_received")).isEqualTo(users * 5L + items);
  }

  @Test
  void ecommerceGoesOnFromItsPositionAsIfItHadNeverStopped() throws Exception {
    String[] options = {"RATE", "0", "SEED", "7", "MAX RECORDS", "20000"};
    CollectingContext whole = CollectingContext.run(open("ECOMMERCE", options), START, 2);
    CollectingContext first = CollectingContext.run(open("ECOMMERCE", options), START, 1);
    CollectingContext second =
        CollectingContext.run(open("ECOMMERCE", options), first.positions.getLast(), 1);
    for (int output = 0; output < 3; output++) {
      List<List<Object>> joined = new ArrayList<>(first.rows(output));
      joined.addAll(second.rows(output));
      assertThat(joined).isEqualTo(whole.rows(output));
    }
  }

  @Test
  void ecommerceIdsStayWithinTheirCardinality() throws Exception {
    CollectingContext run =
        CollectingContext.run(
            open(
                "ECOMMERCE",
                "RATE",
                "0",
                "USERS",
                "3",
                "ITEMS",
                "5",
                "PURCHASES",
                "8",
                "MAX RECORDS",
                "4000"),
            START,
            99);
    assertThat(distinct(run.rows(0), 1)).hasSize(3);
    assertThat(distinct(run.rows(2), 1)).hasSize(5);
    assertThat(distinct(run.rows(1), 0)).hasSize(8);
  }

  @Test
  void ecommercePurchaseIdsAreNewUnlessBounded() throws Exception {
    CollectingContext run =
        CollectingContext.run(open("ECOMMERCE", "RATE", "0", "MAX RECORDS", "9000"), START, 99);
    assertThat(distinct(run.rows(1), 0)).hasSize(run.rows(1).size());
  }

  @Test
  void ecommerceRecordsWithoutKeyBecomeDeadLetters() throws Exception {
    CollectingContext run =
        CollectingContext.run(
            open(
                "ECOMMERCE", "RATE", "0", "USERS", "2", "NULL KEYS", "true", "MAX RECORDS", "2000"),
            START,
            99);
    assertThat(distinct(run.rows(0), 1)).containsExactly(1);
    assertThat(run.rows(3)).isNotEmpty();
    assertThat(run.rows(3).getFirst().getFirst()).isNull();
    assertThat(run.counts.get("dead_letters")).isEqualTo(run.rows(3).size());
  }

  @Test
  void counterRetractsWhatLeavesItsCardinality() throws Exception {
    CollectingContext run =
        CollectingContext.run(
            open("COUNTER", "AS OF", "5", "UP TO", "5", "MAX CARDINALITY", "2"), START, 99);
    Map<Object, Integer> sum = new HashMap<>();
    run.rows(0).forEach(row -> sum.merge(row.get(0), (Integer) row.get(1), Integer::sum));
    sum.values().removeIf(weight -> weight == 0);
    assertThat(sum).isEqualTo(Map.of(4L, 1, 5L, 1));
  }

  @Test
  void auctionBidsReferToTheirAuction() throws Exception {
    CollectingContext run =
        CollectingContext.run(open("AUCTION", "AS OF", "50", "UP TO", "50"), START, 99);
    assertThat(run.rows(3).size() + run.rows(4).size()).isEqualTo(50);
    Set<Object> auctions = distinct(run.rows(3), 0);
    run.rows(4).forEach(bid -> assertThat(auctions).contains(bid.get(2)));
  }

  @Test
  void unknownOptionsAndGeneratorsAreRefusedByName() {
    assertThatThrownBy(() -> open("COUNTER", "RATE", "5"))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("COUNTER load generator does not support option RATE");
    assertThatThrownBy(() -> open("ECOMMERCE", "RATE", "fast"))
        .hasMessage("invalid RATE of ECOMMERCE load generator: must be a whole number");
    assertThatThrownBy(() -> open("MARKETING"))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED));
  }

  @Test
  void keepingFollowsTheRetainOption() {
    assertThat(describe("AUCTION", null).outputs().getFirst().keeping()).isEqualTo(Keeping.NONE);
    assertThat(describe("AUCTION", "FOREVER").outputs().getFirst().keeping())
        .isEqualTo(Keeping.LOG);
    assertThat(describe("ECOMMERCE", null).outputs().getFirst().keeping()).isEqualTo(Keeping.KEYED);
  }

  private SourceDescription describe(String generator, @Nullable String keeping) {
    return generators.describe(spec(generator, keeping), _ -> new byte[0]);
  }

  private Source open(String generator, String... options) {
    return generators.open(spec(generator, null, options), _ -> new byte[0]);
  }

  private static SourceSpec spec(String generator, @Nullable String keeping, String... options) {
    Map<String, OptionValue> values = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i], new OptionValue.Text(options[i + 1]));
    }
    return new SourceSpec(
        "load-generator",
        generator,
        values,
        null,
        null,
        null,
        List.of(),
        SourceSpec.Envelope.NONE,
        keeping);
  }

  private static Set<Object> distinct(List<List<Object>> rows, int column) {
    Set<Object> values = new HashSet<>();
    rows.forEach(row -> values.add(row.get(column)));
    return values;
  }

  private static List<Integer> ints(Slice list) {
    ByteBuffer bytes = ByteBuffer.wrap(list.toBytes());
    int count = bytes.getInt();
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      assertThat(bytes.getInt()).isEqualTo(4);
      values.add(bytes.getInt());
    }
    return values;
  }
}

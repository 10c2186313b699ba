package dev.millrace.ingest.generator.tpch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.ingest.CollectingContext;
import dev.millrace.ingest.Options;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TpchGeneratorTest {

  private static final byte[] START = new byte[0];

  @Test
  void keysAreUniqueAndReferencesLeadSomewhere() throws Exception {
    CollectingContext run = run(START, 9999, "SCALE FACTOR", "0.002");
    assertThat(run.rows(TpchTable.REGION.ordinal())).hasSize(5);
    assertThat(run.rows(TpchTable.NATION.ordinal())).hasSize(25);
    assertThat(run.rows(TpchTable.SUPPLIER.ordinal())).hasSize(20);
    assertThat(run.rows(TpchTable.PART.ordinal())).hasSize(400);
    assertThat(run.rows(TpchTable.PARTSUPP.ordinal())).hasSize(1600);
    assertThat(run.rows(TpchTable.CUSTOMER.ordinal())).hasSize(300);
    assertThat(run.rows(TpchTable.ORDERS.ordinal())).hasSize(3000);
    Set<Object> suppliers = keys(run, TpchTable.SUPPLIER, 0);
    Set<Object> parts = keys(run, TpchTable.PART, 0);
    Set<Object> customers = keys(run, TpchTable.CUSTOMER, 0);
    Set<Object> nations = keys(run, TpchTable.NATION, 0);
    Set<Object> supplied = keys(run, TpchTable.PARTSUPP, 0, 1);
    Set<Object> orders = keys(run, TpchTable.ORDERS, 0);
    Set<Object> lines = keys(run, TpchTable.LINEITEM, 0, 3);
    assertThat(orders).hasSize(3000).contains(1L, 8L, 33L).doesNotContain(9L, 32L);
    assertThat(supplied).hasSize(1600);
    assertThat(lines).hasSize(run.rows(TpchTable.LINEITEM.ordinal()).size());
    assertThat(keys(run, TpchTable.NATION, 2)).isEqualTo(keys(run, TpchTable.REGION, 0));
    assertThat(nations).containsAll(keys(run, TpchTable.SUPPLIER, 3));
    assertThat(nations).containsAll(keys(run, TpchTable.CUSTOMER, 3));
    assertThat(parts).isEqualTo(keys(run, TpchTable.PARTSUPP, 0));
    assertThat(suppliers).containsAll(keys(run, TpchTable.PARTSUPP, 1));
    assertThat(customers).containsAll(keys(run, TpchTable.ORDERS, 1)).hasSizeGreaterThan(250);
    assertThat(keys(run, TpchTable.ORDERS, 1)).hasSizeLessThan(201);
    assertThat(orders).isEqualTo(keys(run, TpchTable.LINEITEM, 0));
    assertThat(supplied).containsAll(keys(run, TpchTable.LINEITEM, 1, 2));
  }

  @Test
  void anOrdersTotalAndStatusFollowFromItsLines() throws Exception {
    assertOrdersFit(run(START, 9999, "SCALE FACTOR", "0.001"), 1500);
  }

  @Test
  void everyTickReplacesAnOrderWithItsLines() throws Exception {
    String[] options = {"SCALE FACTOR", "0.0001", "TICK INTERVAL", "1ms", "SEED", "3"};
    CollectingContext quiet = run(START, 9999, "SCALE FACTOR", "0.0001", "SEED", "3");
    int filled = quiet.positions.size();
    CollectingContext ticking = run(START, filled + 320, options);
    assertThat(ticking.rows(TpchTable.ORDERS.ordinal())).hasSize(150 + 2 * 320);
    assertOrdersFit(ticking, 150);
    assertThat(present(ticking, TpchTable.ORDERS))
        .as("every order was replaced")
        .doesNotContainAnyElementsOf(present(quiet, TpchTable.ORDERS));
    CollectingContext first = run(START, filled + 100, options);
    CollectingContext second = run(first.positions.getLast(), 220, options);
    for (TpchTable table : TpchTable.values()) {
      List<List<Object>> joined = new ArrayList<>(first.rows(table.ordinal()));
      joined.addAll(second.rows(table.ordinal()));
      assertThat(joined).isEqualTo(ticking.rows(table.ordinal()));
    }
  }

  @Test
  void aRestartInTheMiddleOfATableGoesOnThere() throws Exception {
    CollectingContext whole = run(START, 9999, "SCALE FACTOR", "0.001");
    CollectingContext first = run(START, 8, "SCALE FACTOR", "0.001");
    CollectingContext second = run(first.positions.getLast(), 9999, "SCALE FACTOR", "0.001");
    for (TpchTable table : TpchTable.values()) {
      List<List<Object>> joined = new ArrayList<>(first.rows(table.ordinal()));
      joined.addAll(second.rows(table.ordinal()));
      assertThat(joined).isEqualTo(whole.rows(table.ordinal()));
    }
  }

  @Test
  void anotherSeedMakesOtherRows() throws Exception {
    CollectingContext one = run(START, 9999, "SCALE FACTOR", "0.0001", "SEED", "1");
    CollectingContext two = run(START, 9999, "SCALE FACTOR", "0.0001", "SEED", "2");
    assertThat(one.rows(TpchTable.CUSTOMER.ordinal()))
        .isNotEqualTo(two.rows(TpchTable.CUSTOMER.ordinal()));
  }

  @Test
  void scaleFactorsOutsideOfTheBoundsAreRefused() {
    for (String factor : List.of("0", "-1", "100.1", "NaN", "many")) {
      assertThatThrownBy(() -> run(START, 1, "SCALE FACTOR", factor))
          .hasMessageStartingWith("invalid SCALE FACTOR of TPCH load generator");
    }
  }

  /// Every order that is there has the total, the status and the dates its lines make.
  private static void assertOrdersFit(CollectingContext run, int count) {
    Map<Object, List<List<Object>>> lines = new HashMap<>();
    for (List<Object> line : present(run, TpchTable.LINEITEM)) {
      lines.computeIfAbsent(line.get(0), _ -> new ArrayList<>()).add(line);
    }
    List<List<Object>> orders = present(run, TpchTable.ORDERS);
    assertThat(orders).hasSize(count);
    assertThat(lines).hasSize(count);
    for (List<Object> order : orders) {
      long total = 0;
      Set<String> statuses = new HashSet<>();
      List<List<Object>> own = lines.get(order.get(0));
      assertThat(own).hasSizeBetween(1, 7);
      for (List<Object> line : own) {
        long price = cents(line.get(5));
        assertThat(price % (cents(line.get(4)) / 100)).isZero();
        assertThat(cents(line.get(6))).isBetween(0L, 10L);
        assertThat(cents(line.get(7))).isBetween(0L, 8L);
        total += price * (100 - cents(line.get(6))) / 100 * (100 + cents(line.get(7))) / 100;
        statuses.add(line.get(9).toString());
        int ordered = (Integer) order.get(4);
        assertThat((Integer) line.get(10)).isBetween(ordered + 1, ordered + 121);
        assertThat((Integer) line.get(12))
            .isBetween((int) line.get(10) + 1, (int) line.get(10) + 30);
      }
      assertThat(cents(order.get(3))).isEqualTo(total);
      assertThat(order.get(2)).hasToString(statuses.size() > 1 ? "P" : statuses.iterator().next());
    }
  }

  private static long cents(Object money) {
    return Numeric.toBigDecimal((Slice) money).movePointRight(2).longValueExact();
  }

  /// Rows that are there after all changes; fails if one leaves that is not there.
  private static List<List<Object>> present(CollectingContext run, TpchTable table) {
    Map<List<Object>, Integer> rows = new HashMap<>();
    for (List<Object> row : run.rows(table.ordinal())) {
      List<Object> values = row.subList(0, row.size() - 1);
      int weight = rows.merge(values, (Integer) row.getLast(), Integer::sum);
      assertThat(weight).isBetween(0, 1);
    }
    rows.values().removeIf(weight -> weight == 0);
    return new ArrayList<>(rows.keySet());
  }

  private static Set<Object> keys(CollectingContext run, TpchTable table, int... columns) {
    Set<Object> keys = new HashSet<>();
    for (List<Object> row : run.rows(table.ordinal())) {
      if (columns.length == 1) {
        keys.add(row.get(columns[0]));
      } else {
        keys.add(List.of(row.get(columns[0]), row.get(columns[1])));
      }
    }
    return keys;
  }

  private static CollectingContext run(byte[] position, int emits, String... options)
      throws Exception {
    Map<String, OptionValue> values = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      values.put(options[i], new OptionValue.Text(options[i + 1]));
    }
    TpchGenerator generator = TpchGenerator.of(new Options("TPCH load generator", values));
    return CollectingContext.run(generator, position, emits);
  }
}

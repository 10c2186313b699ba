package dev.millrace.model.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AggregateOrderTest {

  @Test
  void textsComeByLengthAndThenBytes() {
    assertThat(
            listOf(
                ScalarType.TEXT,
                List.of(
                    "Fresh", "Fresh", "Steel", "Steel", "Steel", "Bronze", "Frozen", "Rubber",
                    "Wooden", "Plastic")))
        .isEqualTo("{Fresh,Fresh,Steel,Steel,Steel,Bronze,Frozen,Rubber,Wooden,Plastic}");
  }

  @Test
  void integersComeByTheirLittleEndianBytes() {
    assertThat(
            listOf(
                ScalarType.INT4,
                List.of(
                    "3590", "3392", "1888", "2656", "3436", "417", "458", "463", "752", "4080")))
        .isEqualTo("{3590,3392,1888,2656,3436,417,458,463,752,4080}");
  }

  @Test
  void nullsComeFirst() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {Slice.utf8("")});
    rows.add(new Object[] {null});
    rows.sort(AggregateOrder.NATURAL);
    assertThat(rows.getFirst()[0]).isNull();
  }

  /// The list over the values in a random order, as an executor makes it.
  private static String listOf(SqlType type, List<String> texts) {
    List<String> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(7));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String text : shuffled) {
      rows.add(new Object[] {TextFormat.parse(type, text)});
    }
    rows.sort(AggregateOrder.NATURAL);
    AggregateFunction function = FunctionRegistry.standard().aggregates("list_agg").getFirst();
    GenericAggregate list =
        Objects.requireNonNull(function.generic())
            .apply(new CallTypes(List.of(type), new ListType(type)));
    for (@Nullable Object[] row : rows) {
      list.add(row, 1);
    }
    return TextFormat.text(new ListType(type), Objects.requireNonNull(list.result()));
  }
}

package dev.millrace.dataflow.law;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Rows with weights, as plain as can be: what every way to evaluate a plan is compared by.
final class Multiset {

  private final Map<List<@Nullable Object>, Long> weights = new HashMap<>();

  /// Adds a row `weight` times.
  void add(List<@Nullable Object> row, long weight) {
    weights.merge(canonical(row), weight, Long::sum);
    weights.remove(canonical(row), 0L);
  }

  /// Adds the rows of a chunk.
  void add(Chunk chunk) {
    for (int row = 0; row < chunk.size(); row++) {
      add(Arrays.asList(chunk.row(row)), chunk.weight(row));
    }
  }

  /// Adds another multiset `times` times.
  void addAll(Multiset other, long times) {
    other.forEach((row, weight) -> add(row, weight * times));
  }

  private static List<@Nullable Object> canonical(List<@Nullable Object> row) {
    List<@Nullable Object> copy = new ArrayList<>(row);
    copy.replaceAll(Multiset::canonical);
    return copy;
  }

  private static @Nullable Object canonical(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double d when d == 0 -> 0.0;
      case Slice s -> s.detach();
      default -> value;
    };
  }

  /// How often a row occurs.
  long weight(List<@Nullable Object> row) {
    return weights.getOrDefault(canonical(row), 0L);
  }

  void forEach(BiConsumer<List<@Nullable Object>, Long> visitor) {
    weights.forEach(visitor);
  }

  /// Different rows.
  int size() {
    return weights.size();
  }

  /// The rows as chunks of at most `capacity` rows.
  List<Chunk> chunks(List<SqlType> types, int capacity) {
    List<Chunk> chunks = new ArrayList<>();
    forEach((row, weight) -> {
      if (chunks.isEmpty() || chunks.getLast().size() >= capacity) {
        chunks.add(Chunk.of(types, capacity));
      }
      chunks.getLast().appendRow(row.toArray(), (int) (long) weight);
    });
    return chunks;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Multiset m && m.weights.equals(weights);
  }

  @Override
  public int hashCode() {
    return weights.hashCode();
  }

  @Override
  public String toString() {
    TreeSet<String> lines = new TreeSet<>();
    weights.forEach((row, weight) -> lines.add(row + " x " + weight));
    return String.join("\n", lines);
  }
}

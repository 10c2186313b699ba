package dev.millrace.dataflow.operator.recursion;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// In which round how many copies of each row came or went: the differences of a collection along
/// the rounds of a recursion. What it holds at a round is the sum of the differences up to it.
final class History {

  /// A row (or fault) in a round.
  private record Entry(int round, Object row) {}

  /// Takes a difference.
  @FunctionalInterface
  interface Visitor {
    void visit(int round, Object row, long weight);
  }

  private final Map<Entry, Long> differences = new HashMap<>(4);

  void add(int round, Object row, long weight) {
    differences.merge(new Entry(round, row), weight, History::sum);
  }

  private static @Nullable Long sum(Long a, Long b) {
    long total = a + b;
    return total == 0 ? null : total;
  }

  void forEach(Visitor visitor) {
    differences.forEach((entry, weight) -> visitor.visit(entry.round, entry.row, weight));
  }

  /// What is there at a round.
  Weights upTo(int round) {
    Weights sum = new Weights();
    forEach((when, row, weight) -> {
      if (when <= round) {
        sum.add(row, weight);
      }
    });
    return sum;
  }

  /// Puts other differences in the place of those of a round.
  void replace(int round, Weights now) {
    differences.keySet().removeIf(entry -> entry.round == round);
    now.entries().forEach((row, weight) -> differences.put(new Entry(round, row), weight));
  }

  /// The differences of a round.
  Weights at(int round) {
    Weights own = new Weights();
    forEach((when, row, weight) -> {
      if (when == round) {
        own.add(row, weight);
      }
    });
    return own;
  }

  boolean isEmpty() {
    return differences.isEmpty();
  }

  int size() {
    return differences.size();
  }
}

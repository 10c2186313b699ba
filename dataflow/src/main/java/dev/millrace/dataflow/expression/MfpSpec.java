package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What a map-filter-project program computes; the fields mean what they mean in [Plan.Mfp].
///
/// Order of evaluation, on which errors depend: each filter in turn, just before it the maps that
/// it needs; then the maps that only the projection needs. A map that nothing needs is not
/// evaluated. The first filter that is not true ends the row.
public record MfpSpec(
    List<SqlType> input, List<Scalar> maps, List<Scalar> filters, List<Integer> projection) {

  public MfpSpec {
    input = List.copyOf(input);
    maps = List.copyOf(maps);
    filters = List.copyOf(filters);
    projection = List.copyOf(projection);
  }

  /// The program of a plan node.
  public static MfpSpec of(Plan.Mfp mfp) {
    return new MfpSpec(mfp.input().types(), mfp.maps(), mfp.filters(), mfp.projection());
  }

  /// A program that appends nothing but the values of the expressions.
  public static MfpSpec ofScalars(List<SqlType> input, List<Scalar> scalars) {
    List<Integer> projection = new ArrayList<>();
    for (int i = 0; i < scalars.size(); i++) {
      projection.add(input.size() + i);
    }
    return new MfpSpec(input, scalars, List.of(), projection);
  }

  /// Types of the result.
  public List<SqlType> types() {
    List<SqlType> all = new ArrayList<>(input);
    maps.forEach(m -> all.add(m.type()));
    return projection.stream().map(all::get).toList();
  }

  /// One thing to do for a row.
  sealed interface Step {
    /// Evaluate `maps[map]`.
    record Compute(int map) implements Step {}

    /// Drop the row unless `filters[filter]` is true.
    record Check(int filter) implements Step {}
  }

  /// The steps in order of evaluation.
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    BitSet done = new BitSet();
    for (int f = 0; f < filters.size(); f++) {
      require(filters.get(f), done, steps);
      steps.add(new Step.Check(f));
    }
    for (int column : projection) {
      requireColumn(column, done, steps);
    }
    return steps;
  }

  private void require(Scalar scalar, BitSet done, List<Step> steps) {
    ScalarTrees.columns(scalar).stream().forEach(c -> requireColumn(c, done, steps));
  }

  private void requireColumn(int column, BitSet done, List<Step> steps) {
    int map = column - input.size();
    if (map >= 0 && !done.get(map)) {
      require(maps.get(map), done, steps);
      done.set(map);
      steps.add(new Step.Compute(map));
    }
  }

  /// Nodes in all expressions: the measure of a program's size.
  int nodes() {
    int nodes = projection.size();
    for (Scalar map : maps) {
      nodes += ScalarTrees.nodes(map);
    }
    for (Scalar filter : filters) {
      nodes += ScalarTrees.nodes(filter);
    }
    return nodes;
  }
}

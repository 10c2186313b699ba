package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.dataflow.operator.Operators;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.Workers;
import dev.millrace.dataflow.operator.join.ArrangeOperator;
import dev.millrace.dataflow.operator.join.OuterJoinOperator;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.type.SqlType;
import java.util.List;

/// How an operator falls into keys that do not touch each other, and how it is evaluated from
/// scratch: by a new operator of the kind that is maintained elsewhere, over the rows in question.
///
/// @param inputs the operator's inputs
/// @param outputKey the columns of its result that are the key
/// @param types of the result
record Grouping(Plan plan, List<Input> inputs, int[] outputKey, List<SqlType> types) {

  /// An input and the columns of it that are the key.
  record Input(List<SqlType> types, int[] key) {}

  static Grouping of(Plan plan) {
    int[] outputKey =
        switch (plan) {
          case Plan.Distinct p -> Selection.all(p.types().size());
          case Plan.SetOperation p -> Selection.all(p.types().size());
          case Plan.TopK p -> ints(p.group());
          case Plan.AtMostOne p -> ints(p.group());
          case Plan.Reduce p -> Selection.all(p.keys().size());
          case Plan.Join p when isKeyedByLeft(p.kind()) -> ints(p.leftKeys());
          default -> throw new IllegalStateException("has no keys: " + plan);
        };
    List<Input> inputs =
        switch (plan) {
          case Plan.Reduce p -> List.of(new Input(p.input().types(), ints(p.keys())));
          case Plan.Join p ->
              List.of(
                  new Input(p.left().types(), ints(p.leftKeys())),
                  new Input(p.right().types(), ints(p.rightKeys())));
          default -> plan.inputs().stream().map(i -> new Input(i.types(), outputKey)).toList();
        };
    return new Grouping(plan, inputs, outputKey, plan.types());
  }

  /// Rows of these joins have the left side's key; those of others may have lost it to NULL.
  private static boolean isKeyedByLeft(JoinKind kind) {
    return kind == JoinKind.LEFT || kind == JoinKind.SEMI || kind == JoinKind.ANTI;
  }

  private static int[] ints(List<Integer> columns) {
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /// True if there is a result even without rows.
  boolean hasOnlyGroup() {
    return plan instanceof Plan.Reduce reduce && reduce.keys().isEmpty();
  }

  /// The result over the given rows, one delta per input.
  Delta evaluate(List<Delta> rows, StepScope step) {
    StepScope alone = new StepScope(step.millis(), Workers.single(), step.interruption());
    Contents[] contents =
        rows.stream()
            .<Contents>map(delta -> consumer -> delta.chunks().forEach(consumer))
            .toArray(Contents[]::new);
    Delta result = new Delta();
    Output out = Output.into(result, types, Long.MAX_VALUE);
    Operator operator = operator(contents, result, alone);
    operator.load(contents, result::add, alone);
    operator.contents(contents, out, alone);
    out.flush();
    return result;
  }

  private Operator operator(Contents[] contents, Delta result, StepScope alone) {
    if (!(plan instanceof Plan.Join join)) {
      return Operators.of(plan, 1);
    }
    ArrangeOperator left = new ArrangeOperator(join.left().types(), join.leftKeys(), 1);
    ArrangeOperator right = new ArrangeOperator(join.right().types(), join.rightKeys(), 1);
    left.load(new Contents[] {contents[0]}, result::add, alone);
    right.load(new Contents[] {contents[1]}, result::add, alone);
    return new OuterJoinOperator(join, left, right);
  }
}

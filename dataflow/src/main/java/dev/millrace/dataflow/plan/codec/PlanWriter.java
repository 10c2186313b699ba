package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.dataflow.plan.SortKey;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes single nodes without their inputs (of a Union, their number).
final class PlanWriter {

  private final DataOutputStream out;
  private final ValueCodec values;

  PlanWriter(DataOutputStream out) {
    this.out = out;
    this.values = new ValueCodec();
  }

  void node(Plan plan) throws IOException {
    out.writeByte(Tags.of(plan));
    switch (plan) {
      case Plan.Constant p -> constant(p);
      case Plan.Get p -> {
        out.writeLong(p.id().number());
        values.writeTypes(out, p.types());
      }
      case Plan.IndexLookup p -> lookup(p);
      case Plan.Mfp p -> {
        scalars(p.maps());
        scalars(p.filters());
        ints(p.projection());
      }
      case Plan.TemporalFilter p -> {
        scalars(p.lowerBounds());
        scalars(p.upperBounds());
      }
      case Plan.Join p -> join(p);
      case Plan.Reduce p -> {
        ints(p.keys());
        out.writeInt(p.aggregates().size());
        for (AggregateCall call : p.aggregates()) {
          aggregate(call);
        }
      }
      case Plan.Distinct _ -> {}
      case Plan.TopK p -> topK(p);
      case Plan.FlatMap p -> {
        values.writeText(out, p.function().id());
        scalars(p.arguments());
        values.writeTypes(out, p.functionTypes());
        out.writeBoolean(p.ordinality());
      }
      case Plan.Union p -> out.writeInt(p.inputs().size());
      case Plan.SetOperation p -> values.writeText(out, p.operator().name());
      case Plan.AtMostOne p -> ints(p.group());
      case Plan.Variable p -> {
        out.writeInt(p.index());
        values.writeTypes(out, p.types());
      }
      case Plan.Recursion p -> recursion(p);
      case Plan.Iteration p -> out.writeBoolean(p.isDistinct());
    }
  }

  private void constant(Plan.Constant p) throws IOException {
    values.writeTypes(out, p.types());
    out.writeInt(p.rows().size());
    for (List<@Nullable Object> row : p.rows()) {
      for (Object value : row) {
        values.writeValue(out, value);
      }
    }
  }

  private void lookup(Plan.IndexLookup p) throws IOException {
    out.writeLong(p.index().number());
    ints(p.keyColumns());
    out.writeInt(p.keys().size());
    for (List<Object> key : p.keys()) {
      for (Object value : key) {
        values.writeValue(out, value);
      }
    }
    values.writeTypes(out, p.types());
  }

  private void join(Plan.Join p) throws IOException {
    values.writeText(out, p.kind().name());
    ints(p.leftKeys());
    ints(p.rightKeys());
    for (boolean nullSafe : p.nullSafe()) {
      out.writeBoolean(nullSafe);
    }
    scalars(p.residual());
  }

  private void aggregate(AggregateCall call) throws IOException {
    values.writeText(out, call.function().id());
    ints(call.arguments());
    out.writeBoolean(call.isDistinct());
    out.writeInt(call.filter());
    sortKeys(call.order());
    values.writeType(out, call.type());
  }

  private void topK(Plan.TopK p) throws IOException {
    ints(p.group());
    sortKeys(p.order());
    Long limit = p.limit();
    out.writeBoolean(limit != null);
    out.writeLong(limit == null ? 0 : limit);
    out.writeLong(p.offset());
  }

  private void recursion(Plan.Recursion p) throws IOException {
    RecursionLimit limit = p.limit();
    out.writeInt(p.bindings().size());
    out.writeInt(p.result());
    out.writeLong(limit == null ? 0 : limit.rounds());
    out.writeBoolean(limit != null && limit.isError());
  }

  private void sortKeys(List<SortKey> keys) throws IOException {
    out.writeInt(keys.size());
    for (SortKey key : keys) {
      out.writeInt(key.column());
      out.writeBoolean(key.isDescending());
      out.writeBoolean(key.isNullsFirst());
    }
  }

  private void ints(List<Integer> numbers) throws IOException {
    out.writeInt(numbers.size());
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  private void scalars(List<Scalar> scalars) throws IOException {
    out.writeInt(scalars.size());
    for (Scalar scalar : scalars) {
      scalar(scalar);
    }
  }

  /// Tag, own fields, type where the node has one, operands.
  void scalar(Scalar scalar) throws IOException {
    out.writeByte(Tags.of(scalar));
    switch (scalar) {
      case Scalar.ColumnRef s -> {
        out.writeInt(s.index());
        values.writeType(out, s.type());
      }
      case Scalar.Parameter s -> {
        out.writeInt(s.index());
        values.writeType(out, s.type());
      }
      case Scalar.Literal s -> {
        values.writeType(out, s.type());
        values.writeValue(out, s.value());
      }
      case Scalar.Call s -> {
        values.writeText(out, s.function().id());
        values.writeType(out, s.type());
      }
      case Scalar.IsDistinct s -> values.writeText(out, s.equal().id());
      case Scalar.Case s -> values.writeType(out, s.type());
      case Scalar.Coalesce s -> values.writeType(out, s.type());
      case Scalar.And _, Scalar.Or _, Scalar.Not _, Scalar.IsNull _, Scalar.MzNow _ -> {}
    }
    scalars(ScalarTrees.operands(scalar));
  }
}

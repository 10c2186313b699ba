package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.dataflow.plan.SetOperator;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [PlanWriter] and [PlanCodec] write. The order of reads is the order of bytes.
final class PlanReader {

  private final DataInputStream in;
  private final FunctionRegistry registry;
  private final ValueCodec values = new ValueCodec();

  PlanReader(DataInputStream in, FunctionRegistry registry) {
    this.in = in;
    this.registry = registry;
  }

  /// The next node; its inputs are among the nodes read before.
  Plan node(List<Plan> before) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case Tags.CONSTANT -> constant();
      case Tags.GET -> new Plan.Get(new CollectionId(in.readLong()), values.readTypes(in));
      case Tags.INDEX_LOOKUP -> lookup();
      case Tags.MFP -> {
        List<Scalar> maps = scalars();
        List<Scalar> filters = scalars();
        List<Integer> projection = ints();
        yield new Plan.Mfp(input(before), maps, filters, projection);
      }
      case Tags.TEMPORAL_FILTER -> {
        List<Scalar> lower = scalars();
        List<Scalar> upper = scalars();
        yield new Plan.TemporalFilter(input(before), lower, upper);
      }
      case Tags.JOIN -> join(before);
      case Tags.REDUCE -> {
        List<Integer> keys = ints();
        List<AggregateCall> calls = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          calls.add(aggregate());
        }
        yield new Plan.Reduce(input(before), keys, calls);
      }
      case Tags.DISTINCT -> new Plan.Distinct(input(before));
      case Tags.TOP_K -> topK(before);
      case Tags.FLAT_MAP -> flatMap(before);
      case Tags.UNION -> {
        List<Plan> inputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          inputs.add(input(before));
        }
        yield new Plan.Union(inputs);
      }
      case Tags.SET_OPERATION -> {
        SetOperator operator = SetOperator.valueOf(values.readText(in));
        yield new Plan.SetOperation(input(before), input(before), operator);
      }
      case Tags.AT_MOST_ONE -> {
        List<Integer> group = ints();
        yield new Plan.AtMostOne(input(before), group);
      }
      case Tags.VARIABLE -> new Plan.Variable(in.readInt(), values.readTypes(in));
      case Tags.RECURSION -> recursion(before);
      case Tags.ITERATION -> {
        boolean isDistinct = in.readBoolean();
        Plan first = input(before);
        yield new Plan.Iteration(first, input(before), isDistinct);
      }
      default -> throw new IllegalStateException("plan tag " + tag);
    };
  }

  private Plan recursion(List<Plan> before) throws IOException {
    int count = in.readInt();
    int result = in.readInt();
    long rounds = in.readLong();
    boolean isError = in.readBoolean();
    List<Plan> bindings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bindings.add(input(before));
    }
    RecursionLimit limit = rounds == 0 ? null : new RecursionLimit(rounds, isError);
    return new Plan.Recursion(bindings, result, limit);
  }

  private Plan input(List<Plan> before) throws IOException {
    return before.get(in.readInt());
  }

  private Plan constant() throws IOException {
    List<SqlType> types = values.readTypes(in);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      rows.add(row(types.size()));
    }
    return new Plan.Constant(rows, types);
  }

  private List<@Nullable Object> row(int width) throws IOException {
    List<@Nullable Object> row = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      row.add(values.readValue(in));
    }
    return row;
  }

  private Plan lookup() throws IOException {
    CollectionId index = new CollectionId(in.readLong());
    List<Integer> columns = ints();
    List<List<Object>> keys = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      keys.add(List.copyOf(row(columns.size())));
    }
    return new Plan.IndexLookup(index, columns, keys, values.readTypes(in));
  }

  private Plan join(List<Plan> before) throws IOException {
    JoinKind kind = JoinKind.valueOf(values.readText(in));
    List<Integer> leftKeys = ints();
    List<Integer> rightKeys = ints();
    List<Boolean> nullSafe = new ArrayList<>();
    for (int i = 0; i < leftKeys.size(); i++) {
      nullSafe.add(in.readBoolean());
    }
    List<Scalar> residual = scalars();
    Plan left = input(before);
    return new Plan.Join(left, input(before), kind, leftKeys, rightKeys, nullSafe, residual);
  }

  private AggregateCall aggregate() throws IOException {
    String id = values.readText(in);
    AggregateFunction function = registry.aggregate(id);
    return new AggregateCall(
        known(function, id),
        ints(),
        in.readBoolean(),
        in.readInt(),
        sortKeys(),
        values.readType(in));
  }

  private Plan topK(List<Plan> before) throws IOException {
    List<Integer> group = ints();
    List<SortKey> order = sortKeys();
    boolean hasLimit = in.readBoolean();
    long limit = in.readLong();
    long offset = in.readLong();
    return new Plan.TopK(input(before), group, order, hasLimit ? limit : null, offset);
  }

  private Plan flatMap(List<Plan> before) throws IOException {
    String id = values.readText(in);
    TableFunction function = known(registry.tableFunction(id), id);
    List<Scalar> arguments = scalars();
    List<SqlType> types = values.readTypes(in);
    boolean ordinality = in.readBoolean();
    return new Plan.FlatMap(input(before), function, arguments, types, ordinality);
  }

  private List<SortKey> sortKeys() throws IOException {
    List<SortKey> keys = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      keys.add(new SortKey(in.readInt(), in.readBoolean(), in.readBoolean()));
    }
    return keys;
  }

  private List<Integer> ints() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      numbers.add(in.readInt());
    }
    return numbers;
  }

  private List<Scalar> scalars() throws IOException {
    List<Scalar> scalars = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      scalars.add(scalar());
    }
    return scalars;
  }

  Scalar scalar() throws IOException {
    Scalar node = leaf();
    List<Scalar> operands = scalars();
    return ScalarTrees.withOperands(node, operands);
  }

  /// The node with its own fields; operands, which follow, are put in by the caller.
  private Scalar leaf() throws IOException {
    Scalar none = new Scalar.MzNow();
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case Tags.COLUMN -> new Scalar.ColumnRef(in.readInt(), values.readType(in));
      case Tags.PARAMETER -> new Scalar.Parameter(in.readInt(), values.readType(in));
      case Tags.LITERAL -> {
        SqlType type = values.readType(in);
        yield new Scalar.Literal(values.readValue(in), type);
      }
      case Tags.CALL -> {
        ScalarFunction function = function();
        yield new Scalar.Call(function, List.of(), values.readType(in));
      }
      case Tags.AND -> new Scalar.And(List.of());
      case Tags.OR -> new Scalar.Or(List.of());
      case Tags.NOT -> new Scalar.Not(none);
      case Tags.IS_NULL -> new Scalar.IsNull(none);
      case Tags.IS_DISTINCT -> new Scalar.IsDistinct(none, none, function());
      case Tags.CASE ->
          new Scalar.Case(
              List.of(), new Scalar.Literal(null, ScalarType.UNKNOWN), values.readType(in));
      case Tags.COALESCE -> new Scalar.Coalesce(List.of(), values.readType(in));
      case Tags.MZ_NOW -> none;
      default -> throw new IllegalStateException("expression tag " + tag);
    };
  }

  private ScalarFunction function() throws IOException {
    String id = values.readText(in);
    return known(registry.function(id), id);
  }

  private static <T> T known(@Nullable T function, String id) {
    if (function == null) {
      throw new IllegalStateException("a plan calls " + id + ", which this version does not have");
    }
    return function;
  }
}

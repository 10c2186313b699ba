package dev.millrace.dataflow.law;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.JoinLowering;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.SetOperator;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.dataflow.plan.Variables;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.AggregateKind;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ListValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Random well-typed plans over given tables, every kind of node among them.
public final class RandomPlans {

  /// Column types of tables and expressions. Of floats only comparisons take part: equal zeros with
  /// different signs would make results depend on which came first.
  public static final List<SqlType> TYPES =
      List.of(
          ScalarType.BOOL,
          ScalarType.INT4,
          ScalarType.INT8,
          ScalarType.NUMERIC,
          ScalarType.FLOAT8,
          ScalarType.TEXT,
          ScalarType.MZ_TIMESTAMP);

  private static final Set<String> AGGREGATES =
      Set.of("count", "sum", "min", "max", "avg", "bool_and", "bool_or", "list_agg", "string_agg");

  /// One row per number below its argument modulo 4, failing on 3 after two rows.
  private static final TableFunction NUMBERS =
      new TableFunction(
          "test_numbers(int4)",
          "test_numbers",
          List.of(ScalarType.INT4),
          false,
          List.of(new TableFunction.OutputColumn("number", ScalarType.INT4)),
          true,
          (_, arguments, out) -> {
            int end = Math.floorMod((Integer) arguments[0], 4);
            for (int i = 0; i < Math.min(end, 2); i++) {
              if (!out.row(i)) {
                return;
              }
            }
            if ((Integer) arguments[0] == Integer.MAX_VALUE) {
              throw new dev.millrace.model.error.DatabaseException(
                  dev.millrace.model.error.SqlState.PROGRAM_LIMIT_EXCEEDED, "too many numbers");
            }
          });

  /// Which set-returning functions take part.
  public enum Functions {
    /// Those of the registry: the plan can be stored.
    STORED,
    /// One that fails at will.
    FAILING
  }

  private final Random random;
  private final RandomValues values;
  private final Functions functions;
  private final RandomScalars scalars;
  private final List<Plan.Get> tables;

  /// Of the recursion around what is being made.
  private List<Plan.Variable> variables = List.of();

  public RandomPlans(
      Random random, RandomValues values, List<Plan.Get> tables, Functions functions) {
    this.functions = functions;
    this.random = random;
    this.values = values;
    this.tables = tables;
    this.scalars =
        new RandomScalars(
            random,
            values,
            FunctionRegistry.standard().allFunctions().stream()
                .filter(f -> !f.result().equals(ScalarType.FLOAT8))
                .filter(f -> !f.name().equals("text") && !f.id().contains("float8)"))
                .toList(),
            TYPES);
  }

  /// True if a plan goes through rounds: a row that cannot be evaluated in one of them fails a plan
  /// that is evaluated from scratch, a maintained one only if the row is there at the end.
  static boolean hasRounds(Plan plan) {
    return PlanTrees.inOrder(plan).stream()
        .anyMatch(p -> p instanceof Plan.Recursion || p instanceof Plan.Iteration);
  }

  /// A plan of about the given depth.
  public Plan plan(int depth) {
    if (depth == 0) {
      return leaf();
    }
    return switch (random.nextInt(18)) {
      case 0, 1, 2 -> mfp(plan(depth - 1));
      case 3, 4, 5, 6 -> join(plan(depth - 1), plan(random.nextInt(depth)));
      case 7, 8 -> reduce(plan(depth - 1));
      case 9 -> new Plan.Distinct(plan(depth - 1));
      case 10, 11 -> topK(plan(depth - 1));
      case 12 -> {
        Plan first = plan(depth - 1);
        yield new Plan.Union(List.of(first, shaped(plan(depth - 1), first.types())));
      }
      case 13 -> {
        Plan first = plan(depth - 1);
        Plan second = shaped(plan(depth - 1), first.types());
        yield new Plan.SetOperation(first, second, pick(List.of(SetOperator.values())));
      }
      case 14 -> flatMap(plan(depth - 1));
      case 15, 16 -> variables.isEmpty() ? recursion(depth - 1) : plan(depth - 1);
      default -> random.nextInt(4) == 0 ? atMostOne(depth) : temporal(plan(depth - 1));
    };
  }

  private Plan leaf() {
    if (!variables.isEmpty() && random.nextInt(2) == 0) {
      return pick(variables);
    }
    if (random.nextInt(8) > 0) {
      return pick(tables);
    }
    List<SqlType> types = values.rowType(1 + random.nextInt(3), TYPES);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      rows.add(java.util.Arrays.asList(values.row(types)));
    }
    return new Plan.Constant(rows, types);
  }

  private Plan recursion(int depth) {
    if (random.nextInt(3) == 0) {
      return iteration(plan(depth));
    }
    List<Plan.Variable> defined = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      defined.add(new Plan.Variable(defined.size(), values.rowType(2, TYPES)));
    }
    variables = defined;
    List<Plan> bindings = new ArrayList<>();
    for (Plan.Variable variable : defined) {
      Plan seed = shaped(pick(tables), variable.types());
      Plan body = shaped(plan(1 + random.nextInt(2)), variable.types());
      bindings.add(new Plan.Distinct(new Plan.Union(List.of(seed, body))));
    }
    variables = List.of();
    int result = random.nextInt(defined.size());
    RecursionLimit limit = new RecursionLimit(1 + random.nextInt(6), random.nextInt(4) == 0);
    return new Plan.Recursion(bindings, result, limit);
  }

  /// One that comes to an end: each round counts up, and a few are enough.
  private Plan iteration(Plan rows) {
    List<SqlType> types = new ArrayList<>(rows.types());
    types.add(ScalarType.INT8);
    int counter = types.size() - 1;
    Plan first =
        new Plan.Mfp(
            rows,
            List.of(new Scalar.Literal(0L, ScalarType.INT8)),
            List.of(),
            IntStream.range(0, types.size()).boxed().toList());
    variables = List.of(new Plan.Variable(0, types));
    Plan body =
        random.nextInt(2) == 0
            ? join(variables.getFirst(), pick(tables))
            : topK(variables.getFirst());
    variables = List.of();
    Scalar count = new Scalar.ColumnRef(counter, ScalarType.INT8);
    List<Integer> projection = new ArrayList<>();
    IntStream.range(0, counter).forEach(projection::add);
    projection.add(body.types().size());
    Plan next =
        new Plan.Mfp(
            body,
            List.of(call("+", count, new Scalar.Literal(1L, ScalarType.INT8))),
            List.of(call("<", count, new Scalar.Literal(3L, ScalarType.INT8))),
            projection);
    return new Plan.Iteration(first, next, random.nextBoolean());
  }

  private static Scalar call(String name, Scalar left, Scalar right) {
    ScalarFunction function =
        FunctionRegistry.standard().operators(name).stream()
            .filter(f -> f.arguments().equals(List.of(ScalarType.INT8, ScalarType.INT8)))
            .findFirst()
            .orElseThrow();
    return new Scalar.Call(function, List.of(left, right), function.result());
  }

  private Plan mfp(Plan input) {
    List<SqlType> all = new ArrayList<>(input.types());
    List<Scalar> maps = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      SqlType type = pick(TYPES);
      maps.add(scalars.scalar(type, all, 2));
      all.add(type);
    }
    List<Scalar> filters = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      filters.add(scalars.scalar(ScalarType.BOOL, all, 2));
    }
    List<Integer> projection = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      projection.add(random.nextInt(all.size()));
    }
    return new Plan.Mfp(input, maps, filters, projection);
  }

  /// The input's rows as rows of the types.
  private Plan shaped(Plan input, List<SqlType> types) {
    if (input.types().equals(types)) {
      return input;
    }
    int width = input.types().size();
    List<Scalar> maps =
        types.stream()
            .map(t ->
                TYPES.contains(t)
                    ? scalars.scalar(t, input.types(), 0)
                    : new Scalar.Literal(null, t))
            .toList();
    return new Plan.Mfp(
        input, maps, List.of(), IntStream.range(width, width + types.size()).boxed().toList());
  }

  private Plan join(Plan left, Plan right) {
    List<Integer> leftKeys = new ArrayList<>();
    List<Integer> rightKeys = new ArrayList<>();
    List<Boolean> nullSafe = new ArrayList<>();
    for (int l = 0; l < left.types().size(); l++) {
      for (int r = 0; r < right.types().size(); r++) {
        if (left.types().get(l).equals(right.types().get(r)) && random.nextInt(3) == 0) {
          leftKeys.add(l);
          rightKeys.add(r);
          nullSafe.add(random.nextInt(3) == 0);
        }
      }
    }
    List<SqlType> both = new ArrayList<>(left.types());
    both.addAll(right.types());
    List<Scalar> residual =
        random.nextInt(3) == 0 ? List.of(scalars.scalar(ScalarType.BOOL, both, 2)) : List.of();
    JoinKind kind = pick(List.of(JoinKind.values()));
    return JoinLowering.lower(
        new JoinLowering.JoinRequest(left, right, kind, leftKeys, rightKeys, nullSafe, residual));
  }

  private Plan reduce(Plan input) {
    List<SqlType> types = input.types();
    List<Integer> keys = columns(types.size(), random.nextInt(3));
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = random.nextInt(4) + (keys.isEmpty() ? 1 : 0); i > 0; i--) {
      aggregate(types, calls);
    }
    return calls.isEmpty() && keys.isEmpty()
        ? new Plan.Distinct(input)
        : new Plan.Reduce(input, keys, calls);
  }

  private void aggregate(List<SqlType> types, List<AggregateCall> calls) {
    AggregateFunction function =
        pick(
            AGGREGATES.stream()
                .sorted()
                .flatMap(name -> FunctionRegistry.standard().aggregates(name).stream())
                .filter(f -> !f.result().equals(ScalarType.FLOAT8) || f.name().startsWith("m"))
                .toList());
    List<Integer> arguments = new ArrayList<>();
    for (SqlType wanted : function.arguments()) {
      boolean any = wanted.is(TypeId.ANY) || wanted.is(TypeId.ANYELEMENT);
      List<Integer> fitting =
          IntStream.range(0, types.size())
              .filter(c -> any ? TYPES.contains(types.get(c)) : types.get(c).equals(wanted))
              .boxed()
              .toList();
      if (fitting.isEmpty()) {
        return;
      }
      arguments.add(pick(fitting));
    }
    SqlType result =
        function.result().is(TypeId.LISTANY)
            ? new ListType(types.get(arguments.getFirst()))
            : function.result();
    List<Integer> booleans =
        IntStream.range(0, types.size())
            .filter(c -> types.get(c).equals(ScalarType.BOOL))
            .boxed()
            .toList();
    int filter = booleans.isEmpty() || random.nextInt(3) > 0 ? -1 : pick(booleans);
    boolean distinct = !arguments.isEmpty() && random.nextInt(4) == 0;
    List<SortKey> order =
        function.kind() == AggregateKind.GENERIC && !distinct ? order(types) : List.of();
    calls.add(new AggregateCall(function, arguments, distinct, filter, order, result));
  }

  private Plan topK(Plan input) {
    List<Integer> group = columns(input.types().size(), random.nextInt(2));
    Long limit = random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(4);
    return new Plan.TopK(input, group, order(input.types()), limit, random.nextInt(3));
  }

  private List<SortKey> order(List<SqlType> types) {
    List<SortKey> keys = new ArrayList<>();
    for (int column : columns(types.size(), random.nextInt(3))) {
      if (TYPES.contains(types.get(column))) {
        keys.add(new SortKey(column, random.nextBoolean(), random.nextBoolean()));
      }
    }
    return keys;
  }

  private Plan flatMap(Plan input) {
    Scalar argument = scalars.scalar(ScalarType.INT4, input.types(), 1);
    if (functions == Functions.STORED) {
      SqlType list = new ListType(ScalarType.INT4);
      TableFunction unnest =
          FunctionRegistry.standard().tableFunctions("unnest").stream()
              .filter(f -> f.arguments().getFirst().is(TypeId.LISTANY))
              .findFirst()
              .orElseThrow();
      Scalar numbers = new Scalar.Literal(ListValue.of(1, null, 2), list);
      return new Plan.FlatMap(
          input, unnest, List.of(numbers), List.of(ScalarType.INT4), random.nextBoolean());
    }
    return new Plan.FlatMap(
        input, NUMBERS, List.of(argument), List.of(ScalarType.INT4), random.nextBoolean());
  }

  private Plan atMostOne(int depth) {
    Plan input = plan(depth - 1);
    List<Integer> group = columns(input.types().size(), 1);
    return new Plan.AtMostOne(
        random.nextInt(3) == 0 ? input : new Plan.TopK(input, group, List.of(), 1L, 0), group);
  }

  private Plan temporal(Plan input) {
    if (Variables.isOpen(input)) {
      return input;
    }
    List<Scalar> lower = bounds(input.types());
    List<Scalar> upper = bounds(input.types());
    return new Plan.TemporalFilter(input, lower, upper);
  }

  private List<Scalar> bounds(List<SqlType> types) {
    return random.nextInt(3) == 0
        ? List.of()
        : List.of(scalars.scalar(ScalarType.MZ_TIMESTAMP, types, random.nextInt(2)));
  }

  private List<Integer> columns(int width, int wanted) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      int column = random.nextInt(width);
      if (!columns.contains(column)) {
        columns.add(column);
      }
    }
    return columns;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

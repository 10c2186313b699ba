package dev.millrace.dataflow.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.law.RandomScalars;
import dev.millrace.dataflow.law.RandomValues;
import dev.millrace.dataflow.law.SampleFunctions;
import dev.millrace.dataflow.law.Seeds;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GeneratedCodeTest {

  @Test
  void generatedCodeAgreesWithTheInterpreter() {
    Seeds.each(150, seed -> compare(new Random(seed), 4, 3));
  }

  @Test
  void everyFunctionOfTheRegistryMeansTheSameInGeneratedCode() {
    List<SqlType> types = RandomValues.allTypes();
    List<ScalarFunction> all = FunctionRegistry.standard().allFunctions();
    Random random = new Random(7);
    RandomValues values = new RandomValues(random, true);
    RandomScalars scalars = new RandomScalars(random, values, all, types);
    for (ScalarFunction function : scalars.functions()) {
      List<Scalar> calls = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        calls.add(scalars.callOf(function, types, i));
      }
      for (Scalar call : calls) {
        compare(MfpSpec.ofScalars(types, List.of(call)), values);
      }
    }
  }

  @Test
  void randomExpressionsOverTheRegistryMeanTheSameInGeneratedCode() {
    List<ScalarFunction> all = FunctionRegistry.standard().allFunctions();
    Seeds.each(40, seed -> compare(new Random(seed), 4, 4, all, RandomValues.allTypes()));
  }

  @Test
  void methodsThatDifferOnlyInWhatTheyTakeAsAnObjectAreToldApart() {
    List<SqlType> types = List.of(ScalarType.TEXT, ScalarType.TEXT);
    List<Scalar> columns =
        List.of(new Scalar.ColumnRef(0, ScalarType.TEXT), new Scalar.ColumnRef(1, ScalarType.TEXT));
    for (String id : List.of("||(text,anynonarray)", "||(anynonarray,text)")) {
      ScalarFunction append = FunctionRegistry.standard().function(id);
      compare(
          MfpSpec.ofScalars(types, List.of(new Scalar.Call(append, columns, ScalarType.TEXT))),
          new RandomValues(new Random(1), true));
    }
  }

  @Test
  void longProgramsAreSplitAndStillAgree() {
    Seeds.each(5, seed -> compare(new Random(seed), 7, 40));
  }

  @Test
  void anExpressionOfHundredsOfOperandsAgrees() {
    Random random = new Random(1);
    RandomValues values = new RandomValues(random, true);
    RandomScalars scalars =
        new RandomScalars(random, values, SampleFunctions.ALL, RandomValues.TYPES);
    List<SqlType> columns = RandomValues.TYPES;
    List<Scalar> operands = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      operands.add(new Scalar.IsNull(scalars.scalar(ScalarType.INT8, columns, 2)));
    }
    MfpSpec spec = MfpSpec.ofScalars(columns, List.of(new Scalar.Or(operands)));
    compare(spec, values);
  }

  private static void compare(Random random, int depth, int maps) {
    compare(random, depth, maps, SampleFunctions.ALL, RandomValues.TYPES);
  }

  private static void compare(
      Random random, int depth, int maps, List<ScalarFunction> functions, List<SqlType> types) {
    RandomValues values = new RandomValues(random, true);
    RandomScalars scalars = new RandomScalars(random, values, functions, types);
    List<SqlType> input = values.rowType(1 + random.nextInt(6), types);
    List<SqlType> all = new ArrayList<>(input);
    List<Scalar> mapped = new ArrayList<>();
    for (int i = random.nextInt(maps + 1); i > 0; i--) {
      SqlType type = types.get(random.nextInt(types.size()));
      mapped.add(scalars.scalar(type, all, depth));
      all.add(type);
    }
    List<Scalar> filters = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      filters.add(scalars.scalar(ScalarType.BOOL, all, depth));
    }
    List<Integer> projection = new ArrayList<>();
    for (int i = random.nextInt(all.size() + 1); i > 0; i--) {
      projection.add(random.nextInt(all.size()));
    }
    compare(new MfpSpec(input, mapped, filters, projection), values);
  }

  private static void compare(MfpSpec spec, RandomValues values) {
    Chunk in = Chunk.of(spec.input(), 2);
    for (int i = 0; i < 100; i++) {
      in.appendRow(values.row(spec.input()), i % 3 == 0 ? -2 : 1);
    }
    List<String> expected = run(new InterpretedKernel(spec, null), spec, in);
    KernelSource source = KernelSource.of(spec, null);
    Kernel kernel;
    try {
      kernel = KernelCache.instance(source);
    } catch (Exception e) {
      throw new AssertionError(source.text(), e);
    }
    assertThat(run(kernel.fresh(), spec, in)).as(source.text()).isEqualTo(expected);
  }

  private static List<String> run(Kernel kernel, MfpSpec spec, Chunk in) {
    Chunk out = Chunk.of(spec.types(), 1);
    List<String> seen = new ArrayList<>();
    kernel.run(
        in, out, (row, e, weight) -> seen.add("row " + row + ": " + e.message() + " " + weight));
    for (int row = 0; row < out.size(); row++) {
      seen.add(Arrays.toString(out.row(row)) + " " + out.weight(row));
    }
    return seen;
  }
}

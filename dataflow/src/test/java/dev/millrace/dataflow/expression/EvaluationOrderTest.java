package dev.millrace.dataflow.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.law.SampleFunctions;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvaluationOrderTest {

  private static final List<SqlType> INPUT = List.of(ScalarType.INT8);
  private static final Scalar X = new Scalar.ColumnRef(0, ScalarType.INT8);
  private static final Scalar ONE_BY_X = call("divide", new Scalar.Literal(1L, ScalarType.INT8), X);

  @Test
  void aRowThatAFilterDropsCannotFailInTheProjection() {
    Scalar isNotZero = new Scalar.Not(call("=", X, new Scalar.Literal(0L, ScalarType.INT8)));
    MfpSpec spec = new MfpSpec(INPUT, List.of(ONE_BY_X), List.of(isNotZero), List.of(1));
    assertThat(run(spec, 0L, 1L)).containsExactly("1");
  }

  @Test
  void aMapThatNothingNeedsIsNotEvaluated() {
    MfpSpec spec = new MfpSpec(INPUT, List.of(ONE_BY_X), List.of(), List.of(0));
    assertThat(run(spec, 0L)).containsExactly("0");
  }

  @Test
  void anAndStopsAtFalseButNotAtNull() {
    Scalar fails = call("=", ONE_BY_X, X);
    Scalar isFalse = new Scalar.Literal(false, ScalarType.BOOL);
    Scalar isNull = new Scalar.Literal(null, ScalarType.BOOL);
    assertThat(run(MfpSpec.ofScalars(INPUT, List.of(and(isFalse, fails))), 0L))
        .containsExactly("false");
    assertThat(run(MfpSpec.ofScalars(INPUT, List.of(and(isNull, fails))), 0L))
        .containsExactly("division by zero");
  }

  @Test
  void aCaseEvaluatesOnlyTheBranchTaken() {
    Scalar isZero = call("=", X, new Scalar.Literal(0L, ScalarType.INT8));
    Scalar guarded =
        new Scalar.Case(
            List.of(new Scalar.Branch(isZero, new Scalar.Literal(-1L, ScalarType.INT8))),
            ONE_BY_X,
            ScalarType.INT8);
    assertThat(run(MfpSpec.ofScalars(INPUT, List.of(guarded)), 0L, 1L)).containsExactly("-1", "1");
  }

  @Test
  void aStrictFunctionEvaluatesAllArgumentsBeforeItLooksForNull() {
    Scalar sqlNull = new Scalar.Literal(null, ScalarType.INT8);
    MfpSpec spec = MfpSpec.ofScalars(INPUT, List.of(call("divide", sqlNull, ONE_BY_X)));
    assertThat(run(spec, 0L, 1L)).containsExactlyInAnyOrder("division by zero", "null");
  }

  @Test
  void aProgramThatIsUsedALotAnswersTheSameAfterItWasCompiled() {
    MfpProgram program = MfpProgram.adaptive(MfpSpec.ofScalars(INPUT, List.of(ONE_BY_X)), null);
    Chunk in = Chunk.of(INPUT, 4096);
    for (long i = 1; i <= 4096; i++) {
      in.appendRow(new Object[] {i}, 1);
    }
    Chunk first = program.run(in, ErrorSink.THROWING);
    for (int i = 0; i < 60; i++) {
      Chunk later = program.run(in, ErrorSink.THROWING);
      assertThat(later.size()).isEqualTo(first.size());
      assertThat(later.row(0)).isEqualTo(first.row(0));
    }
  }

  private static Scalar and(Scalar... operands) {
    return new Scalar.And(List.of(operands));
  }

  private static Scalar call(String name, Scalar... arguments) {
    ScalarFunction function =
        SampleFunctions.ALL.stream()
            .filter(f -> f.name().equals(name))
            .filter(f -> f.arguments().getFirst().equals(ScalarType.INT8))
            .findFirst()
            .orElseThrow();
    return new Scalar.Call(function, List.of(arguments), function.result());
  }

  /// What both ways to run the program answer, after checking that they agree.
  private static List<String> run(MfpSpec spec, Long... inputs) {
    Chunk in = Chunk.of(INPUT, inputs.length);
    for (Long input : inputs) {
      in.appendRow(new Object[] {input}, 1);
    }
    List<String> interpreted = run(MfpProgram.interpret(spec, null), in);
    assertThat(run(MfpProgram.compile(spec), in)).isEqualTo(interpreted);
    return interpreted;
  }

  private static List<String> run(MfpProgram program, Chunk in) {
    List<String> seen = new ArrayList<>();
    Chunk out = program.run(in, (row, error, weight) -> seen.add(error.message()));
    for (int row = 0; row < out.size(); row++) {
      seen.add(String.valueOf(out.row(row)[0]));
    }
    return seen;
  }
}

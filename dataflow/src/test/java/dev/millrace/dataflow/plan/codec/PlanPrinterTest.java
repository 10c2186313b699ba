package dev.millrace.dataflow.plan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.JoinLowering;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanPrinterTest {

  private static final FunctionRegistry REGISTRY = FunctionRegistry.standard();
  private static final Plan ORDERS =
      new Plan.Get(new CollectionId(1), List.of(ScalarType.INT4, ScalarType.TEXT));
  private static final Plan ITEMS =
      new Plan.Get(new CollectionId(2), List.of(ScalarType.INT4, ScalarType.TEXT));

  @Test
  void aPlanIsATreeOfLines() {
    Scalar isOpen =
        new Scalar.Call(
            operator("=", ScalarType.TEXT),
            List.of(
                new Scalar.ColumnRef(1, ScalarType.TEXT),
                new Scalar.Literal(Slice.utf8("it's"), ScalarType.TEXT)),
            ScalarType.BOOL);
    Plan filtered = new Plan.Mfp(ORDERS, List.of(), List.of(isOpen), List.of(0));
    Plan counted =
        new Plan.Reduce(
            filtered,
            List.of(0),
            List.of(
                new AggregateCall(
                    REGISTRY.aggregates("count").getFirst(),
                    List.of(),
                    false,
                    -1,
                    List.of(),
                    ScalarType.INT8)));
    Plan top = new Plan.TopK(counted, List.of(), List.of(new SortKey(1, true, false)), 3L, 1);
    assertThat(PlanPrinter.print(top))
        .isEqualTo(
            """
            TopK order=(#1 desc nulls last) limit=3 offset=1
              Reduce group=(#0) aggregates=(count(*))
                Mfp filter=((#1 = 'it''s')) project=(#0)
                  Get u1
            """);
  }

  @Test
  void anOuterJoinWithAConditionIsLoweredAndItsSharedPartPrintedOnce() {
    Scalar condition =
        new Scalar.Call(
            operator("<", ScalarType.TEXT),
            List.of(
                new Scalar.ColumnRef(1, ScalarType.TEXT), new Scalar.ColumnRef(3, ScalarType.TEXT)),
            ScalarType.BOOL);
    Plan joined =
        JoinLowering.lower(
            new JoinLowering.JoinRequest(
                ORDERS,
                ITEMS,
                JoinKind.LEFT,
                List.of(0),
                List.of(0),
                List.of(false),
                List.of(condition)));
    assertThat(PlanPrinter.print(joined, id -> id.number() == 1 ? "orders" : "items"))
        .isEqualTo(
            """
            Union
              [1] Join inner on=(left.#0 = right.#0) filter=((#1 < #3))
                Get orders
                Get items
              Mfp map=(null, null)
                Join anti on=(left.#0 is not distinct from right.#0, \
            left.#1 is not distinct from right.#1)
                  Get orders
                  Distinct
                    Mfp project=(#0, #1)
                      [1] as above
            """);
  }

  private static ScalarFunction operator(String symbol, ScalarType type) {
    return REGISTRY.operators(symbol).stream()
        .filter(f -> f.arguments().equals(List.of(type, type)))
        .findFirst()
        .orElseThrow();
  }
}

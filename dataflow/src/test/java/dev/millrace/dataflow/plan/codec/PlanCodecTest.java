package dev.millrace.dataflow.plan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.law.RandomPlans;
import dev.millrace.dataflow.law.RandomValues;
import dev.millrace.dataflow.law.Seeds;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.model.function.FunctionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PlanCodecTest {

  @Test
  void aPlanIsReadAsItWasWritten() {
    Seeds.each(
        300,
        seed -> {
          Plan plan = plan(seed);
          Plan read = PlanCodec.decode(PlanCodec.encode(plan), FunctionRegistry.standard());
          assertThat(read).isEqualTo(plan);
          assertThat(new PlanIdentity().of(read)).isEqualTo(new PlanIdentity().of(plan));
          assertThat(PlanPrinter.print(read)).isEqualTo(PlanPrinter.print(plan));
        });
  }

  @Test
  void differentPlansHaveDifferentIds() {
    List<Plan> plans = new ArrayList<>();
    for (long seed = 1; seed <= 300; seed++) {
      plans.add(plan(seed));
    }
    assertThat(plans.stream().map(p -> new PlanIdentity().of(p)).collect(Collectors.toSet()))
        .hasSize(plans.stream().collect(Collectors.toSet()).size());
  }

  @Test
  void aPlanOfManySharedPartsStaysSmall() {
    Plan plan = plan(3);
    for (int i = 0; i < 60; i++) {
      plan = new Plan.Union(List.of(plan, plan));
    }
    byte[] bytes = PlanCodec.encode(plan);
    assertThat(bytes.length).isLessThan(10_000);
    Plan read = PlanCodec.decode(bytes, FunctionRegistry.standard());
    assertThat(PlanTrees.inOrder(read)).hasSameSizeAs(PlanTrees.inOrder(PlanTrees.share(plan)));
    assertThat(new PlanIdentity().of(read)).isEqualTo(new PlanIdentity().of(plan));
  }

  private static Plan plan(long seed) {
    Random random = new Random(seed);
    RandomValues values = new RandomValues(random, true);
    List<Plan.Get> tables = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      tables.add(new Plan.Get(new CollectionId(i), values.rowType(3, RandomPlans.TYPES)));
    }
    RandomPlans plans = new RandomPlans(random, values, tables, RandomPlans.Functions.STORED);
    return plans.plan(1 + random.nextInt(4));
  }
}

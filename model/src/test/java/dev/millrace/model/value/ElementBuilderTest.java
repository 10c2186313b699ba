package dev.millrace.model.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ElementBuilderTest {

  @Test
  void buildsWhatBoxedElementsMake() {
    Random random = new Random(20);
    for (int size = 0; size < 200; size++) {
      List<@Nullable Object> elements = new ArrayList<>();
      ElementBuilder builder = new ElementBuilder();
      for (int i = 0; i < size; i++) {
        elements.add(add(builder, random));
      }
      assertThat(builder.size()).isEqualTo(size);
      assertThat(builder.list()).isEqualTo(ListValue.of(elements));
      assertThat(builder.array()).isEqualTo(ArrayValue.stored(elements));
    }
  }

  /// Appends a random value and returns it boxed.
  private static @Nullable Object add(ElementBuilder builder, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> {
        boolean value = random.nextBoolean();
        builder.add(value);
        return value;
      }
      case 1 -> {
        int value = random.nextInt();
        builder.add(value);
        return value;
      }
      case 2 -> {
        long value = random.nextLong();
        builder.add(value);
        return value;
      }
      case 3 -> {
        double value = random.nextDouble();
        builder.add(value);
        return value;
      }
      case 4 -> {
        byte[] value = new byte[random.nextInt(300)];
        random.nextBytes(value);
        builder.add(value, 0, value.length);
        return Slice.of(value);
      }
      default -> {
        builder.addNull();
        return null;
      }
    }
  }
}

package dev.millrace.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NumericTest {

  @Test
  void equalValuesHaveEqualBytes() {
    assertThat(Numeric.constant("1.500")).isEqualTo(Numeric.constant("1.5"));
    assertThat(Numeric.of(new BigDecimal("1e3"))).isEqualTo(Numeric.of(1000));
    assertThat(Numeric.of(new BigDecimal("-0.000"))).isEqualTo(Numeric.ZERO);
  }

  @Test
  void arithmeticIsThatOfBigDecimal() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal a = decimal(random);
      BigDecimal b = decimal(random);
      Slice x = Numeric.of(a);
      Slice y = Numeric.of(b);
      assertThat(Numeric.toBigDecimal(x)).isEqualByComparingTo(a);
      assertThat(NumericMath.add(x, y)).isEqualTo(Numeric.of(a.add(b)));
      assertThat(NumericMath.subtract(x, y)).isEqualTo(Numeric.of(a.subtract(b)));
      assertThat(NumericMath.multiply(x, y)).isEqualTo(Numeric.of(a.multiply(b)));
      assertThat(Integer.signum(Numeric.compare(x, y))).isEqualTo(a.compareTo(b));
      assertThat(TextFormat.parse(ScalarType.NUMERIC, a.toString())).isEqualTo(x);
    }
  }

  @Test
  void moreThanThirtyNineDigitsAreRoundedOrRefused() {
    assertThat(Numeric.toText(Numeric.of(new BigDecimal("1e-39").add(BigDecimal.ONE))))
        .isEqualTo("1");
    assertThat(Numeric.of(BigInteger.TEN.pow(39).subtract(BigInteger.ONE), 0).length())
        .isEqualTo(18);
    assertThatThrownBy(() -> Numeric.of(BigInteger.TEN.pow(39), 0))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("value overflows numeric format");
  }

  @Test
  void theDeclaredScaleIsPrinted() {
    ScalarType price = new ScalarType(TypeId.NUMERIC, ((10 << 16) | 2) + 4);
    assertThat(TextFormat.text(price, TextFormat.parse(price, "5"))).isEqualTo("5.00");
    assertThat(TextFormat.text(price, TextFormat.parse(price, "1.005"))).isEqualTo("1.01");
    assertThatThrownBy(() -> TextFormat.parse(price, "100000000"))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("numeric field overflow");
  }

  /// Often near the ends of long, sometimes small, sometimes long.
  private static BigDecimal decimal(Random random) {
    BigInteger unscaled =
        switch (random.nextInt(4)) {
          case 0 -> BigInteger.valueOf(random.nextInt(2000) - 1000);
          case 1 -> BigInteger.valueOf(random.nextLong());
          case 2 -> BigInteger.valueOf(random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE);
          default -> new BigInteger(62, random).negate();
        };
    return new BigDecimal(unscaled, random.nextInt(12));
  }
}

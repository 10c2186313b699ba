package dev.millrace.model.function.math;

import dev.millrace.model.function.Sql;

/// Trigonometry in degrees. Exact at multiples of 30 and 45 degrees: each function is scaled so
/// that it meets those points, as PostgreSQL documents.
public final class DegreeFunctions {

  private static final double RADIANS_PER_DEGREE = Math.PI / 180;
  private static final double SINE_30 = Math.sin(30 * RADIANS_PER_DEGREE);
  private static final double ONE_MINUS_COSINE_60 = 1 - Math.cos(60 * RADIANS_PER_DEGREE);
  private static final double ARC_SINE_HALF = Math.asin(0.5);
  private static final double ARC_COSINE_HALF = Math.acos(0.5);
  private static final double ARC_TANGENT_ONE = Math.atan(1);
  private static final double TANGENT_45 = firstSine(45) / firstCosine(45);
  private static final double COTANGENT_45 = firstCosine(45) / firstSine(45);

  private DegreeFunctions() {}

  /// An angle turned into the first quadrant, with the signs its sine and cosine take there.
  private record Quadrant(double angle, int sine, int cosine) {
    static Quadrant of(double degrees) {
      double angle = FloatFunctions.finite(degrees) % 360;
      int sine = 1;
      int cosine = 1;
      if (angle < 0) {
        angle = -angle;
        sine = -sine;
      }
      if (angle > 180) {
        angle = 360 - angle;
        sine = -sine;
      }
      if (angle > 90) {
        angle = 180 - angle;
        cosine = -cosine;
      }
      return new Quadrant(angle, sine, cosine);
    }
  }

  @Sql("sind(float8) -> float8")
  public static double sine(double degrees) {
    Quadrant q = Quadrant.of(degrees);
    return q.sine * firstSine(q.angle);
  }

  @Sql("cosd(float8) -> float8")
  public static double cosine(double degrees) {
    Quadrant q = Quadrant.of(degrees);
    return q.cosine * firstCosine(q.angle);
  }

  @Sql("tand(float8) -> float8")
  public static double tangent(double degrees) {
    Quadrant q = Quadrant.of(degrees);
    double ratio = firstSine(q.angle) / firstCosine(q.angle) / TANGENT_45;
    return withoutMinusZero(q.sine * q.cosine * ratio);
  }

  @Sql("cotd(float8) -> float8")
  public static double cotangent(double degrees) {
    Quadrant q = Quadrant.of(degrees);
    double ratio = firstCosine(q.angle) / firstSine(q.angle) / COTANGENT_45;
    return withoutMinusZero(q.sine * q.cosine * ratio);
  }

  private static double withoutMinusZero(double value) {
    return value == 0 ? 0 : value;
  }

  private static double firstSine(double degrees) {
    return degrees <= 30 ? smallSine(degrees) : smallCosine(90 - degrees);
  }

  private static double firstCosine(double degrees) {
    return degrees <= 60 ? smallCosine(degrees) : smallSine(90 - degrees);
  }

  private static double smallSine(double degrees) {
    return Math.sin(degrees * RADIANS_PER_DEGREE) / SINE_30 / 2;
  }

  private static double smallCosine(double degrees) {
    return 1 - (1 - Math.cos(degrees * RADIANS_PER_DEGREE)) / ONE_MINUS_COSINE_60 / 2;
  }

  @Sql("asind(float8) -> float8")
  public static double arcSine(double value) {
    double sine = FloatFunctions.unit(value);
    return sine < 0 ? -firstArcSine(-sine) : firstArcSine(sine);
  }

  @Sql("acosd(float8) -> float8")
  public static double arcCosine(double value) {
    double cosine = FloatFunctions.unit(value);
    if (cosine < 0) {
      return 90 + firstArcSine(-cosine);
    }
    return cosine <= 0.5
        ? 90 - Math.asin(cosine) / ARC_SINE_HALF * 30
        : Math.acos(cosine) / ARC_COSINE_HALF * 60;
  }

  private static double firstArcSine(double sine) {
    return sine <= 0.5
        ? Math.asin(sine) / ARC_SINE_HALF * 30
        : 90 - Math.acos(sine) / ARC_COSINE_HALF * 60;
  }

  @Sql("atand(float8) -> float8")
  public static double arcTangent(double value) {
    return Math.atan(value) / ARC_TANGENT_ONE * 45;
  }

  @Sql("atan2d(float8, float8) -> float8")
  public static double arcTangent(double y, double x) {
    return Math.atan2(y, x) / ARC_TANGENT_ONE * 45;
  }

  @Sql("asinh(float8) -> float8")
  public static double inverseHyperbolicSine(double value) {
    double magnitude = Math.abs(value);
    if (magnitude < 0x1p-28 || !Double.isFinite(value)) {
      return value;
    }
    double square = value * value;
    double result =
        magnitude > 0x1p28
            ? Math.log(magnitude) + Math.log(2)
            : Math.log1p(magnitude + square / (1 + Math.sqrt(1 + square)));
    return Math.copySign(result, value);
  }

  @Sql("acosh(float8) -> float8")
  public static double inverseHyperbolicCosine(double value) {
    if (value < 1) {
      throw FloatFunctions.outOfRange();
    }
    if (value > 0x1p28) {
      return Math.log(value) + Math.log(2);
    }
    double above = value - 1;
    return Math.log1p(above + Math.sqrt(2 * above + above * above));
  }

  @Sql("atanh(float8) -> float8")
  public static double inverseHyperbolicTangent(double value) {
    double x = Math.abs(FloatFunctions.unit(value));
    double twice = x + x;
    double result =
        x < 0.5
            ? 0.5 * Math.log1p(twice + twice * x / (1 - x))
            : x == 1 ? Double.POSITIVE_INFINITY : 0.5 * Math.log1p(twice / (1 - x));
    return Math.copySign(result, value);
  }
}

package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/** Numbers that functions are tried on, and how results are judged. */
public final class Sweep {
  private static final int BITS_STEP = 20_011;

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    -1.5f,
    2.5f,
    -2.5f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Math.nextDown(Float.MIN_NORMAL),
    -Math.nextDown(Float.MIN_NORMAL),
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0x1p22f,
    0x1.000002p22f,
    0x1.fffffep22f,
    -0x1.fffffep22f,
    0x1p23f,
    -0x1p23f,
    0x1p24f,
    -0x1p31f,
    0x1p31f,
    88.72284f,
    88.72285f,
    89f,
    -87.33654f,
    -87.4f,
    -103.27893f,
    -103.97208f,
    -103.97209f,
    -104f,
    -105f,
    200f,
    -200f,
  };

  private Sweep() {}

  /** Special numbers, numbers of every magnitude and sign, and a dense grid from −20 to 20. */
  public static float[] all() {
    int perSign = 0x7f80_0000 / BITS_STEP;
    int half = 40_000;
    float[] result = new float[SPECIAL.length + 2 * perSign + 2 * half + 1];
    System.arraycopy(SPECIAL, 0, result, 0, SPECIAL.length);
    int at = SPECIAL.length;
    for (int i = 0; i < perSign; i++) {
      float magnitude = Float.intBitsToFloat(i * BITS_STEP + 1);
      result[at++] = magnitude;
      result[at++] = -magnitude;
    }
    for (int i = -half; i <= half; i++) {
      result[at++] = i * (20f / half);
    }
    return result;
  }

  /** The special numbers. */
  public static float[] special() {
    return SPECIAL.clone();
  }

  /** Normally distributed numbers. */
  public static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] result = new float[n];
    for (int i = 0; i < n; i++) {
      result[i] = (float) random.nextGaussian();
    }
    return result;
  }

  /**
   * Fails unless {@code actual} is {@code expected} within the tolerance. NaN asks for NaN; a
   * number too large for single precision, or within the tolerance of that, may come out infinite.
   * The sign of a zero is free.
   */
  public static void check(String what, float actual, double expected, double tolerance) {
    if (actual == expected || Double.isNaN(expected) && Float.isNaN(actual)) {
      return;
    }
    boolean close = Math.abs(actual - expected) <= tolerance;
    if (Float.isInfinite(actual)) {
      close = Math.abs(expected) + tolerance > Float.MAX_VALUE && actual > 0 == expected > 0;
    } else if (Double.isInfinite(expected)) {
      close = false;
    }
    if (!close) {
      assertThat((double) actual).as("%s within %s", what, tolerance).isEqualTo(expected);
    }
  }

  /** Units in the last place of the single precision number nearest to x. */
  public static double ulps(double count, double x) {
    double bounded = Math.min(Math.abs(x), Float.MAX_VALUE);
    return count * Math.ulp((float) bounded);
  }
}

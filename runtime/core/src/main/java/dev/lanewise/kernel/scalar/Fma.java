package dev.lanewise.kernel.scalar;

/** Whether this CPU multiplies and adds with one instruction. */
public final class Fma {
  private static final int CALLS = 8;
  private static final int TRIALS = 4;
  private static final int LIMIT = 10;

  /**
   * Whether {@link Math#fma(float, float, float)} is one instruction. Where it is not, it computes
   * with BigDecimal and takes a hundred times as long as a multiplication and an addition.
   */
  public static final boolean FAST = isFast();

  private Fma() {}

  /** {@code a · b + c}, rounded once if that is fast. */
  static float multiplyAdd(float a, float b, float c) {
    return FAST ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean isFast() {
    try {
      for (int trial = 0; trial < TRIALS; trial++) {
        if (keepsUp()) {
          return true;
        }
      }
      return false;
    } catch (NoSuchMethodError e) {
      // Android below API level 33 has no such method
      return false;
    }
  }

  private static boolean keepsUp() {
    float sum = Math.fma(0.5f, 0.5f, 1f);
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      sum = Math.fma(sum, 0.5f, 1f);
    }
    long middle = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      sum = separate(sum, 0.5f, 1f);
    }
    long end = System.nanoTime();
    return sum > 0 && middle - start < LIMIT * (end - middle);
  }

  private static float separate(float a, float b, float c) {
    return a * b + c;
  }
}

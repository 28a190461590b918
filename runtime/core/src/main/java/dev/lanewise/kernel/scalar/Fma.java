package dev.lanewise.kernel.scalar;

/** Whether this CPU multiplies and adds with one instruction. */
public final class Fma {
  /**
   * Whether {@link Math#fma(float, float, float)} is one instruction. Where it is not, it computes
   * with BigDecimal and takes a hundred times as long as a multiplication and an addition.
   */
  public static final boolean FAST = isFast();

  private static final int CALLS = 32;
  private static final int TRIALS = 5;
  private static final int LIMIT = 10;

  private Fma() {}

  private static boolean isFast() {
    try {
      float sum = Math.fma(0.5f, 0.5f, 1f);
      long fused = Long.MAX_VALUE;
      long separate = Long.MAX_VALUE;
      for (int trial = 0; trial < TRIALS; trial++) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
          sum = Math.fma(sum, 0.5f, 1f);
        }
        long middle = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
          sum = separate(sum, 0.5f, 1f);
        }
        long end = System.nanoTime();
        fused = Math.min(fused, middle - start);
        separate = Math.min(separate, end - middle);
      }
      return sum > 0 && fused < LIMIT * Math.max(separate, CALLS);
    } catch (NoSuchMethodError e) {
      // Android below API level 33 has no such method
      return false;
    }
  }

  private static float separate(float a, float b, float c) {
    return a * b + c;
  }
}

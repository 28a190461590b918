package dev.lanewise.kernel.scalar;

/**
 * Multiply-adds that are bound by nothing but the arithmetic units, in a form that C2 vectorises.
 */
final class ScalarSpin {
  private static final int N = 512;
  private static final int CHAIN = 8;

  /** Multiply-adds of one round. */
  static final int MULTIPLY_ADDS = N * CHAIN;

  private ScalarSpin() {}

  /** The sum after a number of rounds over a row that stays in the first-level cache. */
  static float run(int rounds) {
    float[] x = new float[N];
    float[] y = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = 1f / (1 + i);
    }
    for (int r = 0; r < rounds; r++) {
      if (Fma.FAST) {
        fused(x, y);
      } else {
        separate(x, y);
      }
    }
    float sum = 0;
    for (float v : y) {
      sum += v;
    }
    return sum;
  }

  private static void fused(float[] x, float[] y) {
    for (int j = 0; j < N; j++) {
      float v = x[j];
      float a = Math.fma(v, 0.1f, y[j]);
      a = Math.fma(v, a, 0.2f);
      a = Math.fma(v, a, 0.3f);
      a = Math.fma(v, a, 0.4f);
      a = Math.fma(v, a, 0.5f);
      a = Math.fma(v, a, 0.6f);
      a = Math.fma(v, a, 0.7f);
      y[j] = Math.fma(v, a, 0.8f);
    }
  }

  private static void separate(float[] x, float[] y) {
    for (int j = 0; j < N; j++) {
      float v = x[j];
      float a = v * 0.1f + y[j];
      a = v * a + 0.2f;
      a = v * a + 0.3f;
      a = v * a + 0.4f;
      a = v * a + 0.5f;
      a = v * a + 0.6f;
      a = v * a + 0.7f;
      y[j] = v * a + 0.8f;
    }
  }
}

package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Softmax;

/** {@link Softmax} in plain Java. */
public final class ScalarSoftmax implements Softmax {
  /** Stateless. */
  public ScalarSoftmax() {}

  @Override
  public void softmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int from = xAt + o * n * inner + i;
        int to = yAt + o * n * inner + i;
        float max = ScalarReduce.max(x, from, n, inner);
        double sum = 0;
        for (int k = 0; k < n; k++) {
          float e = (float) Math.exp(x[from + k * inner] - max);
          y[to + k * inner] = e;
          sum += e;
        }
        float scale = (float) (1 / sum);
        for (int k = 0; k < n; k++) {
          y[to + k * inner] *= scale;
        }
      }
    }
  }

  @Override
  public void logSoftmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int from = xAt + o * n * inner + i;
        int to = yAt + o * n * inner + i;
        float max = ScalarReduce.max(x, from, n, inner);
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += Math.exp((double) x[from + k * inner] - max);
        }
        float log = (float) Math.log(sum);
        for (int k = 0; k < n; k++) {
          y[to + k * inner] = x[from + k * inner] - max - log;
        }
      }
    }
  }
}

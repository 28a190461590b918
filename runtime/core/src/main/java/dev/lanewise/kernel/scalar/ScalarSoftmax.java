package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Softmax;

/** {@link Softmax} one row after the other: maximum, exponentials and their sum, scaling. */
public final class ScalarSoftmax implements Softmax {
  /** The kernels have no state. */
  public ScalarSoftmax() {}

  @Override
  public void softmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * n * inner + i;
        float max = ScalarRows.max(x, xAt + at, inner, n);
        if (inner == 1) {
          exponentials(max, x, xAt + at, y, yAt + at, n);
        } else {
          exponentials(max, x, xAt + at, y, yAt + at, inner, n);
        }
        float scale = (float) (1 / ScalarRows.sum(y, yAt + at, inner, n));
        for (int k = 0, j = yAt + at; k < n; k++, j += inner) {
          y[j] *= scale;
        }
      }
    }
  }

  /** Works on y alone, so that C2 vectorises the loop. */
  private static void exponentials(float max, float[] x, int xAt, float[] y, int yAt, int n) {
    if (x != y || xAt != yAt) {
      System.arraycopy(x, xAt, y, yAt, n);
    }
    for (int j = yAt; j < yAt + n; j++) {
      y[j] = ScalarFunctions.exp(y[j] - max);
    }
  }

  private static void exponentials(
      float max, float[] x, int xAt, float[] y, int yAt, int step, int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k * step] = ScalarFunctions.exp(x[xAt + k * step] - max);
    }
  }

  @Override
  public void logSoftmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * n * inner + i;
        float max = ScalarRows.max(x, xAt + at, inner, n);
        double sum = 0;
        for (int k = 0, j = xAt + at; k < n; k++, j += inner) {
          sum += ScalarFunctions.exp(x[j] - max);
        }
        float log = (float) Math.log(sum);
        for (int k = 0, j = at; k < n; k++, j += inner) {
          y[yAt + j] = x[xAt + j] - max - log;
        }
      }
    }
  }
}

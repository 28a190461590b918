package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Softmax;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every back end's Softmax and LogSoftmax must do: a few roundings per result on top of those
 * of the sum, rows that sum to 1, no overflow for any numbers, in place or not.
 */
public abstract class SoftmaxContract {
  /** The kernels to test. */
  protected abstract Softmax softmax();

  /** Outer, n and inner. */
  public static Stream<int[]> sizes() {
    return Stream.of(
        new int[][] {
          {1, 1, 1},
          {5, 2, 1},
          {3, 7, 1},
          {4, 8, 1},
          {3, 9, 1},
          {2, 15, 1},
          {3, 16, 1},
          {2, 31, 1},
          {2, 37, 1},
          {3, 197, 1},
          {2, 1000, 1},
          {1, 30522, 1},
          {2, 1, 9},
          {2, 4, 3},
          {2, 21, 8},
          {3, 10, 12},
          {2, 6, 17},
          {1, 50, 100},
        });
  }

  /** Random numbers. */
  @ParameterizedTest
  @MethodSource("sizes")
  public void followsTheDefinition(int[] size) {
    check(Sweep.random(size[0] * size[1] * size[2], 1), size[0], size[1], size[2]);
  }

  /** Numbers whose exponentials overflow and vanish, −∞ among them. */
  @ParameterizedTest
  @MethodSource("sizes")
  public void doesNotOverflow(int[] size) {
    float[] x = Sweep.random(size[0] * size[1] * size[2], 2);
    for (int i = 0; i < x.length; i++) {
      x[i] *= 100;
      if (i % 7 == 3 && i / size[2] % size[1] > 0) {
        x[i] = Float.NEGATIVE_INFINITY;
      }
    }
    check(x, size[0], size[1], size[2]);
  }

  private void check(float[] x, int outer, int n, int inner) {
    float[] y = run(false, x, outer, n, inner);
    float[] log = run(true, x, outer, n, inner);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        checkRow(x, y, log, o * n * inner + i, n, inner);
      }
    }
  }

  private static void checkRow(float[] x, float[] y, float[] log, int at, int n, int step) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < n; k++) {
      max = Math.max(max, x[at + k * step]);
    }
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += Math.exp(x[at + k * step] - max);
    }
    double total = 0;
    double roundings = 8 + Math.min(n, 4 * Math.sqrt(n));
    for (int k = 0; k < n; k++) {
      double distance = max - x[at + k * step];
      double expected = Math.exp(-distance) / sum;
      double relative = SumCheck.ROUNDING * (roundings + Math.min(distance, 200));
      float actual = y[at + k * step];
      Sweep.check("softmax " + k, actual, expected, relative * expected + 2 * Float.MIN_VALUE);
      double expectedLog = -distance - Math.log(sum);
      Sweep.check(
          "logSoftmax " + k,
          log[at + k * step],
          expectedLog,
          SumCheck.ROUNDING * (roundings + 4 * Math.abs(expectedLog)));
      total += actual;
    }
    Sweep.check("sum", (float) total, 1, SumCheck.ROUNDING * (roundings + 4));
  }

  private float[] run(boolean log, float[] x, int outer, int n, int inner) {
    Buffer in = Buffer.input(x);
    Buffer out = Buffer.output(x.length);
    call(log, in, out, outer, n, inner);
    out.assertGuardsIntact();
    in.assertStill(x);
    call(log, in, in, outer, n, inner);
    in.assertStill(out.content());
    return out.content();
  }

  private void call(boolean log, Buffer in, Buffer out, int outer, int n, int inner) {
    if (log) {
      softmax().logSoftmax(in.array(), in.at(), out.array(), out.at(), outer, n, inner);
    } else {
      softmax().softmax(in.array(), in.at(), out.array(), out.at(), outer, n, inner);
    }
  }

  /** Rows of nothing but −∞, and rows with NaN, are NaN; their neighbours are not. */
  @Test
  public void nanStaysInItsRow() {
    for (int n : new int[] {2, 8, 13, 40}) {
      for (int inner : new int[] {1, 2, 11}) {
        int plane = n * inner;
        float[] x = Sweep.random(3 * plane, n);
        Arrays.fill(x, 0, plane, Float.NEGATIVE_INFINITY);
        for (int k = 0; k < n; k++) {
          float[] copy = x.clone();
          copy[plane + k * inner] = Float.NaN;
          float[] y = run(false, copy, 3, n, inner);
          for (int i = 0; i < plane; i++) {
            assertThat(y[i]).isNaN();
            boolean poisoned = i % inner == 0;
            assertThat(Float.isNaN(y[plane + i])).isEqualTo(poisoned);
            assertThat(y[2 * plane + i]).isFinite();
          }
        }
      }
    }
  }
}

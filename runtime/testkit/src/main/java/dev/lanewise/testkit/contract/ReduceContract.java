package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.ReduceFunction;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every back end's reductions must do: results within the error of a sum of n terms, much less
 * than that for long sums, and the same bits however the outer dimension is cut.
 */
public abstract class ReduceContract {
  private static final int[][] SIZES = {
    {1, 1, 1},
    {3, 1, 5},
    {2, 7, 1},
    {5, 8, 1},
    {4, 33, 1},
    {3, 100, 1},
    {2, 5000, 1},
    {1, 9001, 1},
    {2, 3, 2},
    {3, 50, 3},
    {2, 9, 8},
    {3, 4, 13},
    {2, 21, 40},
    {1, 1500, 9},
    {2, 600, 16},
  };

  /** The kernels to test. */
  protected abstract Reduce reduce();

  /** Every function for every shape. */
  @ParameterizedTest
  @EnumSource(ReduceFunction.class)
  public void followsTheDefinition(ReduceFunction f) {
    for (int[] size : SIZES) {
      float[] x = Sweep.random(size[0] * size[1] * size[2], size[1]);
      if (f == ReduceFunction.PROD) {
        for (int i = 0; i < x.length; i++) {
          x[i] = 1 + x[i] / 64;
        }
      }
      check(f, x, size[0], size[1], size[2]);
    }
  }

  /** NaN and infinities among the numbers. */
  @ParameterizedTest
  @EnumSource(ReduceFunction.class)
  public void treatsSpecialNumbers(ReduceFunction f) {
    float[] special = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE
    };
    for (int n : new int[] {1, 2, 9, 17, 40}) {
      for (int inner : new int[] {1, 3, 8, 11}) {
        for (int k = 0; k < special.length; k++) {
          float[] x = Sweep.random(n * inner, n);
          for (int i = 0; i < inner; i++) {
            x[(k * 5 + i) % n * inner + i] = special[(k + i) % special.length];
          }
          check(f, x, 1, n, inner);
        }
        float[] x = new float[n * inner];
        Arrays.fill(x, Float.NEGATIVE_INFINITY);
        check(f, x, 1, n, inner);
      }
    }
  }

  private void check(ReduceFunction f, float[] x, int outer, int n, int inner) {
    float[] y = run(f, x, outer, n, inner);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        double[] terms = new double[n];
        for (int k = 0; k < n; k++) {
          terms[k] = x[(o * n + k) * inner + i];
        }
        double expected = reduce(f, terms);
        Sweep.check(
            f + " of " + outer + "x" + n + "x" + inner + " at " + o + ", " + i,
            y[o * inner + i],
            expected,
            tolerance(f, terms, expected));
      }
    }
  }

  private float[] run(ReduceFunction f, float[] x, int outer, int n, int inner) {
    Buffer in = Buffer.input(x);
    Buffer out = Buffer.output(outer * inner);
    reduce().reduce(f, in.array(), in.at(), out.array(), out.at(), outer, n, inner);
    out.assertGuardsIntact();
    in.assertStill(x);
    return out.content();
  }

  private static double reduce(ReduceFunction f, double[] terms) {
    double max = Double.NEGATIVE_INFINITY;
    double min = Double.POSITIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    double magnitudes = 0;
    double product = 1;
    for (double t : terms) {
      max = Math.max(max, t);
      min = Math.min(min, t);
      sum += t;
      squares += t * t;
      magnitudes += Math.abs(t);
      product *= t;
    }
    return switch (f) {
      case SUM -> sum;
      case MEAN -> sum / terms.length;
      case MAX -> max;
      case MIN -> min;
      case PROD -> product;
      case SUM_SQUARE -> squares;
      case L1 -> magnitudes;
      case L2 -> Math.sqrt(squares);
      case LOG_SUM_EXP -> logSumExp(terms, max);
    };
  }

  private static double logSumExp(double[] terms, double max) {
    double sum = 0;
    for (double t : terms) {
      sum += Math.exp(t - (Double.isInfinite(max) ? 0 : max));
    }
    return Math.log(sum) + (Double.isInfinite(max) ? 0 : max);
  }

  private static double tolerance(ReduceFunction f, double[] terms, double expected) {
    int n = terms.length;
    double magnitude = reduce(ReduceFunction.L1, terms);
    return switch (f) {
      case SUM -> SumCheck.tolerance(n, magnitude);
      case MEAN -> SumCheck.tolerance(n, magnitude / n);
      case MAX, MIN -> 0;
      case PROD -> n * (SumCheck.ROUNDING * Math.abs(expected) + Float.MIN_VALUE);
      case SUM_SQUARE, L1 -> SumCheck.tolerance(n, expected) + n * Float.MIN_VALUE;
      // squares of tiny numbers vanish
      case L2 -> SumCheck.tolerance(n, expected) + Math.sqrt(n * Float.MIN_VALUE);
      case LOG_SUM_EXP -> SumCheck.tolerance(n + 4, 1) + Sweep.ulps(2, expected);
    };
  }

  /** Adding the same number a million times loses no more than a few hundred roundings. */
  @Test
  public void longSumsStayAccurate() {
    int n = 1 << 20;
    for (int inner : new int[] {1, 8}) {
      float[] x = new float[n * inner];
      Arrays.fill(x, 0.1f);
      for (float sum : run(ReduceFunction.SUM, x, 1, n, inner)) {
        double expected = n * (double) 0.1f;
        Sweep.check("sum", sum, expected, 600 * SumCheck.ROUNDING * expected);
      }
    }
  }

  /** The same bits for one call as for a call per row. */
  @ParameterizedTest
  @EnumSource(ReduceFunction.class)
  public void doesNotDependOnCuts(ReduceFunction f) {
    for (int[] size : SIZES) {
      int outer = size[0];
      int n = size[1];
      int inner = size[2];
      float[] x = Sweep.random(outer * n * inner, n);
      float[] whole = run(f, x, outer, n, inner);
      float[] pieces = new float[outer * inner];
      for (int o = 0; o < outer; o++) {
        reduce().reduce(f, x, o * n * inner, pieces, o * inner, 1, n, inner);
      }
      assertThat(pieces).isEqualTo(whole);
    }
  }
}

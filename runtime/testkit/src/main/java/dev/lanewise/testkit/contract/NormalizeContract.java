package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Normalize;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every back end's normalisations must do: lose a few roundings of the numbers that are
 * combined, whatever the length of a row, in place or not.
 */
public abstract class NormalizeContract {
  private static final float EPSILON = 1e-5f;
  private static final int ROWS = 3;

  /** The kernels to test. */
  protected abstract Normalize normalize();

  private interface Rows {
    void run(Buffer x, Buffer y);
  }

  private static float[] run(float[] x, Rows rows) {
    Buffer in = Buffer.input(x);
    Buffer out = Buffer.output(x.length);
    rows.run(in, out);
    out.assertGuardsIntact();
    in.assertStill(x);
    rows.run(in, in);
    in.assertStill(out.content());
    return out.content();
  }

  private static double mean(float[] x, int at, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i];
    }
    return sum / n;
  }

  private static double factor(float[] x, int at, int n, double mean) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (x[at + i] - mean) * (x[at + i] - mean);
    }
    return 1 / Math.sqrt(sum / n + EPSILON);
  }

  private static void check(
      float actual, double x, double mean, double factor, double scale, double shift, int n) {
    double expected = (x - mean) * factor * scale + shift;
    double terms = (Math.abs(x) + 2 * Math.abs(mean)) * factor * Math.abs(scale) + Math.abs(shift);
    Sweep.check("normalised", actual, expected, SumCheck.ROUNDING * (8 + Math.sqrt(n) / 2) * terms);
  }

  private static float[] at(float mean, float deviation, int n, long seed) {
    float[] x = Sweep.random(n, seed);
    for (int i = 0; i < n; i++) {
      x[i] = mean + deviation * x[i];
    }
    return x;
  }

  /** Layer normalisation with and without factors and summands. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 9, 16, 31, 64, 100, 768, 5000})
  public void layerNorm(int n) {
    for (float mean : new float[] {0, -3, 20}) {
      checkLayerNorm(at(mean, 2, ROWS * n, n), n, null, null);
      checkLayerNorm(at(mean, 2, ROWS * n, n), n, at(1, 0.5f, n, 2), null);
      checkLayerNorm(at(mean, 2, ROWS * n, n), n, null, at(0, 1, n, 3));
      checkLayerNorm(at(mean, 2, ROWS * n, n), n, at(1, 0.5f, n, 2), at(0, 1, n, 3));
    }
  }

  private void checkLayerNorm(float[] x, int n, float @Nullable [] gamma, float @Nullable [] beta) {
    float[] y =
        run(
            x,
            (in, out) ->
                normalize()
                    .layerNorm(
                        in.array(),
                        in.at(),
                        gamma,
                        0,
                        beta,
                        0,
                        EPSILON,
                        out.array(),
                        out.at(),
                        ROWS,
                        n));
    for (int r = 0; r < ROWS; r++) {
      double mean = mean(x, r * n, n);
      double factor = factor(x, r * n, n, mean);
      for (int i = 0; i < n; i++) {
        double scale = gamma == null ? 1 : gamma[i];
        double shift = beta == null ? 0 : beta[i];
        check(y[r * n + i], x[r * n + i], mean, factor, scale, shift, n);
      }
    }
  }

  /** Root-mean-square normalisation. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 31, 64, 100, 5000})
  public void rmsNorm(int n) {
    float[] gamma = at(1, 0.5f, n, 2);
    checkRmsNorm(at(1, 2, ROWS * n, n), n, null);
    checkRmsNorm(at(1, 2, ROWS * n, n), n, gamma);
  }

  private void checkRmsNorm(float[] x, int n, float @Nullable [] gamma) {
    float[] y =
        run(
            x,
            (in, out) ->
                normalize()
                    .rmsNorm(
                        in.array(), in.at(), gamma, 0, EPSILON, out.array(), out.at(), ROWS, n));
    for (int r = 0; r < ROWS; r++) {
      double factor = factor(x, r * n, n, 0);
      for (int i = 0; i < n; i++) {
        double scale = gamma == null ? 1 : gamma[i];
        check(y[r * n + i], x[r * n + i], 0, factor, scale, 0, n);
      }
    }
  }

  /** Normalisation with one factor and summand per row. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 31, 64, 100, 5000})
  public void rowNorm(int n) {
    float[] x = at(-5, 3, ROWS * n, n);
    float[] scale = at(1, 0.5f, ROWS + 2, 2);
    float[] shift = at(0, 1, ROWS + 1, 3);
    float[] y =
        run(
            x,
            (in, out) ->
                normalize()
                    .rowNorm(
                        in.array(),
                        in.at(),
                        scale,
                        2,
                        shift,
                        1,
                        EPSILON,
                        out.array(),
                        out.at(),
                        ROWS,
                        n));
    for (int r = 0; r < ROWS; r++) {
      double mean = mean(x, r * n, n);
      double factor = factor(x, r * n, n, mean);
      for (int i = 0; i < n; i++) {
        check(y[r * n + i], x[r * n + i], mean, factor, scale[r + 2], shift[r + 1], n);
      }
    }
  }

  /** A row of one and the same number has no variance. */
  @Test
  public void constantRowsGiveTheSummand() {
    for (int n : new int[] {1, 8, 100, 5000}) {
      float[] x = new float[n];
      Arrays.fill(x, 0.1f);
      float[] y = new float[n];
      normalize().rowNorm(x, 0, new float[] {1}, 0, new float[] {7}, 0, EPSILON, y, 0, 1, n);
      for (float v : y) {
        Sweep.check("constant", v, 7, 1e-3);
      }
    }
  }

  /** A factor and a summand per channel, in any layout. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 16})
  public void channelAffine(int block) {
    Layout layout = new Layout(block);
    int batch = 2;
    for (int channels : new int[] {1, 8, 19}) {
      for (int pixels : new int[] {1, 5, 49}) {
        float[] plain = Sweep.random(batch * channels * pixels, pixels);
        float[] scale = at(1, 0.5f, layout.blocks(channels) * block + 1, 2);
        float[] shift = at(0, 1, layout.blocks(channels) * block + 3, 3);
        float[] x = Layouts.fromPlain(layout, plain, batch, channels, pixels, 0.25f);
        Buffer in = Buffer.input(x);
        Buffer out = Buffer.output(x.length);
        normalize()
            .channelAffine(
                layout,
                in.array(),
                in.at(),
                scale,
                1,
                shift,
                3,
                out.array(),
                out.at(),
                batch,
                channels,
                pixels);
        out.assertGuardsIntact();
        in.assertStill(x);
        float[] y = Layouts.toPlain(layout, out.content(), batch, channels, pixels);
        for (int i = 0; i < y.length; i++) {
          int c = i / pixels % channels;
          double product = (double) plain[i] * scale[c + 1];
          Sweep.check(
              "channel " + c,
              y[i],
              product + shift[c + 3],
              SumCheck.ROUNDING * (2 * Math.abs(product) + Math.abs(shift[c + 3])));
        }
      }
    }
  }
}

package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.GemmShape;
import org.jspecify.annotations.Nullable;

/** Matrix products and convolutions as plain loops in double precision. */
public final class Reference {
  private Reference() {}

  /**
   * Sums of products and the sums of their magnitudes, from which an error bound follows.
   *
   * @param values {@code Σ a·b}
   * @param magnitudes {@code Σ |a·b|}
   */
  public record Sums(double[] values, double[] magnitudes) {}

  /** All products of a batch, each dense M×N. Bias is not added. */
  public static Sums gemm(GemmShape s, float[] x, float[] w) {
    double[] values = new double[s.batch() * s.m() * s.n()];
    double[] magnitudes = new double[values.length];
    int at = 0;
    for (int b = 0; b < s.batch(); b++) {
      int xAt = Math.toIntExact(b * s.batchX());
      int wAt = Math.toIntExact(b * s.batchW());
      for (int i = 0; i < s.m(); i++) {
        for (int j = 0; j < s.n(); j++, at++) {
          for (int k = 0; k < s.k(); k++) {
            double product =
                (double) x[xAt + (s.transX() ? k * s.ldx() + i : i * s.ldx() + k)]
                    * w[wAt + (s.transW() ? j * s.ldw() + k : k * s.ldw() + j)];
            values[at] += product;
            magnitudes[at] += Math.abs(product);
          }
        }
      }
    }
    return new Sums(values, magnitudes);
  }

  /** A convolution of a plain NCHW input to a plain NCHW output. Bias is not added. */
  public static Sums conv(ConvShape s, float[] x, float[] w) {
    double[] values = new double[s.batch() * s.outChannels() * s.outPixels()];
    double[] magnitudes = new double[values.length];
    int inputs = s.groupInChannels();
    int at = 0;
    for (int n = 0; n < s.batch(); n++) {
      for (int o = 0; o < s.outChannels(); o++) {
        int firstInput = n * s.inChannels() + o / s.groupOutChannels() * inputs;
        for (int oy = 0; oy < s.outHeight(); oy++) {
          for (int ox = 0; ox < s.outWidth(); ox++, at++) {
            for (int i = 0; i < inputs; i++) {
              for (int ky = 0; ky < s.kernelHeight(); ky++) {
                int iy = oy * s.strideHeight() - s.padTop() + ky * s.dilationHeight();
                if (iy < 0 || iy >= s.inHeight()) {
                  continue;
                }
                for (int kx = 0; kx < s.kernelWidth(); kx++) {
                  int ix = ox * s.strideWidth() - s.padLeft() + kx * s.dilationWidth();
                  if (ix < 0 || ix >= s.inWidth()) {
                    continue;
                  }
                  int tap = ((o * inputs + i) * s.kernelHeight() + ky) * s.kernelWidth() + kx;
                  double product =
                      (double) x[((firstInput + i) * s.inHeight() + iy) * s.inWidth() + ix]
                          * w[tap];
                  values[at] += product;
                  magnitudes[at] += Math.abs(product);
                }
              }
            }
          }
        }
      }
    }
    return new Sums(values, magnitudes);
  }

  /** The element of an operand that may be missing, then 0. */
  static double at(float @Nullable [] values, int index) {
    return values == null ? 0 : values[index];
  }
}

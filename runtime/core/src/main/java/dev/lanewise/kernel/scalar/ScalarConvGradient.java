package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ConvGradientKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.PoolShape;
import java.util.Arrays;

/**
 * Weight derivatives on plain images. Products of rows are first added up column by column, which
 * C2 vectorises, and only then across.
 */
public final class ScalarConvGradient implements ConvGradientKernel {
  private final ConvShape s;
  private final int threads;

  /** For one set of sizes. */
  public ScalarConvGradient(ConvShape s, int threads) {
    this.s = s;
    this.threads = threads;
  }

  @Override
  public Layout input() {
    return Layout.PLAIN;
  }

  @Override
  public Layout output() {
    return Layout.PLAIN;
  }

  @Override
  public String describe() {
    return "rows, " + s.batch() + " images";
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return s.outChannels();
  }

  @Override
  public int scratch() {
    return threads * s.outWidth();
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    int columns = o.scratchAt + worker * s.outWidth();
    int first = task / s.groupOutChannels() * s.groupInChannels();
    int at = o.yAt + task * s.groupInChannels() * s.kernelHeight() * s.kernelWidth();
    for (int c = 0; c < s.groupInChannels(); c++) {
      for (int i = 0; i < s.kernelHeight(); i++) {
        for (int j = 0; j < s.kernelWidth(); j++) {
          o.y[at++] = sum(o, task, first + c, i, j, columns);
        }
      }
    }
  }

  private float sum(Operands o, int outChannel, int inChannel, int row, int column, int sums) {
    int left = column * s.dilationWidth() - s.padLeft();
    int top = row * s.dilationHeight() - s.padTop();
    int from = PoolShape.firstTap(left, s.outWidth(), s.strideWidth());
    int count = PoolShape.endTap(left, s.inWidth(), s.outWidth(), s.strideWidth()) - from;
    if (count <= 0) {
      return 0;
    }
    Arrays.fill(o.scratch, sums, sums + count, 0);
    for (int n = 0; n < s.batch(); n++) {
      int x = o.xAt + (n * s.inChannels() + inChannel) * s.inPixels();
      int dy = o.wAt + (n * s.outChannels() + outChannel) * s.outPixels() + from;
      for (int r = 0; r < s.outHeight(); r++) {
        int line = r * s.strideHeight() + top;
        if (line >= 0 && line < s.inHeight()) {
          int xAt = x + line * s.inWidth() + from * s.strideWidth() + left;
          addProducts(o.x, xAt, o.w, dy + r * s.outWidth(), o.scratch, sums, count);
        }
      }
    }
    float sum = 0;
    for (int k = 0; k < count; k++) {
      sum += o.scratch[sums + k];
    }
    return sum;
  }

  private void addProducts(
      float[] x, int xAt, float[] w, int wAt, float[] sums, int sumsAt, int count) {
    int stride = s.strideWidth();
    if (stride == 1) {
      for (int k = 0; k < count; k++) {
        sums[sumsAt + k] += x[xAt + k] * w[wAt + k];
      }
    } else {
      for (int k = 0; k < count; k++) {
        sums[sumsAt + k] += x[xAt + k * stride] * w[wAt + k];
      }
    }
  }
}

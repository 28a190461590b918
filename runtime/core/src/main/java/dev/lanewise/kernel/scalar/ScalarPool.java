package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.PoolShape;

/** {@link Pool} one channel after the other; the pixels of one are {@code block} floats apart. */
public final class ScalarPool implements Pool {
  /** The kernels have no state. */
  public ScalarPool() {}

  @Override
  public void max(
      PoolShape s, Layout layout, float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int block = layout.block();
    for (int p = from; p < to; p++) {
      for (int lane = 0; lane < block; lane++) {
        int in = xAt + p * layout.planeStride(s.inPixels()) + lane;
        int out = yAt + p * layout.planeStride(s.outPixels()) + lane;
        maxPlane(s, block, x, in, y, out);
      }
    }
  }

  private static void maxPlane(PoolShape s, int block, float[] x, int xAt, float[] y, int yAt) {
    int rowStep = s.dilationHeight() * s.inWidth() * block;
    int columnStep = s.dilationWidth() * block;
    for (int oy = 0; oy < s.outHeight(); oy++) {
      int top = oy * s.strideHeight() - s.padTop();
      int ky = PoolShape.firstTap(top, s.kernelHeight(), s.dilationHeight());
      int rows = PoolShape.endTap(top, s.inHeight(), s.kernelHeight(), s.dilationHeight()) - ky;
      int line = xAt + (top + ky * s.dilationHeight()) * s.inWidth() * block;
      for (int ox = 0; ox < s.outWidth(); ox++) {
        int left = ox * s.strideWidth() - s.padLeft();
        int kx = PoolShape.firstTap(left, s.kernelWidth(), s.dilationWidth());
        int columns = PoolShape.endTap(left, s.inWidth(), s.kernelWidth(), s.dilationWidth()) - kx;
        int first = line + (left + kx * s.dilationWidth()) * block;
        y[yAt + (oy * s.outWidth() + ox) * block] =
            maxWindow(x, first, rows, rowStep, columns, columnStep);
      }
    }
  }

  private static float maxWindow(
      float[] x, int at, int rows, int rowStep, int columns, int columnStep) {
    float max = Float.NEGATIVE_INFINITY;
    for (int r = 0; r < rows; r++) {
      int line = at + r * rowStep;
      for (int c = 0; c < columns; c++) {
        float v = x[line + c * columnStep];
        if (v > max) {
          max = v;
        }
      }
    }
    return max;
  }

  @Override
  public void average(
      PoolShape s,
      Layout layout,
      boolean includePad,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    int block = layout.block();
    for (int p = from; p < to; p++) {
      for (int lane = 0; lane < block; lane++) {
        int in = xAt + p * layout.planeStride(s.inPixels()) + lane;
        int out = yAt + p * layout.planeStride(s.outPixels()) + lane;
        averagePlane(s, includePad, block, x, in, y, out);
      }
    }
  }

  private static void averagePlane(
      PoolShape s, boolean includePad, int block, float[] x, int xAt, float[] y, int yAt) {
    int rowStep = s.dilationHeight() * s.inWidth() * block;
    int columnStep = s.dilationWidth() * block;
    for (int oy = 0; oy < s.outHeight(); oy++) {
      int top = oy * s.strideHeight() - s.padTop();
      int ky = PoolShape.firstTap(top, s.kernelHeight(), s.dilationHeight());
      int rows = PoolShape.endTap(top, s.inHeight(), s.kernelHeight(), s.dilationHeight()) - ky;
      int countedRows = includePad ? s.countedRows(top) : rows;
      int line = xAt + (top + ky * s.dilationHeight()) * s.inWidth() * block;
      for (int ox = 0; ox < s.outWidth(); ox++) {
        int left = ox * s.strideWidth() - s.padLeft();
        int kx = PoolShape.firstTap(left, s.kernelWidth(), s.dilationWidth());
        int columns = PoolShape.endTap(left, s.inWidth(), s.kernelWidth(), s.dilationWidth()) - kx;
        int countedColumns = includePad ? s.countedColumns(left) : columns;
        int first = line + (left + kx * s.dilationWidth()) * block;
        y[yAt + (oy * s.outWidth() + ox) * block] =
            sumWindow(x, first, rows, rowStep, columns, columnStep)
                / (countedRows * countedColumns);
      }
    }
  }

  private static float sumWindow(
      float[] x, int at, int rows, int rowStep, int columns, int columnStep) {
    float sum = 0;
    for (int r = 0; r < rows; r++) {
      int line = at + r * rowStep;
      for (int c = 0; c < columns; c++) {
        sum += x[line + c * columnStep];
      }
    }
    return sum;
  }

  @Override
  public void globalAverage(
      Layout layout, int pixels, float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int block = layout.block();
    for (int p = from; p < to; p++) {
      for (int lane = 0; lane < block; lane++) {
        int at = xAt + p * layout.planeStride(pixels) + lane;
        y[yAt + p * block + lane] = (float) (ScalarRows.sum(x, at, block, pixels) / pixels);
      }
    }
  }

  @Override
  public void globalMax(
      Layout layout, int pixels, float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int block = layout.block();
    for (int p = from; p < to; p++) {
      for (int lane = 0; lane < block; lane++) {
        int at = xAt + p * layout.planeStride(pixels) + lane;
        y[yAt + p * block + lane] = maxWindow(x, at, 1, 0, pixels, block);
      }
    }
  }
}

package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.PoolGradient;
import dev.lanewise.kernel.PoolShape;
import java.util.Arrays;

/** {@link PoolGradient} one channel after the other. */
public final class ScalarPoolGradient implements PoolGradient {
  /** The kernels have no state. */
  public ScalarPoolGradient() {}

  @Override
  public void max(
      PoolShape s,
      Layout layout,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int from,
      int to) {
    int in = layout.planeStride(s.inPixels());
    int out = layout.planeStride(s.outPixels());
    Arrays.fill(dx, dxAt + from * in, dxAt + to * in, 0);
    for (int p = from; p < to; p++) {
      for (int lane = 0; lane < layout.block(); lane++) {
        int at = p * in + lane;
        maxPlane(s, layout.block(), x, xAt + at, dy, dyAt + p * out + lane, dx, dxAt + at);
      }
    }
  }

  private static void maxPlane(
      PoolShape s, int block, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt) {
    for (int oy = 0; oy < s.outHeight(); oy++) {
      int top = oy * s.strideHeight() - s.padTop();
      int firstRow = PoolShape.firstTap(top, s.kernelHeight(), s.dilationHeight());
      int endRow = PoolShape.endTap(top, s.inHeight(), s.kernelHeight(), s.dilationHeight());
      for (int ox = 0; ox < s.outWidth(); ox++) {
        int left = ox * s.strideWidth() - s.padLeft();
        int first = PoolShape.firstTap(left, s.kernelWidth(), s.dilationWidth());
        int end = PoolShape.endTap(left, s.inWidth(), s.kernelWidth(), s.dilationWidth());
        int best = -1;
        float max = Float.NEGATIVE_INFINITY;
        for (int r = firstRow; r < endRow; r++) {
          int line = (top + r * s.dilationHeight()) * s.inWidth() + left;
          for (int c = first; c < end; c++) {
            int at = (line + c * s.dilationWidth()) * block;
            float v = x[xAt + at];
            if (v > max || best < 0) {
              max = v;
              best = at;
            }
          }
        }
        if (best >= 0) {
          dx[dxAt + best] += dy[dyAt + (oy * s.outWidth() + ox) * block];
        }
      }
    }
  }

  @Override
  public void average(
      PoolShape s,
      Layout layout,
      boolean includePad,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int from,
      int to) {
    int in = layout.planeStride(s.inPixels());
    int out = layout.planeStride(s.outPixels());
    Arrays.fill(dx, dxAt + from * in, dxAt + to * in, 0);
    for (int p = from; p < to; p++) {
      averagePlane(s, layout.block(), includePad, dy, dyAt + p * out, dx, dxAt + p * in);
    }
  }

  private static void averagePlane(
      PoolShape s, int block, boolean includePad, float[] dy, int dyAt, float[] dx, int dxAt) {
    for (int oy = 0; oy < s.outHeight(); oy++) {
      int top = oy * s.strideHeight() - s.padTop();
      int firstRow = PoolShape.firstTap(top, s.kernelHeight(), s.dilationHeight());
      int endRow = PoolShape.endTap(top, s.inHeight(), s.kernelHeight(), s.dilationHeight());
      int rows = includePad ? s.countedRows(top) : endRow - firstRow;
      for (int ox = 0; ox < s.outWidth(); ox++) {
        int left = ox * s.strideWidth() - s.padLeft();
        int first = PoolShape.firstTap(left, s.kernelWidth(), s.dilationWidth());
        int end = PoolShape.endTap(left, s.inWidth(), s.kernelWidth(), s.dilationWidth());
        float part = 1f / (rows * (includePad ? s.countedColumns(left) : end - first));
        int at = dyAt + (oy * s.outWidth() + ox) * block;
        for (int r = firstRow; r < endRow; r++) {
          int line = (top + r * s.dilationHeight()) * s.inWidth() + left;
          for (int c = first; c < end; c++) {
            int to = dxAt + (line + c * s.dilationWidth()) * block;
            for (int lane = 0; lane < block; lane++) {
              dx[to + lane] += part * dy[at + lane];
            }
          }
        }
      }
    }
  }
}

package dev.lanewise.vector;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.PoolShape;
import dev.lanewise.kernel.scalar.ScalarPool;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Pool} of blocked layouts, one vector of channels at a time; plain layouts are left to
 * scalar code. A row of outputs is a run of windows that lie inside the input, with windows that
 * are cut at either end; each run is one call of {@link VectorWindows}.
 */
final class VectorPool implements Pool {
  private static final VectorSpecies<Float> S = Lanes.S;
  private static final int L = Lanes.L;
  private static final Pool SCALAR = new ScalarPool();

  @Override
  public void max(
      PoolShape s, Layout layout, float[] x, int xAt, float[] y, int yAt, int from, int to) {
    if (layout.block() % L != 0) {
      SCALAR.max(s, layout, x, xAt, y, yAt, from, to);
      return;
    }
    for (int p = from; p < to; p++) {
      int in = xAt + p * layout.planeStride(s.inPixels());
      int out = yAt + p * layout.planeStride(s.outPixels());
      for (int lane = 0; lane < layout.block(); lane += L) {
        plane(s, layout.block(), true, false, x, in + lane, y, out + lane);
      }
    }
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
    if (layout.block() % L != 0) {
      SCALAR.average(s, layout, includePad, x, xAt, y, yAt, from, to);
      return;
    }
    for (int p = from; p < to; p++) {
      int in = xAt + p * layout.planeStride(s.inPixels());
      int out = yAt + p * layout.planeStride(s.outPixels());
      for (int lane = 0; lane < layout.block(); lane += L) {
        plane(s, layout.block(), false, includePad, x, in + lane, y, out + lane);
      }
    }
  }

  private static void plane(
      PoolShape s,
      int block,
      boolean max,
      boolean includePad,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    int innerFrom = s.innerFrom();
    int innerTo = s.innerTo();
    int line = s.inWidth() * block;
    for (int oy = 0; oy < s.outHeight(); oy++) {
      int top = oy * s.strideHeight() - s.padTop();
      int ky = PoolShape.firstTap(top, s.kernelHeight(), s.dilationHeight());
      int rows = PoolShape.endTap(top, s.inHeight(), s.kernelHeight(), s.dilationHeight()) - ky;
      int counted = includePad ? s.countedRows(top) : rows;
      int in = xAt + (top + ky * s.dilationHeight()) * line;
      int out = yAt + oy * s.outWidth() * block;
      int step = s.dilationHeight() * line;
      for (int ox = 0; ox < s.outWidth(); ox++) {
        int left = ox * s.strideWidth() - s.padLeft();
        int kx = PoolShape.firstTap(left, s.kernelWidth(), s.dilationWidth());
        int columns = PoolShape.endTap(left, s.inWidth(), s.kernelWidth(), s.dilationWidth()) - kx;
        int count = ox == innerFrom && innerTo > ox ? innerTo - ox : 1;
        int divisor = counted * (includePad ? s.countedColumns(left) : columns);
        int first = in + (left + kx * s.dilationWidth()) * block;
        int columnStep = s.dilationWidth() * block;
        int pixelStep = s.strideWidth() * block;
        if (max) {
          VectorWindows.max(
              x,
              first,
              rows,
              step,
              columns,
              columnStep,
              y,
              out + ox * block,
              count,
              pixelStep,
              block);
        } else {
          VectorWindows.average(
              x,
              first,
              rows,
              step,
              columns,
              columnStep,
              y,
              out + ox * block,
              count,
              pixelStep,
              block,
              divisor);
        }
        ox += count - 1;
      }
    }
  }

  @Override
  public void globalAverage(
      Layout layout, int pixels, float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int block = layout.block();
    for (int p = from; p < to; p++) {
      int at = xAt + p * layout.planeStride(pixels);
      if (block == 1) {
        y[yAt + p] = (float) (VectorRows.sum(x, at, pixels) / pixels);
      } else if (block % L == 0) {
        for (int lane = 0; lane < block; lane += L) {
          VectorColumns.sum(x, at + lane, block, pixels, pixels, y, yAt + p * block + lane);
        }
      } else {
        SCALAR.globalAverage(layout, pixels, x, xAt, y, yAt, p, p + 1);
      }
    }
  }

  @Override
  public void globalMax(
      Layout layout, int pixels, float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int block = layout.block();
    if (block % L != 0) {
      SCALAR.globalMax(layout, pixels, x, xAt, y, yAt, from, to);
      return;
    }
    for (int p = from; p < to; p++) {
      int at = xAt + p * layout.planeStride(pixels);
      for (int lane = 0; lane < block; lane += L) {
        FloatVector max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < pixels * block; i += block) {
          max = VectorWindows.larger(max, FloatVector.fromArray(S, x, at + lane + i));
        }
        max.intoArray(y, yAt + p * block + lane);
      }
    }
  }
}

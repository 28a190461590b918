package dev.lanewise.vector;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.PoolGradient;
import dev.lanewise.kernel.PoolShape;
import dev.lanewise.kernel.scalar.ScalarPoolGradient;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link PoolGradient} of blocked layouts, one vector of channels at a time. */
final class VectorPoolGradient implements PoolGradient {
  private static final VectorSpecies<Float> S = Lanes.S;
  private static final int L = Lanes.L;
  private static final PoolGradient SCALAR = new ScalarPoolGradient();

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
    if (layout.block() % L != 0) {
      SCALAR.max(s, layout, x, xAt, dy, dyAt, dx, dxAt, from, to);
      return;
    }
    int in = layout.planeStride(s.inPixels());
    int out = layout.planeStride(s.outPixels());
    boolean quarters = isQuarters(s);
    Arrays.fill(dx, dxAt + from * in, dxAt + to * in, 0);
    for (int p = from; p < to; p++) {
      for (int lane = 0; lane < layout.block(); lane += L) {
        int at = p * in + lane;
        int dyFrom = dyAt + p * out + lane;
        if (quarters) {
          quarters(s, layout.block(), x, xAt + at, dy, dyFrom, dx, dxAt + at);
        } else {
          plane(s, layout.block(), x, xAt + at, dy, dyFrom, dx, dxAt + at);
        }
      }
    }
  }

  /** Whether windows are 2×2, touch each other and lie inside the input. */
  private static boolean isQuarters(PoolShape s) {
    return s.kernelHeight() == 2
        && s.kernelWidth() == 2
        && s.strideHeight() == 2
        && s.strideWidth() == 2
        && s.dilationHeight() == 1
        && s.dilationWidth() == 1
        && s.padTop() == 0
        && s.padLeft() == 0
        && 2 * s.outHeight() <= s.inHeight()
        && 2 * s.outWidth() <= s.inWidth();
  }

  private static void quarters(
      PoolShape s, int block, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt) {
    int line = s.inWidth() * block;
    FloatVector zero = FloatVector.zero(S);
    for (int oy = 0; oy < s.outHeight(); oy++) {
      int d = dyAt + oy * s.outWidth() * block;
      int i = xAt + 2 * oy * line;
      int j = dxAt + 2 * oy * line;
      for (int ox = 0; ox < s.outWidth(); ox++) {
        FloatVector a = FloatVector.fromArray(S, x, i);
        FloatVector b = FloatVector.fromArray(S, x, i + block);
        FloatVector c = FloatVector.fromArray(S, x, i + line);
        FloatVector max = a.max(b).max(c.max(FloatVector.fromArray(S, x, i + line + block)));
        FloatVector rest = FloatVector.fromArray(S, dy, d);
        FloatVector part = zero.blend(rest, a.compare(VectorOperators.EQ, max));
        part.intoArray(dx, j);
        // What has been given away is not given to a second element.
        rest = rest.sub(part);
        part = zero.blend(rest, b.compare(VectorOperators.EQ, max));
        part.intoArray(dx, j + block);
        rest = rest.sub(part);
        part = zero.blend(rest, c.compare(VectorOperators.EQ, max));
        part.intoArray(dx, j + line);
        rest.sub(part).intoArray(dx, j + line + block);
        i += 2 * block;
        j += 2 * block;
        d += block;
      }
    }
  }

  private static void plane(
      PoolShape s, int block, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt) {
    int line = s.inWidth() * block;
    int rowStep = s.dilationHeight() * line;
    int columnStep = s.dilationWidth() * block;
    for (int oy = 0; oy < s.outHeight(); oy++) {
      int top = oy * s.strideHeight() - s.padTop();
      int ky = PoolShape.firstTap(top, s.kernelHeight(), s.dilationHeight());
      int rows = PoolShape.endTap(top, s.inHeight(), s.kernelHeight(), s.dilationHeight()) - ky;
      for (int ox = 0; ox < s.outWidth(); ox++) {
        int left = ox * s.strideWidth() - s.padLeft();
        int kx = PoolShape.firstTap(left, s.kernelWidth(), s.dilationWidth());
        int columns = PoolShape.endTap(left, s.inWidth(), s.kernelWidth(), s.dilationWidth()) - kx;
        int first =
            (top + ky * s.dilationHeight()) * line + (left + kx * s.dilationWidth()) * block;
        FloatVector max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            int at = xAt + first + r * rowStep + c * columnStep;
            max = max.max(FloatVector.fromArray(S, x, at));
          }
        }
        FloatVector rest = FloatVector.fromArray(S, dy, dyAt + (oy * s.outWidth() + ox) * block);
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            int at = first + r * rowStep + c * columnStep;
            VectorMask<Float> here =
                FloatVector.fromArray(S, x, xAt + at).compare(VectorOperators.EQ, max);
            FloatVector part = FloatVector.zero(S).blend(rest, here);
            FloatVector.fromArray(S, dx, dxAt + at).add(part).intoArray(dx, dxAt + at);
            // What has been given away is not given to a second element.
            rest = rest.blend(0, here);
          }
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
    SCALAR.average(s, layout, includePad, dy, dyAt, dx, dxAt, from, to);
  }
}

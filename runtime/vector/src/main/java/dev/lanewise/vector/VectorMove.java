package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.kernel.scalar.ScalarMove;
import jdk.incubator.vector.FloatVector;

/** {@link Move}: resampling of blocked layouts on vectors of channels, the rest in scalar loops. */
final class VectorMove implements Move {
  private static final Move SCALAR = new ScalarMove();

  @Override
  public void toBlocked(
      Layout layout,
      int channels,
      int pixels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    SCALAR.toBlocked(layout, channels, pixels, x, xAt, y, yAt, from, to);
  }

  @Override
  public void toPlain(
      Layout layout,
      int channels,
      int pixels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    SCALAR.toPlain(layout, channels, pixels, x, xAt, y, yAt, from, to);
  }

  @Override
  public void transpose(float[] x, int xAt, float[] y, int yAt, int batch, int rows, int columns) {
    SCALAR.transpose(x, xAt, y, yAt, batch, rows, columns);
  }

  @Override
  public void resizeLinear(
      Layout layout,
      int inHeight,
      int inWidth,
      int[] row0,
      int[] row1,
      float[] rowWeight,
      int[] column0,
      int[] column1,
      float[] columnWeight,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    int block = layout.block();
    if (block % L != 0) {
      SCALAR.resizeLinear(
          layout,
          inHeight,
          inWidth,
          row0,
          row1,
          rowWeight,
          column0,
          column1,
          columnWeight,
          x,
          xAt,
          y,
          yAt,
          from,
          to);
      return;
    }
    int width = column0.length;
    for (int p = from; p < to; p++) {
      int in = xAt + p * layout.planeStride(inHeight * inWidth);
      int out = yAt + p * layout.planeStride(row0.length * width);
      for (int r = 0; r < row0.length; r++) {
        for (int c = 0; c < block; c += L) {
          int upper = in + row0[r] * inWidth * block + c;
          int lower = in + row1[r] * inWidth * block + c;
          int at = out + r * width * block + c;
          lineLinear(x, upper, lower, rowWeight[r], column0, column1, columnWeight, block, y, at);
        }
      }
    }
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }

  private static void lineLinear(
      float[] x,
      int upper,
      int lower,
      float t,
      int[] column0,
      int[] column1,
      float[] weight,
      int block,
      float[] y,
      int yAt) {
    for (int i = 0; i < weight.length; i++) {
      int left = column0[i] * block;
      int right = column1[i] * block;
      float s = weight[i];
      FloatVector above =
          load(x, upper + right).fma(VectorFunctions.constant(s), load(x, upper + left).mul(1 - s));
      FloatVector below =
          load(x, lower + right).fma(VectorFunctions.constant(s), load(x, lower + left).mul(1 - s));
      below.fma(VectorFunctions.constant(t), above.mul(1 - t)).intoArray(y, yAt + i * block);
    }
  }

  @Override
  public void resizeNearest(
      Layout layout,
      int inHeight,
      int inWidth,
      int[] row,
      int[] column,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    int block = layout.block();
    if (block % L != 0) {
      SCALAR.resizeNearest(layout, inHeight, inWidth, row, column, x, xAt, y, yAt, from, to);
      return;
    }
    int line = column.length * block;
    for (int p = from; p < to; p++) {
      int in = xAt + p * layout.planeStride(inHeight * inWidth);
      int out = yAt + p * layout.planeStride(row.length * column.length);
      for (int r = 0; r < row.length; r++) {
        int at = out + r * line;
        if (r > 0 && row[r] == row[r - 1]) {
          System.arraycopy(y, at - line, y, at, line);
        } else {
          for (int c = 0; c < block; c += L) {
            lineNearest(x, in + row[r] * inWidth * block + c, column, block, y, at + c);
          }
        }
      }
    }
  }

  private static void lineNearest(float[] x, int xAt, int[] column, int block, float[] y, int yAt) {
    for (int i = 0; i < column.length; i++) {
      load(x, xAt + column[i] * block).intoArray(y, yAt + i * block);
    }
  }
}

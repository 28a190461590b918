package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.kernel.scalar.ScalarMove;
import jdk.incubator.vector.FloatVector;

/** {@link Move} on tiles that are transposed in registers, and on vectors of channels. */
final class VectorMove implements Move {
  private static final Move SCALAR = new ScalarMove();

  /** Columns of a transposition that are done before the next ones: two lines of x. */
  private static final int COLUMNS = 32;

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
    int block = layout.block();
    int blocks = layout.blocks(channels);
    for (int p = from; p < to; p++) {
      int channel = p % blocks * block;
      if (channels - channel < block) {
        SCALAR.toBlocked(layout, channels, pixels, x, xAt, y, yAt, p, p + 1);
      } else {
        int in = xAt + (p / blocks * channels + channel) * pixels;
        int out = yAt + p * layout.planeStride(pixels);
        transpose(x, in, pixels, y, out, block, block, pixels);
      }
    }
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
    int block = layout.block();
    int blocks = layout.blocks(channels);
    for (int p = from; p < to; p++) {
      int channel = p % blocks * block;
      int in = xAt + p * layout.planeStride(pixels);
      int out = yAt + (p / blocks * channels + channel) * pixels;
      transpose(x, in, block, y, out, pixels, pixels, Math.min(block, channels - channel));
    }
  }

  @Override
  public void transpose(float[] x, int xAt, float[] y, int yAt, int batch, int rows, int columns) {
    for (int b = 0; b < batch; b++) {
      int at = b * rows * columns;
      if (Interleave.suits(rows, columns)) {
        Interleave.transpose(x, xAt + at, y, yAt + at, rows, columns);
        continue;
      }
      transpose(x, xAt + at, columns, y, yAt + at, rows, rows, columns);
    }
  }

  /**
   * {@code y[j][i] = x[i][j]} for matrices whose rows are {@code xStride} and {@code yStride}
   * apart: some columns of x at a time, so that rows of y are written from end to end.
   */
  private static void transpose(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int rows, int columns) {
    for (int first = 0; first < columns; first += COLUMNS) {
      int j = Math.max(0, Math.min(first, columns - L));
      int n = Math.min(COLUMNS, columns - j);
      Transpose.matrix(x, xAt + j, xStride, rows, n, y, yAt + j * yStride, yStride);
    }
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
          FloatVector.fromArray(S, x, upper + right)
              .fma(
                  FloatVector.broadcast(S, s),
                  FloatVector.fromArray(S, x, upper + left).mul(1 - s));
      FloatVector below =
          FloatVector.fromArray(S, x, lower + right)
              .fma(
                  FloatVector.broadcast(S, s),
                  FloatVector.fromArray(S, x, lower + left).mul(1 - s));
      below.fma(FloatVector.broadcast(S, t), above.mul(1 - t)).intoArray(y, yAt + i * block);
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
      FloatVector.fromArray(S, x, xAt + column[i] * block).intoArray(y, yAt + i * block);
    }
  }

  @Override
  public void pick(float[] x, int xAt, int step, float[] y, int yAt, int n) {
    if (Interleave.suits(step)) {
      Interleave.pick(x, xAt, step, y, yAt, n);
    } else {
      SCALAR.pick(x, xAt, step, y, yAt, n);
    }
  }

  @Override
  public Mix mix(int block, int[][] lanes, boolean keeps) {
    return block == Tiles.BLOCK ? new VectorMix(lanes, keeps) : SCALAR.mix(block, lanes, keeps);
  }
}

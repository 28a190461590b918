package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;

/** {@link Move} in loops that keep the lines they write in the L1 cache. */
public final class ScalarMove implements Move {
  /** Pixels whose blocks are filled before going on. */
  private static final int PIXELS = 64;

  /** Rows and columns of the tiles of a transposition. */
  private static final int TILE = 16;

  /** The kernels have no state. */
  public ScalarMove() {}

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
      int in = xAt + (p / blocks * channels + channel) * pixels;
      int out = yAt + p * layout.planeStride(pixels);
      int present = Math.min(block, channels - channel);
      for (int first = 0; first < pixels; first += PIXELS) {
        int end = Math.min(pixels, first + PIXELS);
        for (int c = 0; c < present; c++) {
          for (int i = first; i < end; i++) {
            y[out + i * block + c] = x[in + c * pixels + i];
          }
        }
        for (int c = present; c < block; c++) {
          for (int i = first; i < end; i++) {
            y[out + i * block + c] = 0;
          }
        }
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
      int present = Math.min(block, channels - channel);
      for (int first = 0; first < pixels; first += PIXELS) {
        int end = Math.min(pixels, first + PIXELS);
        for (int c = 0; c < present; c++) {
          for (int i = first; i < end; i++) {
            y[out + c * pixels + i] = x[in + i * block + c];
          }
        }
      }
    }
  }

  @Override
  public void transpose(float[] x, int xAt, float[] y, int yAt, int batch, int rows, int columns) {
    for (int b = 0; b < batch; b++) {
      int in = xAt + b * rows * columns;
      int out = yAt + b * rows * columns;
      for (int i = 0; i < rows; i += TILE) {
        int iEnd = Math.min(rows, i + TILE);
        for (int j = 0; j < columns; j += TILE) {
          transposeTile(x, in, y, out, rows, columns, i, iEnd, j, Math.min(columns, j + TILE));
        }
      }
    }
  }

  private static void transposeTile(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int rows,
      int columns,
      int iFrom,
      int iTo,
      int jFrom,
      int jTo) {
    for (int j = jFrom; j < jTo; j++) {
      for (int i = iFrom; i < iTo; i++) {
        y[yAt + j * rows + i] = x[xAt + i * columns + j];
      }
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
    int width = column0.length;
    for (int p = from; p < to; p++) {
      int in = xAt + p * layout.planeStride(inHeight * inWidth);
      int out = yAt + p * layout.planeStride(row0.length * width);
      for (int r = 0; r < row0.length; r++) {
        int upper = in + row0[r] * inWidth * block;
        int lower = in + row1[r] * inWidth * block;
        float t = rowWeight[r];
        for (int c = 0; c < width; c++) {
          int left = column0[c] * block;
          int right = column1[c] * block;
          float s = columnWeight[c];
          int at = out + (r * width + c) * block;
          for (int lane = 0; lane < block; lane++) {
            float above = (1 - s) * x[upper + left + lane] + s * x[upper + right + lane];
            float below = (1 - s) * x[lower + left + lane] + s * x[lower + right + lane];
            y[at + lane] = (1 - t) * above + t * below;
          }
        }
      }
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
    int line = column.length * block;
    for (int p = from; p < to; p++) {
      int in = xAt + p * layout.planeStride(inHeight * inWidth);
      int out = yAt + p * layout.planeStride(row.length * column.length);
      for (int r = 0; r < row.length; r++) {
        int at = out + r * line;
        if (r > 0 && row[r] == row[r - 1]) {
          System.arraycopy(y, at - line, y, at, line);
          continue;
        }
        int source = in + row[r] * inWidth * block;
        for (int c = 0; c < column.length; c++) {
          for (int lane = 0; lane < block; lane++) {
            y[at + c * block + lane] = x[source + column[c] * block + lane];
          }
        }
      }
    }
  }

  @Override
  public void pick(float[] x, int xAt, int step, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + i * step];
    }
  }

  @Override
  public Mix mix(int block, int[][] lanes, boolean keeps) {
    boolean[] given = new boolean[block];
    for (int[] source : lanes) {
      for (int i = 0; i < block; i++) {
        given[i] |= source[i] >= 0;
      }
    }
    return (a, aAt, b, bAt, c, cAt, d, dAt, y, yAt, pixels) -> {
      for (int s = 0; s < lanes.length; s++) {
        float[] x = s == 0 ? a : s == 1 ? b : s == 2 ? c : d;
        int xAt = s == 0 ? aAt : s == 1 ? bAt : s == 2 ? cAt : dAt;
        for (int i = 0; i < block; i++) {
          if (lanes[s][i] >= 0) {
            lane(x, xAt + lanes[s][i], y, yAt + i, block, pixels);
          }
        }
      }
      for (int i = 0; i < block; i++) {
        for (int p = 0; !keeps && !given[i] && p < pixels; p++) {
          y[yAt + p * block + i] = 0;
        }
      }
    };
  }

  private static void lane(float[] x, int xAt, float[] y, int yAt, int block, int pixels) {
    for (int p = 0; p < pixels; p++) {
      y[yAt + p * block] = x[xAt + p * block];
    }
  }
}

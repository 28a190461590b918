package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * Depthwise convolution with 3×3 taps next to each other: some output rows of a plane at a time,
 * from a copy of their input with its padding.
 */
final class ScalarDepthwise implements ConvKernel {
  private static final int TAPS = 3;
  private static final int INPUT_FLOATS = 4096;
  private static final int MIN_TASK = 1 << 13;
  private static final int TASKS_PER_THREAD = 3;

  private final ConvShape shape;
  private final RowEpilogue epilogue;
  private final int threads;
  private final int paddedWidth;
  private final int rows;
  private final int piecesPerPlane;
  private final int pieces;
  private final int piecesPerTask;

  ScalarDepthwise(ConvShape shape, RowEpilogue epilogue, int threads) {
    this.shape = shape;
    this.epilogue = epilogue;
    this.threads = threads;
    paddedWidth = (shape.outWidth() - 1) * shape.strideWidth() + TAPS;
    int fitting = (INPUT_FLOATS / paddedWidth - TAPS) / shape.strideHeight() + 1;
    rows = Math.max(1, Math.min(fitting, shape.outHeight()));
    piecesPerPlane = (shape.outHeight() - 1) / rows + 1;
    pieces = shape.batch() * shape.inChannels() * piecesPerPlane;
    int pixels = rows * shape.outWidth();
    piecesPerTask = Math.max(1, Math.min(MIN_TASK / pixels, pieces / (threads * TASKS_PER_THREAD)));
  }

  /** Whether this algorithm serves a convolution. */
  static boolean serves(ConvShape s) {
    return s.isDepthwise()
        && s.kernelHeight() == TAPS
        && s.kernelWidth() == TAPS
        && s.dilationWidth() == 1
        && s.dilationHeight() == 1
        && s.strideWidth() <= 2;
  }

  @Override
  public String describe() {
    return "scalar depthwise";
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
  public Packing packing() {
    return Packing.raw(shape.inChannels() * TAPS * TAPS);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return (pieces - 1) / piecesPerTask + 1;
  }

  @Override
  public int scratch() {
    return threads * paddedRows() * paddedWidth;
  }

  private int paddedRows() {
    return (rows - 1) * shape.strideHeight() + TAPS;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    int padded = o.scratchAt + worker * paddedRows() * paddedWidth;
    Arrays.fill(o.scratch, padded, padded + paddedRows() * paddedWidth, 0);
    int end = Math.min(pieces, (task + 1) * piecesPerTask);
    for (int piece = task * piecesPerTask; piece < end; piece++) {
      runPiece(piece / piecesPerPlane, piece % piecesPerPlane * rows, o, padded);
    }
  }

  private void runPiece(int plane, int row, Operands o, int padded) {
    int channel = plane % shape.inChannels();
    int count = Math.min(rows, shape.outHeight() - row);
    int width = shape.outWidth();
    copyPadded(o.x, o.xAt + plane * shape.inPixels(), row, o.scratch, padded);
    float bias = o.bias == null ? 0 : o.bias[o.biasAt + channel];
    int y = plane * shape.outPixels() + row * width;
    int w = o.wAt + channel * TAPS * TAPS;
    for (int r = 0; r < count; r++) {
      int x = padded + r * shape.strideHeight() * paddedWidth;
      int to = o.yAt + y + r * width;
      if (shape.strideWidth() == 1) {
        line1(o.scratch, x, paddedWidth, o.w, w, bias, o.y, to, width);
      } else {
        line2(o.scratch, x, paddedWidth, o.w, w, bias, o.y, to, width);
      }
    }
    epilogue.apply(o.y, o.yAt + y, count * width, o, y, channel);
  }

  /** Copies the input lines of a piece; the columns at their sides are 0 already. */
  private void copyPadded(float[] x, int plane, int row, float[] to, int toAt) {
    int first = Math.max(0, shape.padLeft());
    int end = Math.min(paddedWidth, shape.inWidth() + shape.padLeft());
    for (int r = 0; r < paddedRows() && first < end; r++) {
      int at = toAt + r * paddedWidth + first;
      int line = row * shape.strideHeight() + r - shape.padTop();
      if (line >= 0 && line < shape.inHeight()) {
        int from = plane + line * shape.inWidth() + first - shape.padLeft();
        System.arraycopy(x, from, to, at, end - first);
      } else if (rows < shape.outHeight()) {
        // held a line of another piece
        Arrays.fill(to, at, at + end - first, 0);
      }
    }
  }

  private static void line1(
      float[] x, int xAt, int xRow, float[] w, int wAt, float bias, float[] y, int yAt, int n) {
    float w0 = w[wAt];
    float w1 = w[wAt + 1];
    float w2 = w[wAt + 2];
    float w3 = w[wAt + 3];
    float w4 = w[wAt + 4];
    float w5 = w[wAt + 5];
    float w6 = w[wAt + 6];
    float w7 = w[wAt + 7];
    float w8 = w[wAt + 8];
    int middle = xAt + xRow;
    int last = middle + xRow;
    for (int j = 0; j < n; j++) {
      float upper = Fma.multiplyAdd(x[xAt + j], w0, bias);
      upper = Fma.multiplyAdd(x[xAt + j + 1], w1, upper);
      upper = Fma.multiplyAdd(x[xAt + j + 2], w2, upper);
      float inner = x[middle + j] * w3;
      inner = Fma.multiplyAdd(x[middle + j + 1], w4, inner);
      inner = Fma.multiplyAdd(x[middle + j + 2], w5, inner);
      float lower = x[last + j] * w6;
      lower = Fma.multiplyAdd(x[last + j + 1], w7, lower);
      lower = Fma.multiplyAdd(x[last + j + 2], w8, lower);
      y[yAt + j] = upper + inner + lower;
    }
  }

  private static void line2(
      float[] x, int xAt, int xRow, float[] w, int wAt, float bias, float[] y, int yAt, int n) {
    float w0 = w[wAt];
    float w1 = w[wAt + 1];
    float w2 = w[wAt + 2];
    float w3 = w[wAt + 3];
    float w4 = w[wAt + 4];
    float w5 = w[wAt + 5];
    float w6 = w[wAt + 6];
    float w7 = w[wAt + 7];
    float w8 = w[wAt + 8];
    int middle = xAt + xRow;
    int last = middle + xRow;
    for (int j = 0; j < n; j++) {
      int i = 2 * j;
      float upper = Fma.multiplyAdd(x[xAt + i], w0, bias);
      upper = Fma.multiplyAdd(x[xAt + i + 1], w1, upper);
      upper = Fma.multiplyAdd(x[xAt + i + 2], w2, upper);
      float inner = x[middle + i] * w3;
      inner = Fma.multiplyAdd(x[middle + i + 1], w4, inner);
      inner = Fma.multiplyAdd(x[middle + i + 2], w5, inner);
      float lower = x[last + i] * w6;
      lower = Fma.multiplyAdd(x[last + i + 1], w7, lower);
      lower = Fma.multiplyAdd(x[last + i + 2], w8, lower);
      y[yAt + j] = upper + inner + lower;
    }
  }
}

package dev.lanewise.vector;

import dev.lanewise.kernel.ConvShape;
import java.util.Arrays;
import java.util.List;

/**
 * One channel block's plane of a depthwise convolution, cut into rectangles of output pixels that
 * meet the input with the same taps.
 */
final class DepthwisePlane {
  private static final int BLOCK = Tiles.BLOCK;

  private final ConvShape shape;
  private final int inHeight;
  private final int inWidth;
  private final int padTop;
  private final int padLeft;
  private final List<TapRange> vertical;
  private final List<TapRange> horizontal;

  private DepthwisePlane(ConvShape shape, int inHeight, int inWidth, int padTop, int padLeft) {
    this.shape = shape;
    this.inHeight = inHeight;
    this.inWidth = inWidth;
    this.padTop = padTop;
    this.padLeft = padLeft;
    this.vertical =
        TapRange.of(
            shape.outHeight(),
            inHeight,
            shape.kernelHeight(),
            shape.strideHeight(),
            shape.dilationHeight(),
            padTop);
    this.horizontal =
        TapRange.of(
            shape.outWidth(),
            inWidth,
            shape.kernelWidth(),
            shape.strideWidth(),
            shape.dilationWidth(),
            padLeft);
  }

  /** The plane as it is. */
  static DepthwisePlane of(ConvShape s) {
    return new DepthwisePlane(s, s.inHeight(), s.inWidth(), s.padTop(), s.padLeft());
  }

  /** The plane with its padding, cropped to what the outputs see. */
  static DepthwisePlane padded(ConvShape s) {
    return new DepthwisePlane(
        s,
        (s.outHeight() - 1) * s.strideHeight() + (s.kernelHeight() - 1) * s.dilationHeight() + 1,
        (s.outWidth() - 1) * s.strideWidth() + (s.kernelWidth() - 1) * s.dilationWidth() + 1,
        0,
        0);
  }

  int inHeight() {
    return inHeight;
  }

  int inWidth() {
    return inWidth;
  }

  /** Whether all pixels meet the input with all taps. */
  boolean isWhole() {
    return vertical.size() == 1
        && horizontal.size() == 1
        && vertical.get(0).taps() == shape.kernelHeight()
        && horizontal.get(0).taps() == shape.kernelWidth();
  }

  /** Clears this padded plane. */
  void clear(float[] to, int toAt) {
    Arrays.fill(to, toAt, toAt + inHeight * inWidth * BLOCK, 0);
  }

  /** Copies an input plane into this padded one, which has been cleared or holds another plane. */
  void copyPadded(float[] x, int xAt, float[] to, int toAt) {
    int firstRow = Math.max(0, shape.padTop());
    int endRow = Math.min(inHeight, shape.inHeight() + shape.padTop());
    int first = Math.max(0, shape.padLeft());
    int end = Math.min(inWidth, shape.inWidth() + shape.padLeft());
    for (int row = firstRow; row < endRow && first < end; row++) {
      int from = (row - shape.padTop()) * shape.inWidth() + first - shape.padLeft();
      System.arraycopy(
          x, xAt + from * BLOCK, to, toAt + (row * inWidth + first) * BLOCK, (end - first) * BLOCK);
    }
  }

  /**
   * Computes output rows.
   *
   * @param x input plane from xAt
   * @param y output plane from yAt
   * @param row first output row
   * @param rows how many
   * @param w weights of the channel block, {@code [tap][8]}
   * @param bias what sums start with, 8 floats
   */
  void rows(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int row,
      int rows,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    for (int v = 0; v < vertical.size(); v++) {
      TapRange down = vertical.get(v);
      int from = Math.max(row, down.from());
      int to = Math.min(row + rows, down.to());
      for (int h = 0; from < to && h < horizontal.size(); h++) {
        TapRange across = horizontal.get(h);
        int inRow = from * shape.strideHeight() - padTop + down.tapFrom() * shape.dilationHeight();
        int inColumn =
            across.from() * shape.strideWidth()
                - padLeft
                + across.tapFrom() * shape.dilationWidth();
        int tap = down.tapFrom() * shape.kernelWidth() + across.tapFrom();
        rectangle(
            down,
            across,
            to - from,
            x,
            xAt + (inRow * inWidth + inColumn) * BLOCK,
            y,
            yAt + (from * shape.outWidth() + across.from()) * BLOCK,
            w,
            wAt + tap * BLOCK,
            bias,
            biasAt);
      }
    }
  }

  private void rectangle(
      TapRange down,
      TapRange across,
      int rows,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt) {
    int n = across.to() - across.from();
    int stride = shape.strideWidth();
    int xRow = shape.strideHeight() * inWidth * BLOCK;
    int yRow = shape.outWidth() * BLOCK;
    int tapRow = shape.dilationHeight() * inWidth * BLOCK;
    int tapColumn = shape.dilationWidth() * BLOCK;
    int wRow = shape.kernelWidth() * BLOCK;
    boolean close = stride <= 2 && shape.dilationWidth() == 1;
    if (close
        && down.taps() == 3
        && wRow == 3 * BLOCK
        && across.taps() == 3
        && n >= DepthwiseThree.PIXELS) {
      DepthwiseThree.run(stride, x, xAt, xRow, tapRow, y, yAt, yRow, rows, n, w, wAt, bias, biasAt);
    } else if (close && wRow == 5 * BLOCK && across.taps() == 5 && n >= DepthwiseFive.PIXELS) {
      DepthwiseFive.run(
          stride, x, xAt, xRow, tapRow, y, yAt, yRow, rows, n, down.taps(), w, wAt, bias, biasAt);
    } else if (stride == 1 && n >= DepthwiseTaps.PIXELS) {
      DepthwiseTaps.dense(
          x,
          xAt,
          xRow,
          y,
          yAt,
          yRow,
          rows,
          n,
          down.taps(),
          tapRow,
          across.taps(),
          tapColumn,
          w,
          wAt,
          wRow,
          bias,
          biasAt);
    } else {
      boolean upright = rows > n;
      int xPixel = stride * BLOCK;
      DepthwiseTaps.spaced(
          x,
          xAt,
          upright ? xPixel : xRow,
          upright ? xRow : xPixel,
          y,
          yAt,
          upright ? BLOCK : yRow,
          upright ? yRow : BLOCK,
          upright ? n : rows,
          upright ? rows : n,
          down.taps(),
          tapRow,
          across.taps(),
          tapColumn,
          w,
          wAt,
          wRow,
          bias,
          biasAt);
    }
  }
}

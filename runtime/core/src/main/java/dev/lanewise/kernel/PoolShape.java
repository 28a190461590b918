package dev.lanewise.kernel;

/**
 * Sizes of a two-dimensional pooling; a one-dimensional one has height 1.
 *
 * @param batch images
 * @param channels channels of an image
 * @param inHeight H of the input
 * @param inWidth W of the input
 * @param outHeight H of the output
 * @param outWidth W of the output
 * @param kernelHeight window height
 * @param kernelWidth window width
 * @param strideHeight rows between windows
 * @param strideWidth columns between windows
 * @param dilationHeight rows between elements of a window
 * @param dilationWidth columns between elements of a window
 * @param padTop rows above the input
 * @param padLeft columns at the left of the input
 * @param padBottom rows below the input that count as padding (for averages that include it)
 * @param padRight columns at the right of the input that count as padding
 */
public record PoolShape(
    int batch,
    int channels,
    int inHeight,
    int inWidth,
    int outHeight,
    int outWidth,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight) {
  /** Pixels of an input plane. */
  public int inPixels() {
    return inHeight * inWidth;
  }

  /** Pixels of an output plane. */
  public int outPixels() {
    return outHeight * outWidth;
  }

  /** Number of a window's taps that lie before the input; {@code start} may be negative. */
  public static int firstTap(int start, int taps, int dilation) {
    return start >= 0 ? 0 : Math.min(taps, (dilation - 1 - start) / dilation);
  }

  /** End of the taps of a window that lie before {@code limit}, at most {@code taps}. */
  public static int endTap(int start, int limit, int taps, int dilation) {
    return start >= limit ? 0 : Math.min(taps, (limit - start + dilation - 1) / dilation);
  }

  /** Taps of the window from row {@code top} on that lie in the input or its padding. */
  public int countedRows(int top) {
    return endTap(top, inHeight + padBottom, kernelHeight, dilationHeight);
  }

  /** Taps of the window from column {@code left} on that lie in the input or its padding. */
  public int countedColumns(int left) {
    return endTap(left, inWidth + padRight, kernelWidth, dilationWidth);
  }

  /** First output column whose window does not begin in the padding at the left. */
  public int innerFrom() {
    return Math.min(outWidth, (padLeft + strideWidth - 1) / strideWidth);
  }

  /** End of the output columns from {@link #innerFrom} on whose windows end inside the input. */
  public int innerTo() {
    int last = inWidth - 1 - (kernelWidth - 1) * dilationWidth + padLeft;
    int end = last < 0 ? 0 : last / strideWidth + 1;
    return Math.max(innerFrom(), Math.min(outWidth, end));
  }
}

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
}

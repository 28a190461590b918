package dev.lanewise.kernel;

/**
 * Sizes of a two-dimensional convolution; a one-dimensional one has height 1. The weight in its
 * standard layout is {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}.
 *
 * @param batch images N
 * @param inChannels C of the input
 * @param inHeight H of the input
 * @param inWidth W of the input
 * @param outChannels C of the output
 * @param outHeight H of the output; together with padTop it determines the bottom padding
 * @param outWidth W of the output
 * @param kernelHeight taps per column
 * @param kernelWidth taps per row
 * @param strideHeight rows from one output row to the next
 * @param strideWidth columns from one output column to the next
 * @param dilationHeight rows between taps
 * @param dilationWidth columns between taps
 * @param padTop zero rows above; may be negative (cropping)
 * @param padLeft zero columns at the left; may be negative
 * @param groups groups of channels that are convolved separately
 */
public record ConvShape(
    int batch,
    int inChannels,
    int inHeight,
    int inWidth,
    int outChannels,
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
    int groups) {
  /** Pixels of an input plane. */
  public int inPixels() {
    return inHeight * inWidth;
  }

  /** Pixels of an output plane. */
  public int outPixels() {
    return outHeight * outWidth;
  }

  /** Input channels of one group. */
  public int groupInChannels() {
    return inChannels / groups;
  }

  /** Output channels of one group. */
  public int groupOutChannels() {
    return outChannels / groups;
  }

  /** Whether this is a depthwise convolution with one output per input channel. */
  public boolean isDepthwise() {
    return groups > 1 && groups == inChannels && groups == outChannels;
  }

  /** Whether each output pixel reads just the input pixel at its own place. */
  public boolean isPointwise() {
    return kernelHeight == 1
        && kernelWidth == 1
        && strideHeight == 1
        && strideWidth == 1
        && padTop == 0
        && padLeft == 0
        && inHeight == outHeight
        && inWidth == outWidth;
  }

  /** Multiply-adds, padding counted. */
  public long macs() {
    return (long) batch
        * outChannels
        * outPixels()
        * groupInChannels()
        * kernelHeight
        * kernelWidth;
  }
}

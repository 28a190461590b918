package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.ConvShape;

/** A convolution to try, built up from a plain one: one image, stride 1, no padding, dense. */
public final class ConvCase {
  private final int inChannels;
  private final int height;
  private final int width;
  private final int outChannels;
  private final int kernelHeight;
  private final int kernelWidth;
  private int batch = 1;
  private int strideHeight = 1;
  private int strideWidth = 1;
  private int dilationHeight = 1;
  private int dilationWidth = 1;
  private int top;
  private int left;
  private int bottom;
  private int right;
  private int groups = 1;

  /**
   * A convolution of {@code height × width} pixels with {@code kernelHeight × kernelWidth} taps.
   */
  public ConvCase(
      int inChannels, int height, int width, int outChannels, int kernelHeight, int kernelWidth) {
    this.inChannels = inChannels;
    this.height = height;
    this.width = width;
    this.outChannels = outChannels;
    this.kernelHeight = kernelHeight;
    this.kernelWidth = kernelWidth;
  }

  /** Sets the number of images. */
  public ConvCase batch(int images) {
    batch = images;
    return this;
  }

  /** Sets the number of groups. */
  public ConvCase groups(int count) {
    groups = count;
    return this;
  }

  /** Sets the strides. */
  public ConvCase stride(int vertical, int horizontal) {
    strideHeight = vertical;
    strideWidth = horizontal;
    return this;
  }

  /** Sets the dilations. */
  public ConvCase dilation(int vertical, int horizontal) {
    dilationHeight = vertical;
    dilationWidth = horizontal;
    return this;
  }

  /** Sets the number of zeros at each side; negative crops. */
  public ConvCase pad(int atTop, int atLeft, int atBottom, int atRight) {
    top = atTop;
    left = atLeft;
    bottom = atBottom;
    right = atRight;
    return this;
  }

  /** Sets the number of zeros at every side. */
  public ConvCase pad(int all) {
    return pad(all, all, all, all);
  }

  /** Its sizes. */
  public ConvShape shape() {
    return new ConvShape(
        batch,
        inChannels,
        height,
        width,
        outChannels,
        (height + top + bottom - dilationHeight * (kernelHeight - 1) - 1) / strideHeight + 1,
        (width + left + right - dilationWidth * (kernelWidth - 1) - 1) / strideWidth + 1,
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        top,
        left,
        groups);
  }

  @Override
  public String toString() {
    return "%d x %dx%dx%d, %d of %dx%d, stride %dx%d, dilation %dx%d, pads %d,%d,%d,%d, %d groups"
        .formatted(
            batch,
            inChannels,
            height,
            width,
            outChannels,
            kernelHeight,
            kernelWidth,
            strideHeight,
            strideWidth,
            dilationHeight,
            dilationWidth,
            top,
            left,
            bottom,
            right,
            groups);
  }
}

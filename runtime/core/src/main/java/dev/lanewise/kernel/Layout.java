package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/**
 * How an activation of logical shape {@code [N, C, spatial...]} lies in memory.
 *
 * <p>Physical form: {@code [N][ceil(C / block)][planePixels][block]}. With {@code block == 1} this
 * is plain NCHW without any padding. With a larger block the last channel block is filled up with
 * channels of finite but otherwise unspecified content, and each plane is padded to a number of
 * pixels that spreads consecutive planes over the cache sets.
 *
 * @param block channels that lie innermost, at least 1
 */
public record Layout(int block) {
  /** Plain NCHW (or any other row-major tensor). */
  public static final Layout PLAIN = new Layout(1);

  private static final int LINE_FLOATS = 16;

  /** Checks the block. */
  public Layout {
    if (block < 1 || Integer.bitCount(block) != 1) {
      throw new IllegalArgumentException("block must be a power of two, but is " + block);
    }
  }

  // What a record generates is linked at its first call, which takes a cold JVM tens of
  // milliseconds.
  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Layout other && block == other.block;
  }

  @Override
  public int hashCode() {
    return block;
  }

  /** Whether this is {@link #PLAIN}. */
  public boolean isPlain() {
    return block == 1;
  }

  /** Number of channel blocks that hold {@code channels} channels. */
  public int blocks(int channels) {
    return (channels + block - 1) / block;
  }

  /**
   * Pixels from one channel block's plane to the next.
   *
   * <p>A blocked plane of more than one pixel takes an odd number of 64-byte lines that is not next
   * to a multiple of 64, so that the planes a kernel walks through do not fall into the same cache
   * set.
   */
  public int planePixels(int pixels) {
    if (block == 1 || pixels <= 1) {
      return pixels;
    }
    int lines = (pixels * block + LINE_FLOATS - 1) / LINE_FLOATS;
    while (lines % 2 == 0 || lines % 64 == 1 || lines % 64 == 63) {
      lines++;
    }
    return Math.max(pixels, lines * LINE_FLOATS / block);
  }

  /** Floats from one channel block to the next. */
  public int planeStride(int pixels) {
    return planePixels(pixels) * block;
  }

  /** Floats from one image of the batch to the next. */
  public int imageStride(int channels, int pixels) {
    return blocks(channels) * planeStride(pixels);
  }

  /** Floats of the whole activation. */
  public long size(int batch, int channels, int pixels) {
    return (long) batch * blocks(channels) * planeStride(pixels);
  }
}

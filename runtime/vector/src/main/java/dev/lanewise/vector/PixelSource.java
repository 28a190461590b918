package dev.lanewise.vector;

import dev.lanewise.kernel.Operands;

/**
 * The left factor of a {@link TiledProduct}: for each pixel (or row) its channels (or columns),
 * grouped in blocks of 8. A part is what has weights of its own, such as a group of channels.
 */
sealed interface PixelSource {
  /** A left factor that lies in memory as {@link Tiles} read it, {@code [block][pixel][8]}. */
  non-sealed interface InPlace extends PixelSource {
    /** Offset in x of the first pixel's first block. */
    int at(int part, int image);

    /** Floats from one image to the next. */
    int imageStride();

    /** Floats from one block to the next. */
    int blockStride();
  }

  /** A left factor that is copied into that form, a range of pixels and blocks at a time. */
  non-sealed interface Packed extends PixelSource {
    /** Floats of work room to pack at most so many pixels. */
    default int work(int pixels) {
      return 0;
    }

    /**
     * Writes pixels {@code pixel … pixel + pixels} of blocks {@code block … block + blocks} from
     * {@code at} on; what is missing in the last block becomes 0.
     *
     * @param stride floats from one block to the next in the copy
     * @param workAt where the work room begins in the array that is written to
     */
    void pack(
        Operands o,
        int part,
        int image,
        int pixel,
        int pixels,
        int block,
        int blocks,
        float[] to,
        int at,
        int stride,
        int workAt);
  }
}

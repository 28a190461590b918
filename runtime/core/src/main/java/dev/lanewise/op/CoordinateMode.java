package dev.lanewise.op;

/** How {@link Resize} maps an output coordinate to an input coordinate. */
public enum CoordinateMode {
  /** Pixels are areas; their centres are scaled. */
  HALF_PIXEL,
  /** The same, centred when the output is a rounded size. */
  HALF_PIXEL_SYMMETRIC,
  /** As HALF_PIXEL, but 0 for an output of one pixel. */
  PYTORCH_HALF_PIXEL,
  /** The first and last pixels of input and output coincide. */
  ALIGN_CORNERS,
  /** The first pixels coincide. */
  ASYMMETRIC,
  /** Centres of output pixels, in input pixels that are points. */
  TF_HALF_PIXEL_FOR_NN,
  /** A region of interest, whose corners coincide with those of the output. */
  TF_CROP_AND_RESIZE;

  /**
   * The input coordinate of output coordinate x, computed in single precision as the scales are
   * given in it.
   *
   * @param in input length
   * @param out output length
   * @param scale output length to input length, before the output length was rounded
   * @param start begin of the region of interest, as a part of the length
   * @param end end of the region of interest
   */
  float original(int x, int in, int out, float scale, float start, float end) {
    float width = scale * in;
    return switch (this) {
      case HALF_PIXEL -> (x + 0.5f) / scale - 0.5f;
      case HALF_PIXEL_SYMMETRIC -> in / 2f * (1 - out / width) + (x + 0.5f) / scale - 0.5f;
      case PYTORCH_HALF_PIXEL -> out > 1 ? (x + 0.5f) / scale - 0.5f : 0;
      case ALIGN_CORNERS -> width == 1 ? 0 : x * (in - 1) / (width - 1);
      case ASYMMETRIC -> x / scale;
      case TF_HALF_PIXEL_FOR_NN -> (x + 0.5f) / scale;
      case TF_CROP_AND_RESIZE ->
          out > 1
              ? start * (in - 1) + x * (end - start) * (in - 1) / (width - 1)
              : 0.5f * (start + end) * (in - 1);
    };
  }
}

package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/** Normalisations over contiguous rows; y may be x. */
public interface Normalize {
  /**
   * Layer normalisation of rows of n: {@code (x − mean) / √(variance + epsilon) · gamma + beta}.
   *
   * @param gamma n factors, or null
   * @param beta n summands, or null
   */
  void layerNorm(
      float[] x,
      int xAt,
      float @Nullable [] gamma,
      int gammaAt,
      float @Nullable [] beta,
      int betaAt,
      float epsilon,
      float[] y,
      int yAt,
      int rows,
      int n);

  /** Root-mean-square normalisation of rows of n: {@code x / √(mean(x²) + epsilon) · gamma}. */
  void rmsNorm(
      float[] x,
      int xAt,
      float @Nullable [] gamma,
      int gammaAt,
      float epsilon,
      float[] y,
      int yAt,
      int rows,
      int n);

  /**
   * Normalises each row of n to mean 0 and variance 1 and then applies one factor and one summand
   * per row: instance and group normalisation.
   *
   * @param scale factor of row r at {@code scaleAt + r}
   * @param shift summand of row r at {@code shiftAt + r}
   */
  void rowNorm(
      float[] x,
      int xAt,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float epsilon,
      float[] y,
      int yAt,
      int rows,
      int n);

  /**
   * {@code y = x · scale[c] + shift[c]} for an activation in a layout; scale and shift hold one
   * value per channel, filled up to whole channel blocks.
   *
   * @param batch images
   * @param channels channels of an image
   * @param pixels pixels of a plane
   */
  void channelAffine(
      Layout layout,
      float[] x,
      int xAt,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float[] y,
      int yAt,
      int batch,
      int channels,
      int pixels);
}

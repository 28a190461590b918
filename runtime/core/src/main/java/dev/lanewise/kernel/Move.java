package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Data movement on floats. Everything works on a range of planes or rows given by the caller, so
 * that several threads can share the work.
 */
public interface Move {
  /** Most blocks that are mixed together. */
  int MIXED = 4;

  /** A prepared copy of chosen lanes of channel blocks, pixel by pixel. */
  interface Mix {
    /**
     * Makes pixels {@code [pixel][block]} of one channel block. The four sources lie alike; what
     * stands for one that was not announced is not looked at.
     */
    void run(
        float[] a,
        int aAt,
        float[] b,
        int bAt,
        float[] c,
        int cAt,
        float[] d,
        int dAt,
        float[] y,
        int yAt,
        int pixels);
  }

  /**
   * Prepares making a channel block out of lanes of at most {@link #MIXED} others.
   *
   * @param block lanes of a block
   * @param lanes for each source and each lane of the result, the lane of the source that it is, or
   *     −1; no two sources give the same lane
   * @param keeps whether lanes that come from nowhere keep their content; else they become 0
   */
  Mix mix(int block, int[][] lanes, boolean keeps);

  /**
   * Plain {@code [N, C, pixels]} to a blocked layout; missing channels of the last block become 0.
   *
   * @param from first channel block, counted over the batch
   * @param to end of the channel blocks, at most {@code batch · blocks(channels)}
   */
  void toBlocked(
      Layout layout,
      int channels,
      int pixels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to);

  /** A blocked layout to plain {@code [N, C, pixels]}; arguments as in {@link #toBlocked}. */
  void toPlain(
      Layout layout,
      int channels,
      int pixels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to);

  /**
   * {@code y[b][j][i] = x[b][i][j]}: transposes matrices of {@code rows × columns}.
   *
   * @param batch number of matrices, each contiguous
   */
  void transpose(float[] x, int xAt, float[] y, int yAt, int batch, int rows, int columns);

  /** {@code y[i] = x[i · step]} for n elements and a step of at least 2. */
  void pick(float[] x, int xAt, int step, float[] y, int yAt, int n);

  /**
   * Linear interpolation of planes in a layout with separable weights: output row r is {@code (1 −
   * t)·x[row0[r]] + t·x[row1[r]]}, t = rowWeight[r], columns likewise.
   *
   * @param from first plane (channel block of an image)
   * @param to end of the planes
   */
  void resizeLinear(
      Layout layout,
      int inHeight,
      int inWidth,
      int[] row0,
      int[] row1,
      float[] rowWeight,
      int[] column0,
      int[] column1,
      float[] columnWeight,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to);

  /** Nearest-neighbour resampling of planes: output (r, c) is x at (row[r], column[c]). */
  void resizeNearest(
      Layout layout,
      int inHeight,
      int inWidth,
      int[] row,
      int[] column,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int from,
      int to);

  /**
   * Adds up what each pixel of a transposed convolution's input gives to the output: the inverse of
   * gathering the pixels that a convolution's taps see.
   *
   * @param s the convolution whose transpose is computed: its <em>input</em> sizes are those of y,
   *     its <em>output</em> sizes those of what is convolved
   * @param columns {@code [plane][kernelHeight · kernelWidth][outPixels]}: the product of the
   *     weight {@code [Cin, planes · taps]}, transposed, and the transposed convolution's input
   *     {@code [Cin, outPixels]}
   * @param bias one value per channel, with which sums start, or null; plane p is of channel {@code
   *     p % s.inChannels()}
   * @param y plain planes of {@code s.inPixels()}, overwritten
   * @param from first plane
   * @param to end of the planes
   */
  static void col2im(
      ConvShape s,
      float[] columns,
      int columnsAt,
      float @Nullable [] bias,
      int biasAt,
      float[] y,
      int yAt,
      int from,
      int to) {
    Col2im.run(s, columns, columnsAt, bias, biasAt, y, yAt, from, to);
  }
}

package dev.lanewise.kernel;

/**
 * Data movement on floats. Everything works on a range of planes or rows given by the caller, so
 * that several threads can share the work.
 */
public interface Move {
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
}

package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import jdk.incubator.vector.FloatVector;

/** Row-major output of a matrix product: panels are copied to their columns. */
final class RowOutput implements ProductOutput {
  /**
   * Floats that are stored and finished together. They stay in the second-level cache, and what is
   * written of a row is long enough that few of its cache lines are written twice.
   */
  private static final int TOGETHER = 32 * 1024;

  private final VectorEpilogue epilogue;
  private final Panels panels;
  private final GemmShape shape;

  RowOutput(VectorEpilogue epilogue, Panels panels, GemmShape shape) {
    this.epilogue = epilogue;
    this.panels = panels;
    this.shape = shape;
  }

  @Override
  public boolean isDirect() {
    return false;
  }

  @Override
  public int at(int part, int image, int vector) {
    throw new IllegalStateException("vector " + vector + " has no place of its own");
  }

  @Override
  public int vectorStride() {
    throw new IllegalStateException("vectors have no places of their own");
  }

  private int row(Operands o, int image, int pixel) {
    return o.yAt + (int) (image * shape.batchY()) + pixel * shape.ldy();
  }

  @Override
  public void store(
      Operands o,
      int part,
      int image,
      int pixel,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] sums,
      int at,
      int stride) {
    int yAt = row(o, image, pixel) + panels.first(panelFrom) * L;
    int last = panelTo - 1;
    int columns = Math.min(shape.n() - panels.first(last) * L, panels.width(last) * L);
    int whole = columns == 2 * L ? panelTo - panelFrom : last - panelFrom;
    int second = L < Tiles.BLOCK ? L : pixels * Tiles.BLOCK;
    pairs(sums, at, second, stride, whole, pixels, o.y, yAt, shape.ldy());
    if (columns < 2 * L) {
      part(columns, sums, at + whole * stride, pixels, o.y, yAt + whole * 2 * L, shape.ldy());
    }
  }

  /** Copies whole panels, row after row. */
  private static void pairs(
      float[] sums,
      int at,
      int second,
      int stride,
      int panels,
      int pixels,
      float[] y,
      int yAt,
      int ldy) {
    for (int p = 0; p < pixels; p++) {
      int from = at + p * Tiles.BLOCK;
      int to = yAt + p * ldy;
      for (int q = 0; q < panels; q++) {
        FloatVector.fromArray(S, sums, from).intoArray(y, to);
        FloatVector.fromArray(S, sums, from + second).intoArray(y, to + L);
        from += stride;
        to += 2 * L;
      }
    }
  }

  /** Copies the first columns of a panel. */
  private static void part(
      int columns, float[] sums, int at, int pixels, float[] y, int yAt, int ldy) {
    int whole = 0;
    if (columns >= L) {
      for (int p = 0; p < pixels; p++) {
        FloatVector.fromArray(S, sums, at + p * Tiles.BLOCK).intoArray(y, yAt + p * ldy);
      }
      whole = L;
    }
    for (int c = whole; c < columns; c++) {
      int from = at + c / Tiles.BLOCK * pixels * Tiles.BLOCK + c % Tiles.BLOCK;
      for (int p = 0; p < pixels; p++) {
        y[yAt + p * ldy + c] = sums[from + p * Tiles.BLOCK];
      }
    }
  }

  @Override
  public int together(int pixels) {
    return Math.max(1, TOGETHER / (2 * L * pixels));
  }

  @Override
  public void finish(
      Operands o,
      int part,
      int image,
      int pixel,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] work,
      int workAt) {
    if (epilogue.isNone()) {
      return;
    }
    int column = panels.first(panelFrom) * L;
    int end = (panels.first(panelTo - 1) + panels.width(panelTo - 1)) * L;
    int columns = Math.min(shape.n(), end) - column;
    int at = row(o, image, pixel) - o.yAt + column;
    epilogue.rows(o, at, pixels, shape.ldy(), column, columns);
  }
}

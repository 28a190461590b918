package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;

/** Row-major output of a matrix product; a last panel with missing columns is copied. */
final class RowOutput implements ProductOutput {
  /** Floats that are finished together: they stay in the second-level cache. */
  private static final int TOGETHER = 16 * 1024;

  private final VectorEpilogue epilogue;
  private final Panels panels;
  private final GemmShape shape;

  RowOutput(VectorEpilogue epilogue, Panels panels, GemmShape shape) {
    this.epilogue = epilogue;
    this.panels = panels;
    this.shape = shape;
  }

  @Override
  public int at(int part, int image, int vector) {
    return (int) (image * shape.batchY()) + vector * L;
  }

  @Override
  public int pixelStride() {
    return shape.ldy();
  }

  @Override
  public int vectorStride() {
    return L;
  }

  @Override
  public boolean takesWhole(int panel) {
    return columnsTo(panel) <= shape.n();
  }

  private int columnsTo(int panel) {
    return (panels.first(panel) + panels.width(panel)) * L;
  }

  @Override
  public void store(
      Operands o, int part, int image, int pixel, int pixels, int panel, float[] sums, int at) {
    int column = panels.first(panel) * L;
    int yAt = o.yAt + at(part, image, 0) + pixel * shape.ldy() + column;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < shape.n() - column; c++) {
        o.y[yAt + p * shape.ldy() + c] = sums[at + p * 2 * L + c];
      }
    }
  }

  @Override
  public int finishTogether(int pixels) {
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
    int columns = Math.min(shape.n(), columnsTo(panelTo - 1)) - column;
    epilogue.rows(
        o, at(part, image, 0) + pixel * shape.ldy() + column, pixels, shape.ldy(), column, columns);
  }
}

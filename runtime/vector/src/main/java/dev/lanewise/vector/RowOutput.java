package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import jdk.incubator.vector.FloatVector;

/** Row-major output of a matrix product: panels are copied to their columns. */
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
      Operands o, int part, int image, int pixel, int pixels, int panel, float[] sums, int at) {
    int column = panels.first(panel) * L;
    int columns = Math.min(shape.n() - column, panels.width(panel) * L);
    int yAt = row(o, image, pixel) + column;
    if (columns == 2 * L) {
      int second = at + (L < Tiles.BLOCK ? L : pixels * Tiles.BLOCK);
      pairs(sums, at, second, pixels, o.y, yAt, shape.ldy());
      return;
    }
    int whole = 0;
    if (columns >= L) {
      vectors(sums, at, pixels, o.y, yAt, shape.ldy());
      whole = L;
    }
    for (int c = whole; c < columns; c++) {
      int from = at + c / Tiles.BLOCK * pixels * Tiles.BLOCK + c % Tiles.BLOCK;
      for (int p = 0; p < pixels; p++) {
        o.y[yAt + p * shape.ldy() + c] = sums[from + p * Tiles.BLOCK];
      }
    }
  }

  private static void vectors(float[] sums, int at, int pixels, float[] y, int yAt, int ldy) {
    for (int p = 0; p < pixels; p++) {
      FloatVector.fromArray(S, sums, at + p * Tiles.BLOCK).intoArray(y, yAt + p * ldy);
    }
  }

  private static void pairs(
      float[] sums, int first, int second, int pixels, float[] y, int yAt, int ldy) {
    for (int p = 0; p < pixels; p++) {
      int i = p * Tiles.BLOCK;
      int at = yAt + p * ldy;
      FloatVector.fromArray(S, sums, first + i).intoArray(y, at);
      FloatVector.fromArray(S, sums, second + i).intoArray(y, at + L);
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
    int end = (panels.first(panelTo - 1) + panels.width(panelTo - 1)) * L;
    int columns = Math.min(shape.n(), end) - column;
    int at = row(o, image, pixel) - o.yAt + column;
    epilogue.rows(o, at, pixels, shape.ldy(), column, columns);
  }
}

package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.GemmShape;

/**
 * A matrix product to try.
 *
 * @param shape its sizes
 * @param constantWeight whether w is known beforehand
 */
public record GemmCase(GemmShape shape, boolean constantWeight) {
  static GemmCase dense(int m, int n, int k, boolean transX, boolean transW, boolean constant) {
    return new GemmCase(GemmShape.dense(m, n, k, transX, transW), constant);
  }

  /** A batch of products of matrices that are parts of larger ones. */
  static GemmCase spaced(int batch, int m, int n, int k, boolean transX, boolean transW, int gap) {
    int ldx = (transX ? m : k) + gap;
    int ldw = (transW ? k : n) + gap;
    int ldy = n + gap;
    return new GemmCase(
        new GemmShape(
            batch,
            m,
            n,
            k,
            transX,
            transW,
            ldx,
            ldw,
            ldy,
            (long) ldx * (transX ? k : m),
            (long) ldw * (transW ? n : k),
            (long) ldy * m),
        false);
  }

  /** The same with one w for all products. */
  GemmCase sharedWeight(boolean constant) {
    GemmShape s = shape;
    return new GemmCase(
        new GemmShape(
            s.batch(),
            s.m(),
            s.n(),
            s.k(),
            s.transX(),
            s.transW(),
            s.ldx(),
            s.ldw(),
            s.ldy(),
            s.batchX(),
            0,
            s.batchY()),
        constant);
  }

  /** The same with one x for all products. */
  GemmCase sharedInput() {
    GemmShape s = shape;
    return new GemmCase(
        new GemmShape(
            s.batch(),
            s.m(),
            s.n(),
            s.k(),
            s.transX(),
            s.transW(),
            s.ldx(),
            s.ldw(),
            s.ldy(),
            0,
            s.batchW(),
            s.batchY()),
        constantWeight);
  }

  /** Floats from the first element of x to the last. */
  int lengthX() {
    GemmShape s = shape;
    return span(
        s.batch(), s.batchX(), s.transX() ? s.k() : s.m(), s.ldx(), s.transX() ? s.m() : s.k());
  }

  /** Floats from the first element of w to the last. */
  int lengthW() {
    GemmShape s = shape;
    return span(
        s.batch(), s.batchW(), s.transW() ? s.n() : s.k(), s.ldw(), s.transW() ? s.k() : s.n());
  }

  /** Floats from the first element of y to the last. */
  int lengthY() {
    GemmShape s = shape;
    return span(s.batch(), s.batchY(), s.m(), s.ldy(), s.n());
  }

  /** Where an element of y lies. */
  int indexY(int product, int row, int column) {
    return Math.toIntExact(product * shape.batchY()) + row * shape.ldy() + column;
  }

  private static int span(int batch, long stride, int rows, int ld, int columns) {
    return Math.toIntExact((batch - 1) * stride) + (rows - 1) * ld + columns;
  }

  @Override
  public String toString() {
    GemmShape s = shape;
    return "%d x %dx%dx%d%s%s ld %d %d %d batch %d %d%s"
        .formatted(
            s.batch(),
            s.m(),
            s.n(),
            s.k(),
            s.transX() ? " transX" : "",
            s.transW() ? " transW" : "",
            s.ldx(),
            s.ldw(),
            s.ldy(),
            s.batchX(),
            s.batchW(),
            constantWeight ? " constant" : "");
  }
}

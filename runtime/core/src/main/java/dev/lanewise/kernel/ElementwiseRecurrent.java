package dev.lanewise.kernel;

import org.jspecify.annotations.Nullable;

/** Recurrent cells made of short elementwise passes over one row at a time. */
public final class ElementwiseRecurrent implements Recurrent {
  private final Elementwise elementwise;

  /** Cells that run on the elementwise kernels of a back end. */
  public ElementwiseRecurrent(Elementwise elementwise) {
    this.elementwise = elementwise;
  }

  @Override
  public void lstm(
      float[] gates,
      int gatesAt,
      float @Nullable [] peephole,
      int peepholeAt,
      float[] c,
      int cAt,
      float[] h,
      int hAt,
      int rows,
      int hidden) {
    for (int r = 0; r < rows; r++) {
      int i = gatesAt + r * 4 * hidden;
      int o = i + hidden;
      int f = o + hidden;
      int g = f + hidden;
      int cell = cAt + r * hidden;
      int out = hAt + r * hidden;
      if (peephole != null) {
        addProduct(peephole, peepholeAt, c, cell, gates, i, hidden);
        addProduct(peephole, peepholeAt + 2 * hidden, c, cell, gates, f, hidden);
        sigmoid(gates, i, hidden);
        sigmoid(gates, f, hidden);
      } else {
        sigmoid(gates, i, 3 * hidden);
      }
      tanh(gates, g, gates, g, hidden);
      combine(BinaryFunction.MUL, c, cell, gates, f, hidden);
      combine(BinaryFunction.MUL, gates, i, gates, g, hidden);
      combine(BinaryFunction.ADD, c, cell, gates, i, hidden);
      if (peephole != null) {
        addProduct(peephole, peepholeAt + hidden, c, cell, gates, o, hidden);
        sigmoid(gates, o, hidden);
      }
      tanh(c, cell, h, out, hidden);
      combine(BinaryFunction.MUL, h, out, gates, o, hidden);
    }
  }

  @Override
  public void gruLinearBeforeReset(
      float[] x,
      int xAt,
      float[] recurrent,
      int recurrentAt,
      float[] h,
      int hAt,
      int rows,
      int hidden) {
    for (int r = 0; r < rows; r++) {
      int z = xAt + r * 3 * hidden;
      int reset = z + hidden;
      int candidate = reset + hidden;
      int part = recurrentAt + r * 3 * hidden;
      int state = hAt + r * hidden;
      combine(BinaryFunction.ADD, x, z, recurrent, part, 2 * hidden);
      sigmoid(x, z, 2 * hidden);
      combine(BinaryFunction.MUL, x, reset, recurrent, part + 2 * hidden, hidden);
      combine(BinaryFunction.ADD, x, candidate, x, reset, hidden);
      tanh(x, candidate, x, candidate, hidden);
      combine(BinaryFunction.SUB, h, state, x, candidate, hidden);
      combine(BinaryFunction.MUL, h, state, x, z, hidden);
      combine(BinaryFunction.ADD, h, state, x, candidate, hidden);
    }
  }

  private void sigmoid(float[] x, int at, int n) {
    elementwise.unary(UnaryFunction.SIGMOID, 0, 0, x, at, x, at, n);
  }

  private void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    elementwise.unary(UnaryFunction.TANH, 0, 0, x, xAt, y, yAt, n);
  }

  /** a = f(a, b). */
  private void combine(BinaryFunction f, float[] a, int aAt, float[] b, int bAt, int n) {
    elementwise.binary(f, a, aAt, b, bAt, a, aAt, n);
  }

  /** y += a · b. */
  private static void addProduct(
      float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    for (int j = 0; j < n; j++) {
      y[yAt + j] += a[aAt + j] * b[bAt + j];
    }
  }
}

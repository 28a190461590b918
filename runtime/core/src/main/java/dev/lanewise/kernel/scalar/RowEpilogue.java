package dev.lanewise.kernel.scalar;

import static java.util.Objects.requireNonNull;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.UnaryFunction;

/**
 * Applies an {@link Epilogue} to finished sums.
 *
 * @param epilogue what to apply
 * @param functions kernels that apply it
 * @param slopePerColumn whether there is a slope per column rather than one per row
 */
record RowEpilogue(Epilogue epilogue, Elementwise functions, boolean slopePerColumn) {
  /**
   * Applies it to part of a row.
   *
   * @param y sums, bias included
   * @param yAt first element
   * @param n elements
   * @param residual where the residual begins, relative to {@link Operands#residualAt}
   * @param slope where the slope begins, relative to {@link Operands#slopeAt}
   */
  void apply(float[] y, int yAt, int n, Operands o, int residual, int slope) {
    if (epilogue.residual()) {
      float[] added = requireNonNull(o.residual, "residual");
      functions.binary(BinaryFunction.ADD, y, yAt, added, o.residualAt + residual, y, yAt, n);
    }
    if (epilogue.requantise()) {
      float[] factors = requireNonNull(o.slope, "slope");
      int at = o.slopeAt + slope;
      for (int i = 0; i < n; i++) {
        y[yAt + i] = epilogue.requantised(y[yAt + i], factors[slopePerColumn ? at + i : at]);
      }
    } else if (epilogue.slope()) {
      float[] slopes = requireNonNull(o.slope, "slope");
      int at = o.slopeAt + slope;
      if (slopePerColumn) {
        functions.binary(BinaryFunction.PRELU, y, yAt, slopes, at, y, yAt, n);
      } else {
        functions.binaryScalar(BinaryFunction.PRELU, false, y, yAt, slopes[at], y, yAt, n);
      }
    } else if (epilogue.activation() != UnaryFunction.IDENTITY) {
      functions.unary(epilogue.activation(), epilogue.alpha(), epilogue.beta(), y, yAt, y, yAt, n);
    }
  }
}

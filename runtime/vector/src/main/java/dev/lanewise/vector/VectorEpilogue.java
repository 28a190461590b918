package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.UnaryFunction;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The second pass over sums that have just been stored: residual, then activation. Residuals lie as
 * the output does, so that one offset serves both.
 */
final class VectorEpilogue {
  private static final int BLOCK = Tiles.BLOCK;

  private final Epilogue epilogue;
  private final Elementwise elementwise;

  VectorEpilogue(Epilogue epilogue, Elementwise elementwise) {
    this.epilogue = epilogue;
    this.elementwise = elementwise;
  }

  /** Whether there is nothing to do. */
  boolean isNone() {
    return epilogue.isNone();
  }

  /**
   * Finishes pixels of one channel block, {@code [pixel][8]}.
   *
   * @param at offset of the first pixel from the beginning of y
   * @param channel first channel of the block
   * @param channels channels of the whole output; what fills up the last block becomes 0
   * @param work room for 8 floats, from workAt
   */
  void block(Operands o, int at, int pixels, int channel, int channels, float[] work, int workAt) {
    int n = pixels * BLOCK;
    int yAt = o.yAt + at;
    boolean added = epilogue.residual();
    if (added && o.residual != null) {
      add(o.residual, o.residualAt + at, o.y, yAt, n);
    }
    int present = Math.min(BLOCK, channels - channel);
    if (epilogue.requantise() && o.slope != null) {
      VectorRequantise.block(epilogue, o.y, yAt, pixels, o.slope, o.slopeAt, channel, channels);
    } else if (epilogue.slope() && o.slope != null) {
      float[] slope = o.slope;
      int slopeAt = o.slopeAt + channel;
      if (present < BLOCK) {
        System.arraycopy(slope, slopeAt, work, workAt, present);
        Arrays.fill(work, workAt + present, workAt + BLOCK, 1);
        slope = work;
        slopeAt = workAt;
      }
      elementwise.binaryRow(
          BinaryFunction.PRELU, false, o.y, yAt, slope, slopeAt, o.y, yAt, pixels, BLOCK);
    } else if (epilogue.activation() != UnaryFunction.IDENTITY) {
      elementwise.unary(
          epilogue.activation(), epilogue.alpha(), epilogue.beta(), o.y, yAt, o.y, yAt, n);
    }
    clearFillers(o.y, yAt, pixels, present);
  }

  /** A weight of 0 does not make 0 of an input that is infinite, nor every function of 0. */
  private static void clearFillers(float[] y, int at, int pixels, int present) {
    if (present == BLOCK) {
      return;
    }
    for (int p = 0; p < pixels; p++) {
      for (int c = present; c < BLOCK; c++) {
        y[at + p * BLOCK + c] = 0;
      }
    }
  }

  /**
   * Finishes columns of rows.
   *
   * @param at offset of the first row's first column from the beginning of y
   * @param stride floats from one row to the next
   * @param column the first column
   */
  void rows(Operands o, int at, int rows, int stride, int column, int columns) {
    for (int r = 0; r < rows; r++) {
      int offset = at + r * stride;
      int yAt = o.yAt + offset;
      if (epilogue.residual() && o.residual != null) {
        add(o.residual, o.residualAt + offset, o.y, yAt, columns);
      }
      if (epilogue.requantise() && o.slope != null) {
        VectorRequantise.row(epilogue, o.y, yAt, columns, o.slope, o.slopeAt + column);
      } else if (epilogue.slope() && o.slope != null) {
        elementwise.binary(
            BinaryFunction.PRELU, o.y, yAt, o.slope, o.slopeAt + column, o.y, yAt, columns);
      } else if (epilogue.activation() != UnaryFunction.IDENTITY) {
        elementwise.unary(
            epilogue.activation(), epilogue.alpha(), epilogue.beta(), o.y, yAt, o.y, yAt, columns);
      }
    }
  }

  /**
   * Finishes neighbouring pixels of a plain plane.
   *
   * @param at offset of the first pixel from the beginning of y
   */
  void plane(Operands o, int at, int pixels, int channel) {
    int yAt = o.yAt + at;
    if (epilogue.residual() && o.residual != null) {
      add(o.residual, o.residualAt + at, o.y, yAt, pixels);
    }
    if (epilogue.requantise() && o.slope != null) {
      VectorRequantise.plane(epilogue, o.y, yAt, pixels, o.slope[o.slopeAt + channel]);
    } else if (epilogue.slope() && o.slope != null) {
      float slope = o.slope[o.slopeAt + channel];
      elementwise.binaryScalar(BinaryFunction.PRELU, false, o.y, yAt, slope, o.y, yAt, pixels);
    } else if (epilogue.activation() != UnaryFunction.IDENTITY) {
      elementwise.unary(
          epilogue.activation(), epilogue.alpha(), epilogue.beta(), o.y, yAt, o.y, yAt, pixels);
    }
  }

  private static void add(float[] x, int xAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - L; i += L) {
      FloatVector.fromArray(S, y, yAt + i)
          .add(FloatVector.fromArray(S, x, xAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }
}

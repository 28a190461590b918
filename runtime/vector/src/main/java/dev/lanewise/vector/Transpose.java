package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Transposition of L×L blocks in registers, by exchanges of lanes 4, 2 and 1 apart. */
final class Transpose {
  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromOp(S, i -> i ^ (4 & (L - 1)));
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(S, i -> i ^ 2);
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(S, i -> i ^ 1);
  private static final VectorMask<Float> ODD4 = odd(4);
  private static final VectorMask<Float> ODD2 = odd(2);
  private static final VectorMask<Float> ODD1 = odd(1);

  private Transpose() {}

  private static VectorMask<Float> odd(int distance) {
    long bits = 0;
    for (int i = 0; i < L; i++) {
      if ((i & distance) != 0) {
        bits |= 1L << i;
      }
    }
    return VectorMask.fromLong(S, bits);
  }

  /**
   * {@code y[j][i] = x[i][j]} for any sizes; x and y do not overlap. Rows and columns that fill no
   * block are copied together with some before them.
   *
   * @param rows rows of x
   * @param columns columns of x
   * @param ldx floats from one row of x to the next
   * @param ldy floats from one row of y to the next
   */
  static void matrix(
      float[] x, int xAt, int ldx, int rows, int columns, float[] y, int yAt, int ldy) {
    if (rows < L || columns < L) {
      single(x, xAt, ldx, rows, columns, y, yAt, ldy);
      return;
    }
    for (int column = 0; column < columns; column += L) {
      int j = Math.min(column, columns - L);
      for (int row = 0; row < rows; row += L) {
        int i = Math.min(row, rows - L);
        if (L == 8) {
          eight(x, xAt + i * ldx + j, ldx, y, yAt + j * ldy + i, ldy);
        } else {
          four(x, xAt + i * ldx + j, ldx, y, yAt + j * ldy + i, ldy);
        }
      }
    }
  }

  private static void single(
      float[] x, int xAt, int ldx, int rows, int columns, float[] y, int yAt, int ldy) {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        y[yAt + j * ldy + i] = x[xAt + i * ldx + j];
      }
    }
  }

  private static void four(float[] x, int xAt, int ldx, float[] y, int yAt, int ldy) {
    FloatVector a0 = FloatVector.fromArray(S, x, xAt);
    FloatVector a1 = FloatVector.fromArray(S, x, xAt + ldx);
    FloatVector a2 = FloatVector.fromArray(S, x, xAt + 2 * ldx);
    FloatVector a3 = FloatVector.fromArray(S, x, xAt + 3 * ldx);
    FloatVector b0 = a0.blend(a2.rearrange(SWAP2), ODD2);
    FloatVector b2 = a0.rearrange(SWAP2).blend(a2, ODD2);
    FloatVector b1 = a1.blend(a3.rearrange(SWAP2), ODD2);
    FloatVector b3 = a1.rearrange(SWAP2).blend(a3, ODD2);
    b0.blend(b1.rearrange(SWAP1), ODD1).intoArray(y, yAt);
    b0.rearrange(SWAP1).blend(b1, ODD1).intoArray(y, yAt + ldy);
    b2.blend(b3.rearrange(SWAP1), ODD1).intoArray(y, yAt + 2 * ldy);
    b2.rearrange(SWAP1).blend(b3, ODD1).intoArray(y, yAt + 3 * ldy);
  }

  private static void eight(float[] x, int xAt, int ldx, float[] y, int yAt, int ldy) {
    FloatVector a0 = FloatVector.fromArray(S, x, xAt);
    FloatVector a1 = FloatVector.fromArray(S, x, xAt + ldx);
    FloatVector a2 = FloatVector.fromArray(S, x, xAt + 2 * ldx);
    FloatVector a3 = FloatVector.fromArray(S, x, xAt + 3 * ldx);
    FloatVector a4 = FloatVector.fromArray(S, x, xAt + 4 * ldx);
    FloatVector a5 = FloatVector.fromArray(S, x, xAt + 5 * ldx);
    FloatVector a6 = FloatVector.fromArray(S, x, xAt + 6 * ldx);
    FloatVector a7 = FloatVector.fromArray(S, x, xAt + 7 * ldx);
    FloatVector b0 = a0.blend(a4.rearrange(SWAP4), ODD4);
    FloatVector b4 = a0.rearrange(SWAP4).blend(a4, ODD4);
    FloatVector b1 = a1.blend(a5.rearrange(SWAP4), ODD4);
    FloatVector b5 = a1.rearrange(SWAP4).blend(a5, ODD4);
    FloatVector b2 = a2.blend(a6.rearrange(SWAP4), ODD4);
    FloatVector b6 = a2.rearrange(SWAP4).blend(a6, ODD4);
    FloatVector b3 = a3.blend(a7.rearrange(SWAP4), ODD4);
    FloatVector b7 = a3.rearrange(SWAP4).blend(a7, ODD4);
    a0 = b0.blend(b2.rearrange(SWAP2), ODD2);
    a2 = b0.rearrange(SWAP2).blend(b2, ODD2);
    a1 = b1.blend(b3.rearrange(SWAP2), ODD2);
    a3 = b1.rearrange(SWAP2).blend(b3, ODD2);
    a4 = b4.blend(b6.rearrange(SWAP2), ODD2);
    a6 = b4.rearrange(SWAP2).blend(b6, ODD2);
    a5 = b5.blend(b7.rearrange(SWAP2), ODD2);
    a7 = b5.rearrange(SWAP2).blend(b7, ODD2);
    a0.blend(a1.rearrange(SWAP1), ODD1).intoArray(y, yAt);
    a0.rearrange(SWAP1).blend(a1, ODD1).intoArray(y, yAt + ldy);
    a2.blend(a3.rearrange(SWAP1), ODD1).intoArray(y, yAt + 2 * ldy);
    a2.rearrange(SWAP1).blend(a3, ODD1).intoArray(y, yAt + 3 * ldy);
    a4.blend(a5.rearrange(SWAP1), ODD1).intoArray(y, yAt + 4 * ldy);
    a4.rearrange(SWAP1).blend(a5, ODD1).intoArray(y, yAt + 5 * ldy);
    a6.blend(a7.rearrange(SWAP1), ODD1).intoArray(y, yAt + 6 * ldy);
    a6.rearrange(SWAP1).blend(a7, ODD1).intoArray(y, yAt + 7 * ldy);
  }
}

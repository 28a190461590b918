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
    int tiles = columns / L;
    for (int row = 0; row < rows; row += L) {
      int i = Math.min(row, rows - L);
      strip(x, xAt + i * ldx, ldx, y, yAt + i, ldy, tiles);
      if (tiles * L < columns) {
        int j = columns - L;
        strip(x, xAt + i * ldx + j, ldx, y, yAt + j * ldy + i, ldy, 1);
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

  /**
   * {@code y[j][i] = x[i][j]} for L rows i and {@code tiles · L} columns j.
   *
   * @param xStride floats from one row of x to the next
   * @param yStride floats from one row of y to the next
   */
  static void strip(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int tiles) {
    if (L == 8) {
      strip8(x, xAt, xStride, y, yAt, yStride, tiles);
    } else {
      strip4(x, xAt, xStride, y, yAt, yStride, tiles);
    }
  }

  private static void strip8(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int tiles) {
    for (int t = 0; t < tiles; t++) {
      int in = xAt + 8 * t;
      int out = yAt + 8 * t * yStride;
      FloatVector r0 = FloatVector.fromArray(S, x, in);
      FloatVector r1 = FloatVector.fromArray(S, x, in + xStride);
      FloatVector r2 = FloatVector.fromArray(S, x, in + 2 * xStride);
      FloatVector r3 = FloatVector.fromArray(S, x, in + 3 * xStride);
      FloatVector r4 = FloatVector.fromArray(S, x, in + 4 * xStride);
      FloatVector r5 = FloatVector.fromArray(S, x, in + 5 * xStride);
      FloatVector r6 = FloatVector.fromArray(S, x, in + 6 * xStride);
      FloatVector r7 = FloatVector.fromArray(S, x, in + 7 * xStride);
      FloatVector s0 = r0.blend(r4.rearrange(SWAP4), ODD4);
      FloatVector s4 = r0.rearrange(SWAP4).blend(r4, ODD4);
      FloatVector s1 = r1.blend(r5.rearrange(SWAP4), ODD4);
      FloatVector s5 = r1.rearrange(SWAP4).blend(r5, ODD4);
      FloatVector s2 = r2.blend(r6.rearrange(SWAP4), ODD4);
      FloatVector s6 = r2.rearrange(SWAP4).blend(r6, ODD4);
      FloatVector s3 = r3.blend(r7.rearrange(SWAP4), ODD4);
      FloatVector s7 = r3.rearrange(SWAP4).blend(r7, ODD4);
      FloatVector t0 = s0.blend(s2.rearrange(SWAP2), ODD2);
      FloatVector t2 = s0.rearrange(SWAP2).blend(s2, ODD2);
      FloatVector t1 = s1.blend(s3.rearrange(SWAP2), ODD2);
      FloatVector t3 = s1.rearrange(SWAP2).blend(s3, ODD2);
      FloatVector t4 = s4.blend(s6.rearrange(SWAP2), ODD2);
      FloatVector t6 = s4.rearrange(SWAP2).blend(s6, ODD2);
      FloatVector t5 = s5.blend(s7.rearrange(SWAP2), ODD2);
      FloatVector t7 = s5.rearrange(SWAP2).blend(s7, ODD2);
      FloatVector u0 = t0.blend(t1.rearrange(SWAP1), ODD1);
      FloatVector u1 = t0.rearrange(SWAP1).blend(t1, ODD1);
      FloatVector u2 = t2.blend(t3.rearrange(SWAP1), ODD1);
      FloatVector u3 = t2.rearrange(SWAP1).blend(t3, ODD1);
      FloatVector u4 = t4.blend(t5.rearrange(SWAP1), ODD1);
      FloatVector u5 = t4.rearrange(SWAP1).blend(t5, ODD1);
      FloatVector u6 = t6.blend(t7.rearrange(SWAP1), ODD1);
      FloatVector u7 = t6.rearrange(SWAP1).blend(t7, ODD1);
      u0.intoArray(y, out);
      u1.intoArray(y, out + yStride);
      u2.intoArray(y, out + 2 * yStride);
      u3.intoArray(y, out + 3 * yStride);
      u4.intoArray(y, out + 4 * yStride);
      u5.intoArray(y, out + 5 * yStride);
      u6.intoArray(y, out + 6 * yStride);
      u7.intoArray(y, out + 7 * yStride);
    }
  }

  private static void strip4(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int tiles) {
    for (int t = 0; t < tiles; t++) {
      int in = xAt + 4 * t;
      int out = yAt + 4 * t * yStride;
      FloatVector r0 = FloatVector.fromArray(S, x, in);
      FloatVector r1 = FloatVector.fromArray(S, x, in + xStride);
      FloatVector r2 = FloatVector.fromArray(S, x, in + 2 * xStride);
      FloatVector r3 = FloatVector.fromArray(S, x, in + 3 * xStride);
      FloatVector s0 = r0.blend(r2.rearrange(SWAP2), ODD2);
      FloatVector s2 = r0.rearrange(SWAP2).blend(r2, ODD2);
      FloatVector s1 = r1.blend(r3.rearrange(SWAP2), ODD2);
      FloatVector s3 = r1.rearrange(SWAP2).blend(r3, ODD2);
      FloatVector t0 = s0.blend(s1.rearrange(SWAP1), ODD1);
      FloatVector t1 = s0.rearrange(SWAP1).blend(s1, ODD1);
      FloatVector t2 = s2.blend(s3.rearrange(SWAP1), ODD1);
      FloatVector t3 = s2.rearrange(SWAP1).blend(s3, ODD1);
      t0.intoArray(y, out);
      t1.intoArray(y, out + yStride);
      t2.intoArray(y, out + 2 * yStride);
      t3.intoArray(y, out + 3 * yStride);
    }
  }
}

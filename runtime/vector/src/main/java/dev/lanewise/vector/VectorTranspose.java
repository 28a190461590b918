package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposition of strips of square tiles, {@link Lanes#L} rows at a time: in each of log L stages,
 * two rows exchange the halves, quarters or elements that lie on the wrong side of the diagonal.
 */
final class VectorTranspose {
  /** For distance 1, 2 and 4: the lane that far away in the other half of a group. */
  private static final VectorShuffle<Float> SWAP1 = swap(1);

  private static final VectorShuffle<Float> SWAP2 = swap(2);
  private static final VectorShuffle<Float> SWAP4 = swap(4);

  /** For distance 1, 2 and 4: the lanes of the upper half of each group. */
  private static final VectorMask<Float> UPPER1 = upper(1);

  private static final VectorMask<Float> UPPER2 = upper(2);
  private static final VectorMask<Float> UPPER4 = upper(4);

  private VectorTranspose() {}

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(S, lane -> lane ^ distance & L - 1);
  }

  private static VectorMask<Float> upper(int distance) {
    boolean[] lanes = new boolean[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = (i & distance) != 0;
    }
    return VectorMask.fromArray(S, lanes, 0);
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
      FloatVector s0 = r0.blend(r4.rearrange(SWAP4), UPPER4);
      FloatVector s4 = r0.rearrange(SWAP4).blend(r4, UPPER4);
      FloatVector s1 = r1.blend(r5.rearrange(SWAP4), UPPER4);
      FloatVector s5 = r1.rearrange(SWAP4).blend(r5, UPPER4);
      FloatVector s2 = r2.blend(r6.rearrange(SWAP4), UPPER4);
      FloatVector s6 = r2.rearrange(SWAP4).blend(r6, UPPER4);
      FloatVector s3 = r3.blend(r7.rearrange(SWAP4), UPPER4);
      FloatVector s7 = r3.rearrange(SWAP4).blend(r7, UPPER4);
      FloatVector t0 = s0.blend(s2.rearrange(SWAP2), UPPER2);
      FloatVector t2 = s0.rearrange(SWAP2).blend(s2, UPPER2);
      FloatVector t1 = s1.blend(s3.rearrange(SWAP2), UPPER2);
      FloatVector t3 = s1.rearrange(SWAP2).blend(s3, UPPER2);
      FloatVector t4 = s4.blend(s6.rearrange(SWAP2), UPPER2);
      FloatVector t6 = s4.rearrange(SWAP2).blend(s6, UPPER2);
      FloatVector t5 = s5.blend(s7.rearrange(SWAP2), UPPER2);
      FloatVector t7 = s5.rearrange(SWAP2).blend(s7, UPPER2);
      FloatVector u0 = t0.blend(t1.rearrange(SWAP1), UPPER1);
      FloatVector u1 = t0.rearrange(SWAP1).blend(t1, UPPER1);
      FloatVector u2 = t2.blend(t3.rearrange(SWAP1), UPPER1);
      FloatVector u3 = t2.rearrange(SWAP1).blend(t3, UPPER1);
      FloatVector u4 = t4.blend(t5.rearrange(SWAP1), UPPER1);
      FloatVector u5 = t4.rearrange(SWAP1).blend(t5, UPPER1);
      FloatVector u6 = t6.blend(t7.rearrange(SWAP1), UPPER1);
      FloatVector u7 = t6.rearrange(SWAP1).blend(t7, UPPER1);
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
      FloatVector s0 = r0.blend(r2.rearrange(SWAP2), UPPER2);
      FloatVector s2 = r0.rearrange(SWAP2).blend(r2, UPPER2);
      FloatVector s1 = r1.blend(r3.rearrange(SWAP2), UPPER2);
      FloatVector s3 = r1.rearrange(SWAP2).blend(r3, UPPER2);
      FloatVector t0 = s0.blend(s1.rearrange(SWAP1), UPPER1);
      FloatVector t1 = s0.rearrange(SWAP1).blend(s1, UPPER1);
      FloatVector t2 = s2.blend(s3.rearrange(SWAP1), UPPER1);
      FloatVector t3 = s2.rearrange(SWAP1).blend(s3, UPPER1);
      t0.intoArray(y, out);
      t1.intoArray(y, out + yStride);
      t2.intoArray(y, out + 2 * yStride);
      t3.intoArray(y, out + 3 * yStride);
    }
  }
}

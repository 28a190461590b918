package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.FENCE;
import static dev.lanewise.vector.Lanes.INDEX;
import static dev.lanewise.vector.Lanes.L;
import static dev.lanewise.vector.Lanes.S;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/** Tile kernel of 6 output channels by 2 vectors of pixels; see {@link PlaneTiles}. */
final class PlaneTile6 {
  private PlaneTile6() {}

  /** Adds to {@code tiles} tiles; parameters as in {@link PlaneTiles#add}. */
  static void run(
      int tiles,
      int taps,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yPlane) {
    int even = taps & -2;
    for (int t = 0; t < tiles; t++) {
      int p0 = yAt & INDEX;
      int p1 = (yAt + yPlane) & INDEX;
      int p2 = (yAt + 2 * yPlane) & INDEX;
      int p3 = (yAt + 3 * yPlane) & INDEX;
      int p4 = (yAt + 4 * yPlane) & INDEX;
      int p5 = (yAt + 5 * yPlane) & INDEX;
      FloatVector c0 = FloatVector.zero(S);
      FloatVector d0 = FloatVector.zero(S);
      FloatVector c1 = FloatVector.zero(S);
      FloatVector d1 = FloatVector.zero(S);
      FloatVector c2 = FloatVector.zero(S);
      FloatVector d2 = FloatVector.zero(S);
      FloatVector c3 = FloatVector.zero(S);
      FloatVector d3 = FloatVector.zero(S);
      FloatVector c4 = FloatVector.zero(S);
      FloatVector d4 = FloatVector.zero(S);
      FloatVector c5 = FloatVector.zero(S);
      FloatVector d5 = FloatVector.zero(S);
      int k = 0;
      for (; k < even; k += 2) {
        int j = (wAt + k * 6) & INDEX;
        int i = (xAt + offsets[k]) & INDEX;
        FloatVector a = FloatVector.fromArray(S, x, i);
        FloatVector b = FloatVector.fromArray(S, x, i + L);
        FloatVector v = FloatVector.broadcast(S, w[j]);
        c0 = v.fma(a, c0);
        d0 = v.fma(b, d0);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 1]);
        c1 = v.fma(a, c1);
        d1 = v.fma(b, d1);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 2]);
        c2 = v.fma(a, c2);
        d2 = v.fma(b, d2);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 3]);
        c3 = v.fma(a, c3);
        d3 = v.fma(b, d3);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 4]);
        c4 = v.fma(a, c4);
        d4 = v.fma(b, d4);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 5]);
        c5 = v.fma(a, c5);
        d5 = v.fma(b, d5);
        if (FENCE) VarHandle.loadLoadFence();
        i = (xAt + offsets[k + 1]) & INDEX;
        a = FloatVector.fromArray(S, x, i);
        b = FloatVector.fromArray(S, x, i + L);
        v = FloatVector.broadcast(S, w[j + 6]);
        c0 = v.fma(a, c0);
        d0 = v.fma(b, d0);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 7]);
        c1 = v.fma(a, c1);
        d1 = v.fma(b, d1);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 8]);
        c2 = v.fma(a, c2);
        d2 = v.fma(b, d2);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 9]);
        c3 = v.fma(a, c3);
        d3 = v.fma(b, d3);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 10]);
        c4 = v.fma(a, c4);
        d4 = v.fma(b, d4);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 11]);
        c5 = v.fma(a, c5);
        d5 = v.fma(b, d5);
        if (FENCE) VarHandle.loadLoadFence();
      }
      if (k < taps) {
        int j = (wAt + k * 6) & INDEX;
        int i = (xAt + offsets[k]) & INDEX;
        FloatVector a = FloatVector.fromArray(S, x, i);
        FloatVector b = FloatVector.fromArray(S, x, i + L);
        FloatVector v = FloatVector.broadcast(S, w[j]);
        c0 = v.fma(a, c0);
        d0 = v.fma(b, d0);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 1]);
        c1 = v.fma(a, c1);
        d1 = v.fma(b, d1);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 2]);
        c2 = v.fma(a, c2);
        d2 = v.fma(b, d2);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 3]);
        c3 = v.fma(a, c3);
        d3 = v.fma(b, d3);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 4]);
        c4 = v.fma(a, c4);
        d4 = v.fma(b, d4);
        if (FENCE) VarHandle.loadLoadFence();
        v = FloatVector.broadcast(S, w[j + 5]);
        c5 = v.fma(a, c5);
        d5 = v.fma(b, d5);
        if (FENCE) VarHandle.loadLoadFence();
      }
      c0 = c0.add(FloatVector.fromArray(S, y, p0));
      d0 = d0.add(FloatVector.fromArray(S, y, p0 + L));
      c0.intoArray(y, p0);
      d0.intoArray(y, p0 + L);
      c1 = c1.add(FloatVector.fromArray(S, y, p1));
      d1 = d1.add(FloatVector.fromArray(S, y, p1 + L));
      c1.intoArray(y, p1);
      d1.intoArray(y, p1 + L);
      c2 = c2.add(FloatVector.fromArray(S, y, p2));
      d2 = d2.add(FloatVector.fromArray(S, y, p2 + L));
      c2.intoArray(y, p2);
      d2.intoArray(y, p2 + L);
      c3 = c3.add(FloatVector.fromArray(S, y, p3));
      d3 = d3.add(FloatVector.fromArray(S, y, p3 + L));
      c3.intoArray(y, p3);
      d3.intoArray(y, p3 + L);
      c4 = c4.add(FloatVector.fromArray(S, y, p4));
      d4 = d4.add(FloatVector.fromArray(S, y, p4 + L));
      c4.intoArray(y, p4);
      d4.intoArray(y, p4 + L);
      c5 = c5.add(FloatVector.fromArray(S, y, p5));
      d5 = d5.add(FloatVector.fromArray(S, y, p5 + L));
      c5.intoArray(y, p5);
      d5.intoArray(y, p5 + L);
      xAt += 2 * L;
      yAt += 2 * L;
    }
  }
}

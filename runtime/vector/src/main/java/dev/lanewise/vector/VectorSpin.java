package dev.lanewise.vector;

import jdk.incubator.vector.FloatVector;

/** Multiply-adds that are bound by nothing but the arithmetic units: twelve chains in registers. */
final class VectorSpin {
  private static final int CHAINS = 12;

  /** Multiply-adds of one round. */
  static final int MULTIPLY_ADDS = CHAINS * Lanes.L;

  private VectorSpin() {}

  /** The sum of all chains after a number of rounds. */
  static float run(int rounds) {
    FloatVector a = FloatVector.broadcast(Lanes.S, 1f / (rounds + 1));
    FloatVector b = FloatVector.broadcast(Lanes.S, 0.5f);
    // chains that begin alike might be computed once
    FloatVector c0 = FloatVector.zero(Lanes.S);
    FloatVector c1 = FloatVector.broadcast(Lanes.S, 1f);
    FloatVector c2 = FloatVector.broadcast(Lanes.S, 2f);
    FloatVector c3 = FloatVector.broadcast(Lanes.S, 3f);
    FloatVector c4 = FloatVector.broadcast(Lanes.S, 4f);
    FloatVector c5 = FloatVector.broadcast(Lanes.S, 5f);
    FloatVector c6 = FloatVector.broadcast(Lanes.S, 6f);
    FloatVector c7 = FloatVector.broadcast(Lanes.S, 7f);
    FloatVector c8 = FloatVector.broadcast(Lanes.S, 8f);
    FloatVector c9 = FloatVector.broadcast(Lanes.S, 9f);
    FloatVector c10 = FloatVector.broadcast(Lanes.S, 10f);
    FloatVector c11 = FloatVector.broadcast(Lanes.S, 11f);
    for (int i = 0; i < rounds; i++) {
      c0 = a.fma(b, c0);
      c1 = a.fma(b, c1);
      c2 = a.fma(b, c2);
      c3 = a.fma(b, c3);
      c4 = a.fma(b, c4);
      c5 = a.fma(b, c5);
      c6 = a.fma(b, c6);
      c7 = a.fma(b, c7);
      c8 = a.fma(b, c8);
      c9 = a.fma(b, c9);
      c10 = a.fma(b, c10);
      c11 = a.fma(b, c11);
    }
    FloatVector sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    sum = sum.add(c6).add(c7).add(c8).add(c9).add(c10).add(c11);
    float total = 0;
    for (float v : sum.toArray()) {
      total += v;
    }
    return total;
  }
}

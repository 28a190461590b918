package dev.lanewise.pass;

import java.util.ArrayList;
import java.util.List;

/**
 * Where sums of products of integers must be cut so that every partial sum, in whatever order,
 * stays below 2^24 and is exact in FLOAT.
 *
 * @param outs number of sums
 * @param outStride weights from one sum's first to the next one's
 * @param steps positions at which a sum can be cut
 * @param stepStride weights from one step to the next
 * @param terms consecutive weights of a step
 */
record ExactSums(int outs, int outStride, int steps, int stepStride, int terms) {
  private static final double LIMIT = 1 << 24;

  /**
   * The ends of the parts that are exact.
   *
   * @param w the weights
   * @param low smallest value of the other factor, at most 0
   * @param high largest value of the other factor, at least 0
   * @param start what each sum begins with
   * @return empty if a single step may already be inexact
   */
  List<Integer> cuts(double[] w, double low, double high, double[] start) {
    double[] above = new double[outs];
    double[] below = new double[outs];
    for (int o = 0; o < outs; o++) {
      above[o] = Math.max(0, start[o]);
      below[o] = Math.min(0, start[o]);
    }
    List<Integer> cuts = new ArrayList<>();
    int begin = 0;
    for (int s = 0; s < steps; s++) {
      if (add(w, s, low, high, above, below)) {
        continue;
      }
      if (s == begin) {
        return List.of();
      }
      cuts.add(s);
      begin = s;
      java.util.Arrays.fill(above, 0);
      java.util.Arrays.fill(below, 0);
      if (!add(w, s, low, high, above, below)) {
        return List.of();
      }
    }
    cuts.add(steps);
    return cuts;
  }

  /** The smallest and the largest value of one sum, without what it begins with. */
  double[] range(int out, double[] w, double low, double high) {
    double[] range = new double[2];
    for (int s = 0; s < steps; s++) {
      int at = out * outStride + s * stepStride;
      for (int t = at; t < at + terms; t++) {
        range[0] += Math.min(w[t] * high, w[t] * low);
        range[1] += Math.max(w[t] * high, w[t] * low);
      }
    }
    return range;
  }

  /** Adds a step to the bounds of all sums; false if one of them goes too far. */
  private boolean add(
      double[] w, int step, double low, double high, double[] above, double[] below) {
    boolean exact = true;
    for (int o = 0; o < outs; o++) {
      int at = o * outStride + step * stepStride;
      for (int t = at; t < at + terms; t++) {
        above[o] += Math.max(w[t] * high, w[t] * low);
        below[o] += Math.min(w[t] * high, w[t] * low);
      }
      exact &= above[o] < LIMIT && -below[o] < LIMIT;
    }
    return exact;
  }

  /** The ends of the parts when nothing is known but the largest product. */
  static List<Integer> cuts(int steps, double largest) {
    int length = (int) Math.min(Integer.MAX_VALUE, (LIMIT - 1) / Math.max(1, largest));
    List<Integer> cuts = new ArrayList<>();
    for (int end = length; end < steps && length > 0; end += length) {
      cuts.add(end);
    }
    if (length > 0) {
      cuts.add(steps);
    }
    return cuts;
  }
}

package dev.lanewise.op;

import dev.lanewise.tensor.Tensor;

/**
 * Axes as operators take them: from {@code −rank} to {@code rank − 1}, a negative one counts from
 * the end. What is wrong with one comes out as an {@link IllegalArgumentException}, to which those
 * who run shape rules and evaluations add the node's name.
 */
final class Axes {
  private Axes() {}

  /** An axis from 0 to {@code rank − 1}. */
  static int normalise(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "axis " + axis + " is not from " + -rank + " to " + (rank - 1) + " for rank " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** Axes of an integer tensor, in its order; each may be named only once. */
  static int[] of(Tensor axes, int rank) {
    return of(axes.toLongs(), rank);
  }

  /** Axes in the given order; each may be named only once. */
  static int[] of(long[] axes, int rank) {
    boolean[] seen = new boolean[rank];
    int[] result = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      int axis = normalise(axes[i], rank);
      if (seen[axis]) {
        throw new IllegalArgumentException("axis " + axes[i] + " is named twice");
      }
      seen[axis] = true;
      result[i] = axis;
    }
    return result;
  }
}

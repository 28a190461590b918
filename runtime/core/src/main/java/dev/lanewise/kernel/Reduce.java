package dev.lanewise.kernel;

/** Reductions along one axis. */
public interface Reduce {
  /**
   * Reduces {@code x[outer][n][inner]} to {@code y[outer][inner]}.
   *
   * @param outer product of the dimensions before the axis
   * @param n length of the axis, at least 1
   * @param inner product of the dimensions after the axis
   */
  void reduce(
      ReduceFunction f, float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner);
}

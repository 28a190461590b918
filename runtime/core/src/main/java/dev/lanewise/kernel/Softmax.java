package dev.lanewise.kernel;

/** Softmax and LogSoftmax along one axis; rows that are all −∞ give NaN. */
public interface Softmax {
  /** Softmax of {@code x[outer][n][inner]} over n; y may be x. */
  void softmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner);

  /** LogSoftmax of {@code x[outer][n][inner]} over n; y may be x. */
  void logSoftmax(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner);
}

package dev.lanewise.loader.onnx;

/**
 * Table lines of neural network operators: convolution, pooling, normalisation, recurrence,
 * attention.
 */
final class NnOperators {
  private NnOperators() {}

  static void addTo(OperatorTable table) {}
}

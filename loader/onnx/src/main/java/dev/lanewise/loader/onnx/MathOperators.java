package dev.lanewise.loader.onnx;

/** Table lines of element-wise, reducing and linear algebra operators. */
final class MathOperators {
  private MathOperators() {}

  static void addTo(OperatorTable table) {}
}

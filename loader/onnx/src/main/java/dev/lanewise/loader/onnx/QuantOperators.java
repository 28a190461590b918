package dev.lanewise.loader.onnx;

/** Table lines of quantised operators. */
final class QuantOperators {
  private QuantOperators() {}

  static void addTo(OperatorTable table) {}
}

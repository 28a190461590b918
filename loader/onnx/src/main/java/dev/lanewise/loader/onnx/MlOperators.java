package dev.lanewise.loader.onnx;

/** Table lines of the {@code ai.onnx.ml} domain. */
final class MlOperators {
  private MlOperators() {}

  static void addTo(OperatorTable table) {}
}

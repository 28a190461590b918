package dev.lanewise.loader.onnx;

/** Table lines of control flow, sequences and optionals. */
final class ControlOperators {
  private ControlOperators() {}

  static void addTo(OperatorTable table) {}
}

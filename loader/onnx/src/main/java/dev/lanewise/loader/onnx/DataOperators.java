package dev.lanewise.loader.onnx;

/** Table lines of operators that make, move, select or reshape data. */
final class DataOperators {
  private DataOperators() {}

  static void addTo(OperatorTable table) {}
}

package dev.lanewise.loader.operators;

import dev.lanewise.graph.Value;
import dev.lanewise.op.BlackmanWindow;
import dev.lanewise.op.DFT;
import dev.lanewise.op.HammingWindow;
import dev.lanewise.op.HannWindow;
import dev.lanewise.op.MelWeightMatrix;
import dev.lanewise.op.STFT;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;

/** Table lines of signal processing. */
final class SignalOperators {
  private SignalOperators() {}

  static void addTo(OperatorTable table) {
    table.add("HannWindow", 17, n -> n.emit(new HannWindow(n.flag("periodic", true), type(n))));
    table.add(
        "HammingWindow", 17, n -> n.emit(new HammingWindow(n.flag("periodic", true), type(n))));
    table.add(
        "BlackmanWindow", 17, n -> n.emit(new BlackmanWindow(n.flag("periodic", true), type(n))));
    table.add("MelWeightMatrix", 17, n -> n.emit(new MelWeightMatrix(type(n))));
    table.add("DFT", 17, n -> n.emit(dft(n), n.input(0), n.inputOrNull(1), axis(n)));
    table.add("DFT", 20, n -> n.emit(dft(n)));
    table.add("STFT", 17, n -> n.emit(new STFT(n.flag("onesided", true))));
  }

  private static DType type(OnnxNode n) {
    return n.dtype("output_datatype", DType.FLOAT);
  }

  /** An attribute before it became an input without dimensions. */
  private static Value axis(OnnxNode n) {
    return n.constant(Tensor.scalar(n.integer("axis", 1)));
  }

  private static DFT dft(OnnxNode n) {
    return new DFT(n.flag("inverse", false), n.flag("onesided", false));
  }
}

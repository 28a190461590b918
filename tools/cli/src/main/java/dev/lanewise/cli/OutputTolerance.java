package dev.lanewise.cli;

import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.Tolerance;

/** How far an output of a model may be off. */
public final class OutputTolerance {
  private OutputTolerance() {}

  /** The tolerance of {@code verify --profile model}: wider where an output is quantised. */
  public static Tolerance forModel(Graph graph, int output) {
    Tolerance t = Profile.MODEL.tolerance();
    double step = QuantisedOutput.allowance(graph, output);
    return new Tolerance(
        t.relative(),
        Math.max(t.absolute(), step),
        t.narrow(),
        step == 0 && t.scaled(),
        t.integerSteps(),
        step > 0 ? QuantisedOutput.STRAY : t.stray());
  }
}

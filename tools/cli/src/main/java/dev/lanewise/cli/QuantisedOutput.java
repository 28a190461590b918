package dev.lanewise.cli;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Finds outputs that are dequantised integers. A sum in another order rounds a value inside such a
 * model to the next integer now and then, and the outputs move by whole steps; the reference's own
 * do. Two steps are allowed, and up to four for the few elements that several such values meet in.
 */
final class QuantisedOutput {
  /** Share of the elements that may be off by up to twice the allowance. */
  static final double STRAY = 0.01;

  private static final int STEPS = 2;

  private QuantisedOutput() {}

  /** How far an output may be off by its quantisation, 0 if it has none. */
  static double allowance(Graph graph, int output) {
    Node producer = graph.producer(graph.outputs().get(output));
    while (producer != null && keepsSteps(producer)) {
      producer = graph.producer(producer.input(0));
    }
    if (producer == null || !producer.op().name().equals("DequantizeLinear")) {
      return 0;
    }
    Tensor scale = constant(graph, producer.input(1));
    double step = 0;
    if (scale != null) {
      for (double s : scale.toDoubles()) {
        step = Math.max(step, Math.abs(s));
      }
    }
    return STEPS * step * (1 + 1e-4);
  }

  private static boolean keepsSteps(Node node) {
    return switch (node.op().name()) {
      case "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Identity" -> true;
      default -> false;
    };
  }

  private static @Nullable Tensor constant(Graph graph, @Nullable Value value) {
    return value == null || graph.producer(value) != null ? null : value.constant();
  }
}

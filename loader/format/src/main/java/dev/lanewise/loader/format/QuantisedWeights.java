package dev.lanewise.loader.format;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Conv;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.MatMul;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces constant FLOAT weights of convolutions and matrix products by INT8 numbers and a
 * DequantizeLinear with one scale per output channel: symmetric, the largest magnitude of a channel
 * becomes 127. Graphs inside of nodes keep their weights.
 */
final class QuantisedWeights {
  private static final int MIN_WEIGHT = 256;
  private static final float LARGEST = 127;

  private final Map<Value, Value> done = new HashMap<>();

  private QuantisedWeights() {}

  static Graph of(Graph graph) {
    return Rewriter.rewrite(graph, new QuantisedWeights()::apply);
  }

  private boolean apply(Node node, Rewriter rewriter) {
    Value weight = node.input(1);
    Tensor tensor = weight == null ? null : weight.constant();
    if (weight == null
        || tensor == null
        || tensor.dtype() != DType.FLOAT
        || tensor.shape().rank() < 2
        || tensor.size() < MIN_WEIGHT) {
      return false;
    }
    int axis = axis(node.op(), tensor.shape().rank());
    if (axis < 0) {
      return false;
    }
    Value dequantized = done.get(weight);
    if (dequantized == null) {
      dequantized = dequantized(weight.name(), tensor, axis, rewriter);
      done.put(weight, dequantized);
    }
    List<@Nullable Value> inputs = new ArrayList<>(rewriter.inputs(node));
    inputs.set(1, dequantized);
    List<String> names = new ArrayList<>();
    node.outputs().forEach(v -> names.add(v.name()));
    List<Value> results = rewriter.add(node.name(), node.op(), inputs, names);
    for (int i = 0; i < results.size(); i++) {
      rewriter.replace(node.output(i), results.get(i));
    }
    return true;
  }

  /** The dimension of a weight that counts the output channels, −1 if the operator has none. */
  private static int axis(Op op, int rank) {
    if (op instanceof Conv) {
      return 0;
    } else if (op instanceof Gemm gemm) {
      return gemm.transB() ? 0 : 1;
    } else if (op instanceof MatMul matMul) {
      return matMul.transB() ? rank - 2 : rank - 1;
    }
    return -1;
  }

  private static Value dequantized(String name, Tensor weight, int axis, Rewriter rewriter) {
    Shape shape = weight.shape();
    int channels = shape.dim(axis);
    int inner = shape.size(axis + 1, shape.rank());
    float[] w = weight.floats();
    float[] scales = new float[channels];
    for (int i = 0; i < w.length; i++) {
      int c = i / inner % channels;
      scales[c] = Math.max(scales[c], Math.abs(w[i]) / LARGEST);
    }
    byte[] codes = new byte[w.length];
    for (int i = 0; i < w.length; i++) {
      float scale = scales[i / inner % channels];
      codes[i] = (byte) (scale == 0 ? 0 : Math.round(w[i] / scale));
    }
    for (int c = 0; c < channels; c++) {
      scales[c] = scales[c] == 0 ? 1 : scales[c];
    }
    return rewriter.add(
        name + ".dequantized",
        new DequantizeLinear(axis),
        rewriter.constant(name, Tensor.of(DType.INT8, shape, codes)),
        rewriter.constant(name + ".scale", Tensor.of(Shape.of(channels), scales)));
  }
}

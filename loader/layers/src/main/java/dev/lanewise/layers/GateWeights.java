package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Split;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Unsqueeze;
import java.util.List;

/** Brings the weights of recurrent layers into the layout of the ONNX standard. */
final class GateWeights {
  private GateWeights() {}

  /** {@code [rows, G·H]} with gates in another order as {@code [1, G·H, rows]}. */
  static Value kernel(Emitter e, Value kernel, int... gates) {
    Value sorted = sorted(e, kernel, 1, gates);
    return leading(e, e.add(new Transpose(new int[] {1, 0}), sorted));
  }

  /**
   * {@code [G·H]} with gates in another order, followed by as many zeros, as {@code [1, 2·G·H]}.
   */
  static Value bias(Emitter e, Value bias, int... gates) {
    Value sorted = sorted(e, bias, 0, gates);
    Flow flow = Flow.of(sorted);
    Value zeros = BatchNormalization.filled(e, flow.dim(0), 0, flow.dtype());
    return leading(e, e.add(new Concat(0), sorted, zeros));
  }

  /** A dimension of 1 in front. */
  static Value leading(Emitter e, Value x) {
    return e.add(new Unsqueeze(), x, e.longs(0L));
  }

  /** Gate i of the result is gate {@code gates[i]} of the value. */
  private static Value sorted(Emitter e, Value x, int axis, int... gates) {
    boolean same = true;
    for (int i = 0; i < gates.length; i++) {
      same &= gates[i] == i;
    }
    if (same) {
      return x;
    }
    List<Value> parts = e.add(new Split(axis, gates.length), gates.length, x);
    Value[] ordered = new Value[gates.length];
    for (int i = 0; i < gates.length; i++) {
      ordered[i] = parts.get(gates[i]);
    }
    return e.add(new Concat(axis), ordered);
  }
}

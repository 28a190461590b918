package dev.lanewise.layers;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.GRU;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.RecurrentDirection;
import java.util.List;

/** Gated recurrent unit; gates in the order update, reset, candidate, as in the ONNX standard. */
final class GruCell implements RecurrentCell {
  static final GruCell INSTANCE = new GruCell();

  private static final int[] GATES = {0, 1, 2};

  private GruCell() {}

  @Override
  public int states() {
    return 1;
  }

  /** Whether the reset gate acts on the product of state and weight, not on the state. */
  private static boolean resetsAfter(Config config) {
    return config.has("reset_after") ? config.flag("reset_after") : config.form() == Form.KERAS_3;
  }

  @Override
  public Weights weights(Emitter e, Config config, int features) {
    int units = config.positive("units");
    Value kernel = e.weight(config, "kernel", features, 3 * units);
    Value recurrent =
        e.variable(
            config,
            "recurrent_kernel",
            config.initializer("recurrent_initializer"),
            true,
            units,
            3 * units);
    Value bias = null;
    if (config.flag("use_bias")) {
      bias =
          resetsAfter(config)
              ? e.reshape(e.weight(config, "bias", 2, 3 * units), 1, 6 * units)
              : GateWeights.bias(e, e.weight(config, "bias", 3 * units), GATES);
    }
    return new Weights(
        GateWeights.kernel(e, kernel, GATES), GateWeights.kernel(e, recurrent, GATES), bias);
  }

  @Override
  public Op op(Config config, RecurrentDirection direction) {
    CellFunction gates = config.activation("recurrent_activation").cell(config);
    CellFunction state = config.activation("activation").cell(config);
    return new GRU(
        new Recurrence(direction, List.of(gates, state), Float.POSITIVE_INFINITY, false),
        resetsAfter(config));
  }
}

package dev.lanewise.layers;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.LSTM;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.RecurrentDirection;
import java.util.List;

/** Long short-term memory; Keras has the gates in the order input, forget, candidate, output. */
final class LstmCell implements RecurrentCell {
  static final LstmCell INSTANCE = new LstmCell();

  /** Where the gates input, output, forget, candidate stand in Keras. */
  private static final int[] GATES = {0, 3, 1, 2};

  private LstmCell() {}

  @Override
  public int states() {
    return 2;
  }

  @Override
  public Weights weights(Emitter e, Config config, int features) {
    int units = config.positive("units");
    Value kernel = e.weight(config, "kernel", features, 4 * units);
    Value recurrent =
        e.variable(
            config,
            "recurrent_kernel",
            config.initializer("recurrent_initializer"),
            true,
            units,
            4 * units);
    Value bias = null;
    if (config.flag("use_bias")) {
      Initializer first =
          config.flag("unit_forget_bias")
              ? Initializer.FORGET_BIAS
              : config.initializer("bias_initializer");
      bias = GateWeights.bias(e, e.variable(config, "bias", first, true, 4 * units), GATES);
    }
    return new Weights(
        GateWeights.kernel(e, kernel, GATES), GateWeights.kernel(e, recurrent, GATES), bias);
  }

  @Override
  public Op op(Config config, RecurrentDirection direction) {
    CellFunction gates = config.activation("recurrent_activation").cell(config);
    CellFunction state = config.activation("activation").cell(config);
    return new LSTM(
        new Recurrence(direction, List.of(gates, state, state), Float.POSITIVE_INFINITY, false),
        false);
  }
}

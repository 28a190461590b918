package dev.lanewise.layers;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.RNN;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.RecurrentDirection;
import java.util.List;

/** A state that is a function of input and state. */
final class SimpleRnnCell implements RecurrentCell {
  static final SimpleRnnCell INSTANCE = new SimpleRnnCell();

  private static final int[] GATES = {0};

  private SimpleRnnCell() {}

  @Override
  public int states() {
    return 1;
  }

  @Override
  public Weights weights(Emitter e, Config config, int features) {
    int units = config.positive("units");
    Value kernel = e.weight(config, "kernel", features, units);
    Value recurrent =
        e.variable(
            config,
            "recurrent_kernel",
            config.initializer("recurrent_initializer"),
            true,
            units,
            units);
    Value bias =
        config.flag("use_bias")
            ? GateWeights.bias(e, e.weight(config, "bias", units), GATES)
            : null;
    return new Weights(
        GateWeights.kernel(e, kernel, GATES), GateWeights.kernel(e, recurrent, GATES), bias);
  }

  @Override
  public Op op(Config config, RecurrentDirection direction) {
    return new RNN(
        new Recurrence(
            direction,
            List.of(config.activation("activation").cell(config)),
            Float.POSITIVE_INFINITY,
            false));
  }
}

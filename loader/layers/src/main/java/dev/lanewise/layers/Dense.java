package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.MatMul;

/** Fully connected layer: {@code activation(x · kernel + bias)} over the last dimension. */
public record Dense(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "Dense",
          Dense::new,
          "units",
          LayerType.REQUIRED,
          "activation",
          "linear",
          "use_bias",
          true,
          "kernel_initializer",
          "glorot_uniform",
          "bias_initializer",
          "zeros");

  /** Checks the number of units. */
  public Dense {
    config.positive("units");
    config.activation("activation");
  }

  /** A layer without activation. */
  public static Dense of(int units) {
    return of(units, "linear");
  }

  /** A layer with an activation by its Keras name. */
  public static Dense of(int units, String activation) {
    return new Dense(TYPE.create("units", units, "activation", activation).config());
  }

  /** Size of the last dimension of the output. */
  public int units() {
    return config.positive("units");
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    if (x.rank() < 2) {
      throw config.fail("needs an input of at least two dimensions, got " + x.shape());
    }
    Value kernel = e.weight(config, "kernel", x.dim(-1), units());
    Value bias = config.flag("use_bias") ? e.weight(config, "bias", units()) : null;
    Value in = e.logical(x);
    Value y;
    if (x.rank() == 2) {
      y = e.add(new Gemm(1, 1, false, false), in, kernel, bias);
    } else {
      Value product = e.add(new MatMul(), in, kernel);
      y = bias == null ? product : e.add(new Add(), product, bias);
    }
    return config.activation("activation").apply(e, Flow.of(y).masked(x.mask()));
  }
}

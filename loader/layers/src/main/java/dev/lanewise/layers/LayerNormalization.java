package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Normalises each sample over some of its dimensions, by default the last. */
public record LayerNormalization(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "LayerNormalization",
          LayerNormalization::new,
          "axis",
          -1,
          "epsilon",
          0.001,
          "center",
          true,
          "scale",
          true,
          "rms_scaling",
          false,
          "beta_initializer",
          "zeros",
          "gamma_initializer",
          "ones");

  /** Over the last dimension. */
  public static LayerNormalization of() {
    return new LayerNormalization(TYPE.create().config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    if (config.flag("rms_scaling")) {
      throw config.unsupported("rms_scaling, which Keras has withdrawn; use RMSNormalization");
    }
    int[] axes = axes(config, x);
    List<Integer> order = last(axes, x.rank());
    int[] shape = Arrays.stream(axes).map(x::dim).toArray();
    Value gamma =
        config.flag("scale")
            ? e.weight(config, "gamma", shape)
            : e.reshape(BatchNormalization.filled(e, Shape.of(shape).size(), 1, x.dtype()), shape);
    Value beta = config.flag("center") ? e.weight(config, "beta", shape) : null;
    Value y =
        e.add(
            new dev.lanewise.op.LayerNormalization(
                x.rank() - axes.length, config.real("epsilon"), DType.FLOAT),
            e.arranged(x, order),
            gamma,
            beta);
    return new Flow(y, order, x.mask());
  }

  /** The axes that a configuration names, sorted and counted from 0. */
  static int[] axes(Config config, Flow x) {
    int[] axes =
        Arrays.stream(config.integers("axis"))
            .map(axis -> axis < 0 ? axis + x.rank() : axis)
            .sorted()
            .toArray();
    for (int i = 0; i < axes.length; i++) {
      if (axes[i] < 0 || axes[i] >= x.rank() || (i > 0 && axes[i] == axes[i - 1])) {
        throw config.fail(
            "axes " + Arrays.toString(config.integers("axis")) + " are not those of " + x.shape());
      }
    }
    return axes;
  }

  /** All dimensions, the given ones last. */
  static List<Integer> last(int[] axes, int rank) {
    List<Integer> order = new ArrayList<>(Flow.identity(rank));
    for (int axis : axes) {
      order.remove(Integer.valueOf(axis));
      order.add(axis);
    }
    return order;
  }
}

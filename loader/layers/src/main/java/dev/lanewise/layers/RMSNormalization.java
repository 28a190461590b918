package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import java.util.Arrays;
import java.util.List;

/** Divides by the root of the mean square over some dimensions, by default the last. */
public record RMSNormalization(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("RMSNormalization", RMSNormalization::new, "axis", -1, "epsilon", 1e-6);

  /** Over the last dimension. */
  public static RMSNormalization of() {
    return new RMSNormalization(TYPE.create().config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int[] axes = LayerNormalization.axes(config, x);
    List<Integer> order = LayerNormalization.last(axes, x.rank());
    int[] shape = Arrays.stream(axes).map(x::dim).toArray();
    Value scale = e.variable(config, "scale", Initializer.ONES, true, shape);
    Value y =
        e.add(
            new dev.lanewise.op.RMSNormalization(x.rank() - axes.length, config.real("epsilon")),
            e.arranged(x, order),
            scale);
    return new Flow(y, order, x.mask());
  }
}

package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Normalises groups of channels of each sample. */
public record GroupNormalization(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "GroupNormalization",
          GroupNormalization::new,
          "groups",
          32,
          "axis",
          -1,
          "epsilon",
          0.001,
          "center",
          true,
          "scale",
          true,
          "beta_initializer",
          "zeros",
          "gamma_initializer",
          "ones");

  /** With the number of groups, −1 for a group per channel. */
  public static GroupNormalization of(int groups) {
    return new GroupNormalization(TYPE.create("groups", groups).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int given = config.integer("axis");
    int axis = given < 0 ? given + x.rank() : given;
    if (axis < 1 || axis >= x.rank()) {
      throw config.fail("axis " + given + " does not exist in " + x.shape());
    }
    int channels = x.dim(axis);
    int groups = config.integer("groups") == -1 ? channels : config.positive("groups");
    if (channels < 1 || channels % groups != 0) {
      throw config.fail(groups + " groups do not divide " + channels + " channels");
    }
    Value gamma =
        config.flag("scale")
            ? e.weight(config, "gamma", channels)
            : BatchNormalization.filled(e, channels, 1, x.dtype());
    Value beta =
        config.flag("center")
            ? e.weight(config, "beta", channels)
            : BatchNormalization.filled(e, channels, 0, x.dtype());
    List<Integer> order = new ArrayList<>(Flow.identity(x.rank()));
    order.remove(axis);
    order.add(1, axis);
    Value y =
        e.add(
            new dev.lanewise.op.GroupNormalization(groups, config.real("epsilon")),
            e.arranged(x, order),
            gamma,
            beta);
    return new Flow(y, order, x.mask());
  }
}

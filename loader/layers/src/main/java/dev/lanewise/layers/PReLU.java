package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.PRelu;

/** ReLU with a trained slope per element, or per element of the axes that are not shared. */
public record PReLU(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("PReLU", PReLU::new, "alpha_initializer", "zeros", "shared_axes", null);

  /** One slope per channel of images that have channels last. */
  public static PReLU perChannel() {
    return new PReLU(TYPE.create("shared_axes", new int[] {1, 2}).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int[] shape = new int[x.rank() - 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = x.dim(i + 1);
    }
    if (config.has("shared_axes")) {
      for (int axis : config.integers("shared_axes")) {
        if (axis < 1 || axis > shape.length) {
          throw config.fail("shared axis " + axis + " does not exist in " + x.shape());
        }
        shape[axis - 1] = 1;
      }
    }
    int[] broadcast = new int[x.rank()];
    broadcast[0] = 1;
    System.arraycopy(shape, 0, broadcast, 1, shape.length);
    Value alpha = e.reshape(e.weight(config, "alpha", shape), broadcast);
    return x.with(e.add(new PRelu(), x.value(), e.arranged(Flow.of(alpha), x.order())));
  }
}

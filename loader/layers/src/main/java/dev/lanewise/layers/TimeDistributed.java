package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;

/** A layer applied to every time step by itself. */
public record TimeDistributed(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("TimeDistributed", TimeDistributed::new, "layer", LayerType.REQUIRED);

  /** Checks the layer. */
  public TimeDistributed {
    config.layer("layer");
  }

  /** A layer for every time step. */
  public static TimeDistributed of(Layer layer) {
    Layer named = layer.name().isEmpty() ? layer.named("layer") : layer;
    return new TimeDistributed(TYPE.create("layer", LayerJson.write(named)).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    if (x.rank() < 3) {
      throw config.fail("needs an input of at least three dimensions, got " + x.shape());
    }
    Layer layer = config.layer("layer");
    Value all = e.logical(x);
    int[] dims = x.shape().dims();
    int[] steps = Arrays.copyOfRange(dims, 1, dims.length);
    steps[0] = -1;
    int[] from = new int[steps.length];
    Arrays.setAll(from, i -> i + 1);
    Value flat = e.reshape(all, steps, all, from);
    Flow y =
        e.inside(
                "layer",
                "layer",
                () -> layer.call(e, Arguments.of(java.util.List.of(Flow.of(flat)))))
            .get(0);
    Value result = e.logical(y);
    Shape inner = y.shape();
    int[] shape = new int[inner.rank() + 1];
    shape[0] = dims[0];
    shape[1] = dims[1];
    System.arraycopy(inner.dims(), 1, shape, 2, inner.rank() - 1);
    int[] back = new int[shape.length];
    Arrays.setAll(back, i -> i);
    for (int i = 2; i < shape.length; i++) {
      if (shape[i] == Shape.UNKNOWN) {
        throw config.unsupported("a result with an open dimension beside the time steps");
      }
    }
    return Flow.of(e.reshape(result, shape, all, back)).masked(x.mask());
  }
}

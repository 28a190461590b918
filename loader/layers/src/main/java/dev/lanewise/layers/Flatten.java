package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** All dimensions but the batch as one, channels last. */
public record Flatten(Config config) implements UnaryLayer {
  static final LayerType TYPE = LayerType.of("Flatten", Flatten::new, "data_format", null);

  /** A layer for channels last. */
  public static Flatten of() {
    return new Flatten(TYPE.create().config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    Flow y = x;
    if (!config.channelsLast() && x.rank() > 2) {
      y = Permute.permuted(x, inverse(Flow.channelsFirst(x.rank())));
    }
    Shape shape = y.shape();
    int size = shape.slice(1, shape.rank()).isKnown() ? shape.size(1, shape.rank()) : -1;
    return Flow.of(size >= 0 ? e.reshape(e.logical(y), -1, size) : e.reshape(e.logical(y), 0, -1));
  }

  private static int[] inverse(java.util.List<Integer> order) {
    int[] back = new int[order.size()];
    for (int i = 0; i < back.length; i++) {
      back[order.get(i)] = i;
    }
    return back;
  }
}

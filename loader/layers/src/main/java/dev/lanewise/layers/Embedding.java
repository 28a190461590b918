package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Gather;
import dev.lanewise.op.Not;
import dev.lanewise.tensor.DType;

/** A vector for each whole number. */
public record Embedding(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "Embedding",
          Embedding::new,
          "input_dim",
          LayerType.REQUIRED,
          "output_dim",
          LayerType.REQUIRED,
          "embeddings_initializer",
          "uniform",
          "mask_zero",
          false,
          "input_length",
          null);

  /** Vectors of so many elements for the numbers below {@code count}. */
  public static Embedding of(int count, int size) {
    return new Embedding(TYPE.create("input_dim", count, "output_dim", size).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    Value table =
        e.weight(config, "embeddings", config.positive("input_dim"), config.positive("output_dim"));
    Value indices = e.cast(e.logical(x), DType.INT64);
    Flow y = Flow.of(e.add(new Gather(0), table, indices));
    if (!config.flag("mask_zero")) {
      return y;
    }
    Value zero = e.add(new Equal(), indices, e.scalar(0, DType.INT64));
    return y.masked(e.add(new Not(), zero));
  }
}

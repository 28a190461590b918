package dev.lanewise.layers;

import dev.lanewise.graph.Op;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Window;
import java.util.Arrays;
import java.util.List;

/** Largest element or mean of windows over one, two or three spatial dimensions. */
public record Pooling(Config config) implements UnaryLayer {
  private static final List<LayerType> MAX =
      List.of(type("MaxPooling1D"), type("MaxPooling2D"), type("MaxPooling3D"));
  private static final List<LayerType> AVERAGE =
      List.of(type("AveragePooling1D"), type("AveragePooling2D"), type("AveragePooling3D"));

  static final List<LayerType> TYPES =
      java.util.stream.Stream.concat(MAX.stream(), AVERAGE.stream()).toList();

  private static LayerType type(String className) {
    return LayerType.of(
        className,
        Pooling::new,
        "pool_size",
        2,
        "strides",
        null,
        "padding",
        "valid",
        "data_format",
        "channels_last");
  }

  /** A MaxPooling2D whose windows touch. */
  public static Pooling max2d(int size) {
    return new Pooling(MAX.get(1).create("pool_size", size).config());
  }

  /** An AveragePooling2D whose windows touch. */
  public static Pooling average2d(int size) {
    return new Pooling(AVERAGE.get(1).create("pool_size", size).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    boolean max = MAX.contains(config.type());
    int rank = 1 + (max ? MAX : AVERAGE).indexOf(config.type());
    int[] size = config.sizes("pool_size", rank);
    int[] strides = config.has("strides") ? config.sizes("strides", rank) : size;
    int[] ones = new int[rank];
    Arrays.fill(ones, 1);
    config.word("padding", "valid", "same");
    Window window = Channels.window(config, size, strides, ones);
    Op op = max ? new MaxPool(window, false) : new AveragePool(window, false);
    Flow in = Channels.first(e, config, x, rank);
    return in.with(e.add(op, in.value())).masked(null);
  }
}

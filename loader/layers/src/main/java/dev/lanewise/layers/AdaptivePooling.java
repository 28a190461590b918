package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.Slice;
import java.util.ArrayList;
import java.util.List;

/** Largest element or mean of as many windows as the output is to have elements. */
public record AdaptivePooling(Config config) implements UnaryLayer {
  private static final List<LayerType> MAX =
      List.of(
          type("AdaptiveMaxPooling1D"), type("AdaptiveMaxPooling2D"), type("AdaptiveMaxPooling3D"));
  private static final List<LayerType> AVERAGE =
      List.of(
          type("AdaptiveAveragePooling1D"),
          type("AdaptiveAveragePooling2D"),
          type("AdaptiveAveragePooling3D"));

  static final List<LayerType> TYPES =
      java.util.stream.Stream.concat(MAX.stream(), AVERAGE.stream()).toList();

  private static LayerType type(String className) {
    return LayerType.of(
        className,
        AdaptivePooling::new,
        "output_size",
        LayerType.REQUIRED,
        "data_format",
        "channels_last");
  }

  /** An AdaptiveAveragePooling2D. */
  public static AdaptivePooling average2d(int height, int width) {
    return new AdaptivePooling(
        AVERAGE.get(1).create("output_size", new int[] {height, width}).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    boolean max = MAX.contains(config.type());
    int rank = 1 + (max ? MAX : AVERAGE).indexOf(config.type());
    int[] sizes = config.sizes("output_size", rank);
    Flow in = Channels.first(e, config, x, rank).masked(null);
    Value y = in.value();
    // Windows are products of intervals, so that one dimension can be reduced after the other.
    for (int i = 0; i < rank; i++) {
      int length = Flow.shape(in.value()).dim(i + 2);
      if (length < 0) {
        throw config.unsupported("inputs of a size that the model leaves open");
      }
      y = length == sizes[i] ? y : reduced(e, y, i + 2, length, sizes[i], max);
    }
    return in.with(y);
  }

  private static Value reduced(Emitter e, Value x, int axis, int in, int out, boolean max) {
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < out; i++) {
      long from = (long) i * in / out;
      long to = ((i + 1L) * in + out - 1) / out;
      Value part = e.add(new Slice(), x, e.longs(from), e.longs(to), e.longs((long) axis));
      parts.add(
          max
              ? e.add(new ReduceMax(true, false), part, e.longs((long) axis))
              : e.add(new ReduceMean(true, false), part, e.longs((long) axis)));
    }
    return e.add(new Concat(axis), parts.toArray(new Value[0]));
  }
}

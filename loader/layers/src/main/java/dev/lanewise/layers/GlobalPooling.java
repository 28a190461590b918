package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Div;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.GlobalMaxPool;
import dev.lanewise.op.Mul;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Unsqueeze;
import java.util.List;

/** Largest element or mean of each channel. */
public record GlobalPooling(Config config) implements UnaryLayer {
  private static final List<LayerType> MAX =
      List.of(type("GlobalMaxPooling1D"), type("GlobalMaxPooling2D"), type("GlobalMaxPooling3D"));
  private static final List<LayerType> AVERAGE =
      List.of(
          type("GlobalAveragePooling1D"),
          type("GlobalAveragePooling2D"),
          type("GlobalAveragePooling3D"));

  static final List<LayerType> TYPES =
      java.util.stream.Stream.concat(MAX.stream(), AVERAGE.stream()).toList();

  private static LayerType type(String className) {
    return LayerType.of(
        className, GlobalPooling::new, "data_format", "channels_last", "keepdims", false);
  }

  /** A GlobalAveragePooling1D: the mean over the steps of a sequence. */
  public static GlobalPooling average1d() {
    return new GlobalPooling(AVERAGE.get(0).create().config());
  }

  /** A GlobalAveragePooling2D without spatial dimensions in its output. */
  public static GlobalPooling average2d() {
    return new GlobalPooling(AVERAGE.get(1).create().config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    boolean max = MAX.contains(config.type());
    int rank = 1 + (max ? MAX : AVERAGE).indexOf(config.type());
    Value mask = x.mask();
    if (!max && mask != null && rank == 1 && config.channelsLast()) {
      return masked(e, x, mask);
    }
    Flow in = Channels.first(e, config, x, rank).masked(null);
    Value y = e.add(max ? new GlobalMaxPool() : new GlobalAveragePool(), in.value());
    int channels = Flow.shape(y).dim(1);
    return config.flag("keepdims")
        ? in.with(y)
        : Flow.of(channels >= 0 ? e.reshape(y, -1, channels) : e.reshape(y, 0, -1));
  }

  /** The mean over the time steps that count. */
  private Flow masked(Emitter e, Flow x, Value mask) {
    boolean keep = config.flag("keepdims");
    Value weights = e.add(new Unsqueeze(), e.cast(mask, x.dtype()), e.longs(2L));
    Value sum =
        e.add(new ReduceSum(keep, false), e.add(new Mul(), e.logical(x), weights), e.longs(1L));
    return Flow.of(e.add(new Div(), sum, e.add(new ReduceSum(keep, false), weights, e.longs(1L))));
  }
}

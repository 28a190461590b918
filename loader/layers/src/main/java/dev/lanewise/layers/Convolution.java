package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Transpose;
import java.util.List;

/** Convolution over one, two or three spatial dimensions: Conv1D, Conv2D, Conv3D. */
public record Convolution(Config config) implements UnaryLayer {
  private static final LayerType ONE = type("Conv1D");
  private static final LayerType TWO = type("Conv2D");
  private static final LayerType THREE = type("Conv3D");

  static final List<LayerType> TYPES = List.of(ONE, TWO, THREE);

  private static LayerType type(String className) {
    return LayerType.of(
        className,
        Convolution::new,
        "filters",
        LayerType.REQUIRED,
        "kernel_size",
        LayerType.REQUIRED,
        "strides",
        1,
        "padding",
        "valid",
        "data_format",
        "channels_last",
        "dilation_rate",
        1,
        "groups",
        1,
        "activation",
        "linear",
        "use_bias",
        true,
        "kernel_initializer",
        "glorot_uniform",
        "bias_initializer",
        "zeros");
  }

  /** Checks sizes and words. */
  public Convolution {
    int rank = rank(config);
    config.positive("filters");
    config.positive("groups");
    Channels.window(
        config,
        config.sizes("kernel_size", rank),
        config.sizes("strides", rank),
        config.sizes("dilation_rate", rank));
    config.activation("activation");
  }

  /** A Conv1D without activation. */
  public static Convolution conv1d(int filters, int kernel) {
    return new Convolution(ONE.create("filters", filters, "kernel_size", kernel).config());
  }

  /** A Conv2D with a square kernel, without activation. */
  public static Convolution conv2d(int filters, int kernel) {
    return new Convolution(TWO.create("filters", filters, "kernel_size", kernel).config());
  }

  /** A Conv3D with a cubic kernel, without activation. */
  public static Convolution conv3d(int filters, int kernel) {
    return new Convolution(THREE.create("filters", filters, "kernel_size", kernel).config());
  }

  private static int rank(Config config) {
    return 1 + TYPES.indexOf(config.type());
  }

  /** Number of output channels. */
  public int filters() {
    return config.positive("filters");
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int rank = rank(config);
    Flow in = Channels.first(e, config, x, rank);
    int groups = config.positive("groups");
    int channels = Flow.shape(in.value()).dim(1);
    if (channels > 0 && (channels % groups != 0 || filters() % groups != 0)) {
      throw config.fail(
          groups + " groups do not divide " + channels + " and " + filters() + " channels");
    }
    int[] kernel = config.sizes("kernel_size", rank);
    int[] shape = new int[rank + 2];
    System.arraycopy(kernel, 0, shape, 0, rank);
    shape[rank] = channels < 0 ? channels : channels / groups;
    shape[rank + 1] = filters();
    Value weight = outputsFirst(e, e.weight(config, "kernel", shape));
    Value bias = config.flag("use_bias") ? e.weight(config, "bias", filters()) : null;
    Conv conv =
        new Conv(
            Channels.window(
                config, kernel, config.sizes("strides", rank), config.sizes("dilation_rate", rank)),
            groups);
    Flow y = in.with(e.add(conv, in.value(), weight, bias)).masked(null);
    return config.activation("activation").apply(e, y);
  }

  /** {@code [kernel..., in, out]} as {@code [out, in, kernel...]}. */
  static Value outputsFirst(Emitter e, Value kernel) {
    int rank = Flow.shape(kernel).rank();
    int[] permutation = new int[rank];
    permutation[0] = rank - 1;
    permutation[1] = rank - 2;
    for (int i = 2; i < rank; i++) {
      permutation[i] = i - 2;
    }
    return e.add(new Transpose(permutation), kernel);
  }
}

package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.ConvTranspose;
import dev.lanewise.op.Window;
import java.util.List;

/** The transpose of a convolution: Conv1DTranspose, Conv2DTranspose, Conv3DTranspose. */
public record TransposedConvolution(Config config) implements UnaryLayer {
  private static final LayerType TWO = type("Conv2DTranspose");

  static final List<LayerType> TYPES =
      List.of(type("Conv1DTranspose"), TWO, type("Conv3DTranspose"));

  private static LayerType type(String className) {
    return LayerType.of(
        className,
        TransposedConvolution::new,
        "filters",
        LayerType.REQUIRED,
        "kernel_size",
        LayerType.REQUIRED,
        "strides",
        1,
        "padding",
        "valid",
        "output_padding",
        null,
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

  /** A Conv2DTranspose with a square kernel, without activation. */
  public static TransposedConvolution conv2d(int filters, int kernel, int stride) {
    return new TransposedConvolution(
        TWO.create("filters", filters, "kernel_size", kernel, "strides", stride).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    int rank = 1 + TYPES.indexOf(config.type());
    if (config.integer("groups") != 1) {
      throw config.unsupported("groups of a transposed convolution");
    }
    Flow in = Channels.first(e, config, x, rank);
    int filters = config.positive("filters");
    int[] kernel = config.sizes("kernel_size", rank);
    int[] shape = new int[rank + 2];
    System.arraycopy(kernel, 0, shape, 0, rank);
    shape[rank] = filters;
    shape[rank + 1] = Flow.shape(in.value()).dim(1);
    // [kernel..., out, in] becomes [in, out, kernel...].
    Value weight = Convolution.outputsFirst(e, e.weight(config, "kernel", shape));
    Value bias = config.flag("use_bias") ? e.weight(config, "bias", filters) : null;
    Value y = e.add(operator(rank, kernel), in.value(), weight, bias);
    return config.activation("activation").apply(e, in.with(y).masked(null));
  }

  /**
   * The output has {@code in · stride} elements with padding {@code same}, and with {@code valid}
   * what the kernel adds beyond; a given output padding counts from the smallest size instead.
   */
  private ConvTranspose operator(int rank, int[] kernel) {
    int[] strides = config.sizes("strides", rank);
    int[] dilations = config.sizes("dilation_rate", rank);
    boolean same = config.word("padding", "valid", "same").equals("same");
    int[] given = config.has("output_padding") ? outputPadding(rank) : null;
    int[] pads = new int[2 * rank];
    int[] extra = new int[rank];
    for (int i = 0; i < rank; i++) {
      int span = (kernel[i] - 1) * dilations[i] + 1;
      int surplus = span - strides[i];
      if (given != null) {
        // Keras trims half a kernel at both ends before it adds the output padding.
        surplus = same ? 2 * (span / 2) - given[i] : -given[i];
      } else if (!same) {
        surplus = Math.min(0, surplus);
      }
      pads[i] = Math.max(0, surplus) / 2;
      pads[rank + i] = Math.max(0, surplus) - pads[i];
      extra[i] = Math.max(0, -surplus);
    }
    return new ConvTranspose(
        new Window(AutoPad.NOTSET, kernel, strides, dilations, pads, false), 1, extra, new int[0]);
  }

  private int[] outputPadding(int rank) {
    int[] list = config.integers("output_padding");
    int[] all = new int[rank];
    for (int i = 0; i < rank; i++) {
      all[i] = list[Math.min(i, list.length - 1)];
      if (all[i] < 0) {
        throw config.fail("'output_padding' must not be negative");
      }
    }
    return all;
  }
}

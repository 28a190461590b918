package dev.lanewise.layers;

import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Window;

/** What layers with spatial dimensions share: order of channels, windows, padding. */
final class Channels {
  private static final int[] NONE = {};

  private Channels() {}

  /** The input as {@code [N, C, spatial...]}; the order says where the layer has its channels. */
  static Flow first(Emitter e, Config config, Flow x, int spatial) {
    if (x.rank() != spatial + 2) {
      throw config.fail("needs an input of " + (spatial + 2) + " dimensions, got " + x.shape());
    }
    return config.channelsLast() ? e.channelsFirst(x) : Flow.of(e.logical(x)).masked(x.mask());
  }

  /** A window with the padding that a configuration names. */
  static Window window(Config config, int[] kernel, int[] strides, int[] dilations) {
    String padding = config.word("padding", "valid", "same", "causal");
    if (!padding.equals("causal")) {
      AutoPad pad = padding.equals("same") ? AutoPad.SAME_UPPER : AutoPad.VALID;
      return new Window(pad, kernel, strides, dilations, NONE, false);
    }
    if (kernel.length != 1) {
      throw config.fail("only one-dimensional convolutions can be causal");
    }
    int begin = Math.multiplyExact(kernel[0] - 1, dilations[0]);
    return new Window(AutoPad.NOTSET, kernel, strides, dilations, new int[] {begin, 0}, false);
  }
}

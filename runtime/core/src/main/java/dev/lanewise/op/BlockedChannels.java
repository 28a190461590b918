package dev.lanewise.op;

import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;

/**
 * Makes a blocked activation out of channels of others that are in the same layout: what joining,
 * splitting, selecting and permuting channels come to.
 */
final class BlockedChannels {
  private static final int GRAIN_ELEMENTS = 40_000;

  private final Layout layout;
  private final int pixels;
  private final int channels;
  private final int[] source;
  private final int[] channel;
  private final int[] imageStride;

  /**
   * The channels of one output.
   *
   * @param pixels pixels of all activations
   * @param source for each output channel the number of the activation it comes from
   * @param channel for each output channel the channel it is there
   * @param available channels of each activation
   */
  BlockedChannels(Layout layout, int pixels, int[] source, int[] channel, int[] available) {
    this.layout = layout;
    this.pixels = pixels;
    this.channels = channel.length;
    this.source = source;
    this.channel = channel;
    this.imageStride = new int[available.length];
    for (int i = 0; i < available.length; i++) {
      imageStride[i] = layout.imageStride(available[i], pixels);
    }
  }

  /** Whether input i comes in blocks, as a FLOAT with batch, channels and pixels. */
  static boolean comesBlocked(LayoutQuery q, int i) {
    return !q.layout(i).isPlain() && q.dtype(i) == DType.FLOAT && q.shape(i).rank() >= 3;
  }

  /** Adds the step that selects channels of input 0 for output o. */
  static void select(Lowering l, String description, int[] channel, int o) {
    Shape x = l.shape(0);
    BlockedChannels selection =
        new BlockedChannels(
            l.layout(0),
            x.size(2, x.rank()),
            new int[channel.length],
            channel,
            new int[] {x.dim(1)});
    selection.emit(l, description, x.dim(0), new Ref[] {l.input(0)}, l.output(o));
  }

  /** Adds the step; {@code x} are the places of the activations in their order. */
  void emit(Lowering l, String description, int batch, Ref[] x, Ref y) {
    int blocks = layout.blocks(channels);
    int total = pixels == 0 ? 0 : batch * blocks;
    int grain = Math.max(1, GRAIN_ELEMENTS / Math.max(1, pixels * layout.block()));
    int images = layout.imageStride(channels, pixels);
    int planes = layout.planeStride(pixels);
    Step.Range body =
        (frame, first, end) -> {
          float[] to = frame.floats(y);
          for (int u = first; u < end; u++) {
            int n = u / blocks;
            int k = u - n * blocks;
            int at = y.offset() + n * images + k * planes;
            if (isWhole(k)) {
              int s = source[k * layout.block()];
              int from = x[s].offset() + n * imageStride[s] + place(channel[k * layout.block()]);
              System.arraycopy(frame.floats(x[s]), from, to, at, pixels * layout.block());
              continue;
            }
            for (int lane = 0; lane < layout.block(); lane++) {
              int c = k * layout.block() + lane;
              if (c >= channels) {
                fill(to, at + lane);
              } else {
                int s = source[c];
                int from = x[s].offset() + n * imageStride[s] + place(channel[c]);
                lane(frame.floats(x[s]), from, to, at + lane);
              }
            }
          }
        };
    l.emitRange(description, total, grain, body);
  }

  /** Whether output block k is a block of one activation, apart from channels that do not count. */
  private boolean isWhole(int k) {
    int c = k * layout.block();
    if (channel[c] % layout.block() != 0) {
      return false;
    }
    int n = Math.min(layout.block(), channels - c);
    for (int lane = 1; lane < n; lane++) {
      if (source[c + lane] != source[c] || channel[c + lane] != channel[c] + lane) {
        return false;
      }
    }
    return true;
  }

  private int place(int c) {
    return c / layout.block() * layout.planeStride(pixels) + c % layout.block();
  }

  private void lane(float[] x, int from, float[] y, int to) {
    int step = layout.block();
    for (int p = 0; p < pixels; p++) {
      y[to + p * step] = x[from + p * step];
    }
  }

  private void fill(float[] y, int to) {
    int step = layout.block();
    for (int p = 0; p < pixels; p++) {
      y[to + p * step] = 0;
    }
  }
}

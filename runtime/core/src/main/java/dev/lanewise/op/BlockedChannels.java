package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.kernel.BlockMix;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an activation out of channels of others that are in the same layout: what joining,
 * splitting, selecting, permuting and padding channels come to. Blocks that are as they were are
 * copied, others are mixed lane by lane.
 */
final class BlockedChannels {
  /** In place of a channel: one that is 0 everywhere. */
  static final int ZERO = -1;

  private static final int GRAIN_ELEMENTS = 40_000;

  /** Pixels whose blocks are all made before going on, so that sources are read from the caches. */
  private static final int PIXELS = 64;

  private final Layout layout;
  private final int pixels;
  private final int channels;
  private final int[] source;
  private final int[] channel;
  private final int[] available;

  /**
   * The channels of one output.
   *
   * @param pixels pixels of all activations
   * @param source for each output channel the number of the activation it comes from
   * @param channel for each output channel the channel it is there, or {@link #ZERO}
   * @param available channels of each activation
   */
  BlockedChannels(Layout layout, int pixels, int[] source, int[] channel, int[] available) {
    this.layout = layout;
    this.pixels = pixels;
    this.channels = channel.length;
    this.source = source;
    this.channel = channel;
    this.available = available;
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

  /**
   * Adds the step that makes output 0 of channels of all inputs, counted one input after the other.
   */
  static void join(Lowering l, String description, int[] channel) {
    Shape y = l.outputShape(0);
    Ref[] x = new Ref[l.inputs()];
    int[] available = new int[x.length];
    int[] of = new int[channel.length];
    int[] there = channel.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] = l.input(i);
      available[i] = l.shape(i).dim(1);
    }
    for (int c = 0; c < there.length; c++) {
      while (there[c] >= available[of[c]]) {
        there[c] -= available[of[c]];
        of[c]++;
      }
    }
    new BlockedChannels(l.outputLayout(0), y.size(2, y.rank()), of, there, available)
        .emit(l, description, y.dim(0), x, l.output(0));
  }

  /** Adds the step; {@code x} are the places of the activations in their order. */
  void emit(Lowering l, String description, int batch, Ref[] x, Ref y) {
    int blocks = layout.blocks(channels);
    int images = layout.imageStride(channels, pixels);
    int planes = layout.planeStride(pixels);
    Piece[] pieces = pieces(l.kernels().move());
    int chunks = (pixels + PIXELS - 1) / PIXELS;
    int chunkElements = blocks * Math.min(pixels, PIXELS) * layout.block();
    Step.Range body =
        (frame, first, end) -> {
          float[] to = frame.floats(y);
          for (int u = first; u < end; u++) {
            int n = u / chunks;
            int pixel = u % chunks * PIXELS;
            int count = Math.min(PIXELS, pixels - pixel);
            int at = y.offset() + n * images + pixel * layout.block();
            for (Piece piece : pieces) {
              piece.run(frame, x, n, pixel, count, to, at + piece.block * planes);
            }
          }
        };
    l.emitRange(
        description,
        blocks == 0 ? 0 : batch * chunks,
        Math.max(1, GRAIN_ELEMENTS / Math.max(1, chunkElements)),
        body);
  }

  private Piece[] pieces(Move move) {
    List<Piece> pieces = new ArrayList<>();
    int block = layout.block();
    int[] firstBlock = new int[available.length + 1];
    for (int s = 0; s < available.length; s++) {
      firstBlock[s + 1] = firstBlock[s] + layout.blocks(available[s]);
    }
    for (int k = 0; k < layout.blocks(channels); k++) {
      int[] places = new int[block];
      Arrays.fill(places, -1);
      for (int c = k * block; c < Math.min(channels, (k + 1) * block); c++) {
        if (channel[c] != ZERO) {
          places[c % block] = firstBlock[source[c]] * block + channel[c];
        }
      }
      boolean whole = isWhole(k);
      for (BlockMix mix : BlockMix.of(places)) {
        int[] of = new int[Move.MIXED];
        int[] number = new int[Move.MIXED];
        for (int i = 0; i < Move.MIXED; i++) {
          while (mix.source(i) >= firstBlock[of[i] + 1]) {
            of[i]++;
          }
          number[i] = mix.source(i) - firstBlock[of[i]];
        }
        Move.Mix kernel = whole ? null : move.mix(block, mix.lanes(), mix.keeps());
        pieces.add(new Piece(k, kernel, of, number));
      }
    }
    return pieces.toArray(new Piece[0]);
  }

  /** Whether output block k is a block of one activation. */
  private boolean isWhole(int k) {
    int c = k * layout.block();
    if (channel[c] == ZERO || channel[c] % layout.block() != 0) {
      return false;
    }
    int n = Math.min(layout.block(), channels - c);
    for (int lane = 1; lane < n; lane++) {
      if (source[c + lane] != source[c] || channel[c + lane] != channel[c] + lane) {
        return false;
      }
    }
    return n == layout.block() || channel[c] + n == available[source[c]];
  }

  /** What makes a block, or the rest of it: a copy if {@code mix} is null. */
  private final class Piece {
    private final int block;
    private final Move.@Nullable Mix mix;
    private final int[] source;
    private final int[] number;

    Piece(int block, Move.@Nullable Mix mix, int[] source, int[] number) {
      this.block = block;
      this.mix = mix;
      this.source = source;
      this.number = number;
    }

    void run(Frame frame, Ref[] x, int n, int pixel, int count, float[] to, int at) {
      float[] first = frame.floats(x[source[0]]);
      int firstAt = place(x, 0, n, pixel);
      if (mix == null) {
        System.arraycopy(first, firstAt, to, at, count * layout.block());
        return;
      }
      mix.run(
          first,
          firstAt,
          frame.floats(x[source[1]]),
          place(x, 1, n, pixel),
          frame.floats(x[source[2]]),
          place(x, 2, n, pixel),
          frame.floats(x[source[3]]),
          place(x, 3, n, pixel),
          to,
          at,
          count);
    }

    private int place(Ref[] x, int i, int n, int pixel) {
      int s = source[i];
      return x[s].offset()
          + n * layout.imageStride(available[s], pixels)
          + number[i] * layout.planeStride(pixels)
          + pixel * layout.block();
    }
  }
}

package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvGradientKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.scalar.ScalarConvGradient;
import java.util.Arrays;

/**
 * Weight derivatives of dense convolutions without a matrix of windows: an element of the weight is
 * the sum over all output pixels of the derivative there times the input pixel that its tap sees.
 * {@link GradientTile} keeps four taps or input channels times two vectors of output channels in
 * registers while it walks over an image.
 *
 * <p>Input channels come in groups: the 8 of a channel block, or all of a plain input with few
 * channels. A row is one tap of one channel of a group.
 */
final class VectorConvGradient implements ConvGradientKernel {
  private static final int FEW_CHANNELS = 4;
  private static final int PANEL = 2 * L;

  private final ConvShape s;
  private final Layout input;
  private final Layout output;
  private final int block;
  private final int groups;
  private final int taps;
  private final int rows;
  private final int[] offsets;
  private final int panels;
  private final boolean padded;
  private final int width;
  private final int plane;
  private final int height;

  private VectorConvGradient(ConvShape s, Layout layout) {
    this.s = s;
    this.output = layout;
    this.input = s.inChannels() <= FEW_CHANNELS ? Layout.PLAIN : layout;
    this.block = input.block();
    this.groups = input.isPlain() ? 1 : input.blocks(s.inChannels());
    this.taps = s.kernelHeight() * s.kernelWidth();
    int all = (input.isPlain() ? s.inChannels() : block) * taps;
    this.rows = Blocking.ceil(all, GradientTile.ROWS) * GradientTile.ROWS;
    this.panels = Blocking.ceil(s.outChannels(), PANEL);
    int reachedRows =
        (s.outHeight() - 1) * s.strideHeight() + (s.kernelHeight() - 1) * s.dilationHeight() + 1;
    int reachedColumns =
        (s.outWidth() - 1) * s.strideWidth() + (s.kernelWidth() - 1) * s.dilationWidth() + 1;
    this.padded =
        s.padTop() != 0
            || s.padLeft() != 0
            || reachedRows > s.inHeight()
            || reachedColumns > s.inWidth();
    this.width = padded ? reachedColumns : s.inWidth();
    this.height = padded ? reachedRows : s.inHeight();
    this.plane = padded ? height * width * block : input.planeStride(s.inPixels());
    this.offsets = new int[rows];
    for (int r = 0; r < all; r++) {
      int tap = input.isPlain() ? r % taps : r / block;
      int channel = input.isPlain() ? r / taps * plane : r % block;
      int line = tap / s.kernelWidth() * s.dilationHeight();
      int column = tap % s.kernelWidth() * s.dilationWidth();
      offsets[r] = channel + (line * width + column) * block;
    }
  }

  /** The best kernel for a convolution. */
  static ConvGradientKernel of(ConvShape s, Layout layout, int threads) {
    boolean dense = s.groups() == 1 && s.outChannels() > FEW_CHANNELS && layout.block() % L == 0;
    return dense ? new VectorConvGradient(s, layout) : new ScalarConvGradient(s, threads);
  }

  @Override
  public Layout input() {
    return input;
  }

  @Override
  public Layout output() {
    return output;
  }

  @Override
  public String describe() {
    return "tiles of 4×" + PANEL + ", " + groups * rows + " taps" + (padded ? ", padded" : "");
  }

  @Override
  public int phases() {
    return 3;
  }

  @Override
  public int tasks(int phase) {
    return switch (phase) {
      case 0 -> padded ? s.batch() : 1;
      case 1 -> groups * panels;
      default -> panels;
    };
  }

  /** Planes of an image of the input. */
  private int planes() {
    return input.isPlain() ? s.inChannels() : groups;
  }

  private int paddedLength() {
    return padded ? Math.multiplyExact(s.batch() * planes(), plane) : 0;
  }

  @Override
  public int scratch() {
    return Math.addExact(paddedLength(), groups * rows * panels * PANEL);
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    switch (phase) {
      case 0 -> {
        if (padded) {
          pad(o, task);
        }
      }
      case 1 -> sum(o, task / panels, task % panels);
      default -> store(o, task);
    }
  }

  /** Copies an image into planes with zeros around it. */
  private void pad(Operands o, int image) {
    int count = planes() * plane;
    int to = o.scratchAt + image * count;
    Arrays.fill(o.scratch, to, to + count, 0);
    int firstColumn = Math.max(0, s.padLeft());
    int columns = Math.min(s.inWidth() + s.padLeft(), width) - firstColumn;
    int stride = input.planeStride(s.inPixels());
    for (int p = 0; p < planes() && columns > 0; p++) {
      int from = o.xAt + (image * planes() + p) * stride;
      for (int r = Math.max(0, s.padTop()); r < Math.min(s.inHeight() + s.padTop(), height); r++) {
        System.arraycopy(
            o.x,
            from + ((r - s.padTop()) * s.inWidth() + firstColumn - s.padLeft()) * block,
            o.scratch,
            to + p * plane + (r * width + firstColumn) * block,
            columns * block);
      }
    }
  }

  /** Sums up the rows of a group for a panel of output channels. */
  private void sum(Operands o, int group, int panel) {
    float[] x = padded ? o.scratch : o.x;
    int image = planes() * plane;
    int first = (padded ? o.scratchAt : o.xAt) + group * plane;
    int sums = sums(o, group, panel);
    int vectors = output.blocks(s.outChannels()) * (output.block() / L);
    int d0 = place(2 * panel);
    int d1 = place(Math.min(2 * panel + 1, vectors - 1));
    int line = s.strideHeight() * width * block;
    int derivatives = output.imageStride(s.outChannels(), s.outPixels());
    for (int n = 0; n < s.batch(); n++) {
      int at = first + n * image;
      int d = o.wAt + n * derivatives;
      for (int r = 0; r < rows; r += GradientTile.ROWS) {
        if (input.isPlain()) {
          GradientTile.add(
              s.outHeight(),
              s.outWidth(),
              x,
              at + offsets[r],
              offsets[r + 1] - offsets[r],
              offsets[r + 2] - offsets[r],
              offsets[r + 3] - offsets[r],
              line,
              s.strideWidth() * block,
              o.w,
              d + d0,
              d + d1,
              output.block(),
              o.scratch,
              sums + r * PANEL,
              n == 0);
        } else {
          GradientTile.addNeighbours(
              s.outHeight(),
              s.outWidth(),
              x,
              at + offsets[r],
              line,
              s.strideWidth() * block,
              o.w,
              d + d0,
              d + d1,
              output.block(),
              o.scratch,
              sums + r * PANEL,
              n == 0);
        }
      }
    }
  }

  private int sums(Operands o, int group, int panel) {
    return o.scratchAt + paddedLength() + (panel * groups + group) * rows * PANEL;
  }

  /** Where a vector of output channels begins in an image. */
  private int place(int vector) {
    int channel = vector * L;
    return channel / output.block() * output.planeStride(s.outPixels()) + channel % output.block();
  }

  /** Writes the sums of a panel in the order of weights. */
  private void store(Operands o, int panel) {
    int count = Math.min(PANEL, s.outChannels() - panel * PANEL);
    for (int c = 0; c < s.inChannels(); c++) {
      int group = input.isPlain() ? 0 : c / block;
      for (int tap = 0; tap < taps; tap++) {
        int row = input.isPlain() ? c * taps + tap : tap * block + c % block;
        int from = sums(o, group, panel) + row * PANEL;
        int to = o.yAt + (panel * PANEL * s.inChannels() + c) * taps + tap;
        for (int m = 0; m < count; m++) {
          o.y[to + m * s.inChannels() * taps] = o.scratch[from + m];
        }
      }
    }
  }
}

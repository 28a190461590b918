package dev.lanewise.vector;

import static dev.lanewise.vector.LineTransforms.POINTS;
import static dev.lanewise.vector.WinogradProducts.POINT_STRIDE;
import static dev.lanewise.vector.WinogradProducts.TILES;
import static dev.lanewise.vector.WinogradProducts.TILES_STRIDE;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A convolution along lines, with 3 to 5 taps and stride 1, as Winograd's F(m, r): a range of tiles
 * is transformed, each point is a matrix product, a panel's products are transformed back while
 * they are in the cache. Tiles of all lines of all images are numbered through.
 */
final class LineWinogradConv implements ConvKernel {
  private static final int BLOCK = Tiles.BLOCK;
  private static final int LINE = 32;

  /** Fewest tiles that keep the products busy while they go through all weights. */
  private static final int FEWEST_TILES = 12;

  /** Cycles to transform a block of a tile, measured on 24 channels with borders and copies. */
  private static final int TRANSFORM = 270;

  /**
   * The lines of a convolution.
   *
   * @param taps taps
   * @param in pixels of an input line
   * @param out pixels of an output line
   * @param pad zeros before a line
   */
  private record Lines(int taps, int in, int out, int pad) {
    /** Lines of a convolution along the width, or along the height of one column. */
    static Lines of(ConvShape s) {
      return s.kernelHeight() == 1
          ? new Lines(s.kernelWidth(), s.inWidth(), s.outWidth(), s.padLeft())
          : new Lines(s.kernelHeight(), s.inHeight(), s.outHeight(), s.padTop());
    }

    int tile() {
      return LineTransforms.tile(taps);
    }

    int tiles() {
      return Blocking.ceil(out, tile());
    }
  }

  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Layout layout;
  private final WinogradProducts products;
  private final Lines lines;
  private final int linesOfImage;
  private final int tiles;
  private final int ranges;

  /** Scratch of a worker: input, products, border tile, bias. */
  private final int productsAt;

  private final int borderAt;
  private final int biasAt;
  private final int workerFloats;
  private final int scratch;

  LineWinogradConv(ConvShape s, VectorEpilogue epilogue, Layout layout, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.layout = layout;
    lines = Lines.of(s);
    products =
        WinogradProducts.of(
            WinogradWeights.line(lines.taps), s.inChannels(), s.outChannels(), layout);
    linesOfImage = s.outPixels() / lines.out;
    tiles = s.batch() * linesOfImage * lines.tiles();
    ranges = Blocking.ceil(Blocking.ceil(tiles, TILES), threads) * threads;
    productsAt = products.inputFloats();
    borderAt = productsAt + products.productFloats();
    biasAt = borderAt + POINTS * BLOCK;
    workerFloats = biasAt + BLOCK + LINE;
    scratch = Math.multiplyExact(threads, workerFloats);
  }

  /**
   * Whether this algorithm is likely the fastest. All times are in clock cycles of one core for
   * vectors of 8 floats.
   *
   * @param other the time of another algorithm than the tiles
   */
  static boolean pays(ConvShape s, double other) {
    boolean across = s.kernelHeight() == 1 && s.padTop() == 0 && s.inHeight() == s.outHeight();
    boolean down = s.kernelWidth() == 1 && s.inWidth() == 1 && s.outWidth() == 1;
    int taps = Math.max(s.kernelHeight(), s.kernelWidth());
    if (!(across || down && s.padLeft() == 0)
        || taps < 3
        || taps > 5
        || s.strideHeight() != 1
        || s.strideWidth() != 1
        || s.dilationHeight() != 1
        || s.dilationWidth() != 1
        || s.groups() != 1
        || s.inChannels() <= BLOCK) {
      return false;
    }
    Lines lines = Lines.of(s);
    double tiles = (double) s.batch() * (s.outPixels() / lines.out) * lines.tiles();
    if (tiles < FEWEST_TILES) {
      return false;
    }
    double in = Blocking.ceil(s.inChannels(), BLOCK);
    double out = Blocking.ceil(s.outChannels(), BLOCK);
    double perMac = 1 / 16.0;
    double direct = Math.min(other, s.macs() * perMac / 0.85);
    double weights = POINTS * in * out * BLOCK * BLOCK;
    double sums = tiles * weights * perMac / 0.9;
    double reading = tiles / TILES * weights * 4 / 16;
    double transforms = tiles * (in + out) * TRANSFORM;
    return Math.max(sums, reading) + transforms < 0.95 * direct;
  }

  @Override
  public Layout input() {
    return layout;
  }

  @Override
  public Layout output() {
    return layout;
  }

  @Override
  public Packing packing() {
    return products.packing();
  }

  @Override
  public String describe() {
    return "Winograd %d in a line, %d of %d tiles"
        .formatted(lines.tile(), Blocking.ceil(tiles, ranges), tiles);
  }

  @Override
  public Set<Runnable> rehearsals() {
    Set<Runnable> rehearsals = new LinkedHashSet<>();
    for (int r = 0; r < ranges; r++) {
      int count = Blocking.cut(tiles, r + 1, ranges) - Blocking.cut(tiles, r, ranges);
      TileRehearsal.add(count, products.panels(), rehearsals);
    }
    return rehearsals;
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return ranges;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    Lanes.checkLengths(o);
    int own = o.scratchAt + worker * workerFloats;
    int tile = Blocking.cut(tiles, task, ranges);
    int count = Blocking.cut(tiles, task + 1, ranges) - tile;
    for (int t = 0; t < count; t++) {
      transformInput(o, tile + t, own + t * BLOCK, own + borderAt);
    }
    for (int p = 0; p < products.panels().count(); p++) {
      products.multiply(o, p, count, own, own + productsAt);
      for (int b = products.firstBlock(p); b < products.endBlock(p); b++) {
        int block = own + productsAt + (b - products.firstBlock(p)) * TILES_STRIDE;
        transformOutput(o, b, tile, count, block, own);
      }
    }
  }

  private void transformInput(Operands o, int tile, int to, int border) {
    int line = tile / lines.tiles();
    int first = tile % lines.tiles() * lines.tile() - lines.pad;
    int lineAt =
        o.xAt
            + line / linesOfImage * layout.imageStride(s.inChannels(), s.inPixels())
            + line % linesOfImage * lines.in * BLOCK;
    int from = Math.clamp(-first, 0, POINTS);
    int end = Math.clamp(lines.in - first, from, POINTS);
    for (int b = 0; b < products.blocks(); b++) {
      int planeAt = lineAt + b * layout.planeStride(s.inPixels());
      float[] x = o.x;
      int xAt = planeAt + first * BLOCK;
      if (end - from < POINTS) {
        Arrays.fill(o.scratch, border, border + POINTS * BLOCK, 0);
        if (from < end) {
          System.arraycopy(
              o.x, xAt + from * BLOCK, o.scratch, border + from * BLOCK, (end - from) * BLOCK);
        }
        x = o.scratch;
        xAt = border;
      }
      LineTransforms.input(x, xAt, o.scratch, to + b * products.inputStride(), TILES_STRIDE);
    }
  }

  private void transformOutput(Operands o, int block, int tile, int count, int from, int own) {
    int bias = own + biasAt;
    int channel = block * BLOCK;
    Arrays.fill(o.scratch, bias, bias + BLOCK, 0);
    if (o.bias != null) {
      int present = Math.min(BLOCK, s.outChannels() - channel);
      System.arraycopy(o.bias, o.biasAt + channel, o.scratch, bias, present);
    }
    int border = own + borderAt;
    for (int t = 0; t < count; t++) {
      int at = outputAt(tile + t, block);
      int pixels = pixels(tile + t);
      boolean whole = pixels == lines.tile();
      LineTransforms.output(
          o.scratch,
          from + t * BLOCK,
          POINT_STRIDE,
          o.scratch,
          bias,
          whole ? o.y : o.scratch,
          whole ? o.yAt + at : border,
          lines.taps);
      if (!whole) {
        System.arraycopy(o.scratch, border, o.y, o.yAt + at, pixels * BLOCK);
      }
    }
    if (epilogue.isNone() && s.outChannels() % BLOCK == 0) {
      return;
    }
    for (int t = tile; t < tile + count; t++) {
      int at = outputAt(t, block);
      int pixels = pixels(t);
      epilogue.block(o, at, pixels, channel, s.outChannels(), o.scratch, bias);
    }
  }

  /** Pixels of the output that a tile has. */
  private int pixels(int tile) {
    return Math.min(lines.tile(), lines.out - tile % lines.tiles() * lines.tile());
  }

  /** Where a tile begins in a block of the output. */
  private int outputAt(int tile, int block) {
    int line = tile / lines.tiles();
    int first = tile % lines.tiles() * lines.tile();
    return line / linesOfImage * layout.imageStride(s.outChannels(), s.outPixels())
        + block * layout.planeStride(s.outPixels())
        + (line % linesOfImage * lines.out + first) * BLOCK;
  }
}

package dev.lanewise.vector;

import static dev.lanewise.vector.WinogradProducts.TILES;
import static dev.lanewise.vector.WinogradProducts.TILES_STRIDE;
import static dev.lanewise.vector.WinogradTransforms.INPUT;
import static dev.lanewise.vector.WinogradTransforms.POINTS;
import static dev.lanewise.vector.WinogradTransforms.TILE;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A 3×3 convolution of stride 1 as Winograd's F(4×4, 3×3): a range of tiles is transformed, each
 * point of the transformed tiles is a matrix product by {@link Tiles}, a panel's products are
 * transformed back while they are in the cache. Tiles of all images are numbered through.
 *
 * <p>Where there are too few tiles for all threads, the input is transformed in a phase of its own
 * and panels are shared out.
 */
final class WinogradConv implements ConvKernel {
  private static final int BLOCK = Tiles.BLOCK;

  /** Fewest tiles worth going through all weights for. */
  private static final int WORTHWHILE = 12;

  private static final int LINE = 32;

  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Layout layout;
  private final WinogradProducts products;
  private final int blocks;
  private final int tilesAcross;
  private final int tilesDown;
  private final int tiles;
  private final int ranges;
  private final int panelRanges;
  private final int inputRanges;
  private final int input;

  /** Scratch: shared input, then for each worker input, products, work, border tile, bias. */
  private final int workersAt;

  private final int productsAt;
  private final int workAt;
  private final int borderAt;
  private final int biasAt;
  private final int workerFloats;
  private final int scratch;

  WinogradConv(ConvShape s, VectorEpilogue epilogue, Layout layout, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.layout = layout;
    products = WinogradProducts.of(WinogradWeights.SQUARE, s.inChannels(), s.outChannels(), layout);
    blocks = products.blocks();
    int panels = products.panels().count();
    tilesAcross = Blocking.ceil(s.outWidth(), TILE);
    tilesDown = Blocking.ceil(s.outHeight(), TILE);
    tiles = s.batch() * tilesAcross * tilesDown;
    int fewest = Blocking.ceil(tiles, TILES);
    int even = Blocking.ceil(fewest, threads) * threads;
    boolean byPanels = threads > 1 && tiles < even * WORTHWHILE;
    ranges = byPanels ? fewest : even;
    panelRanges = byPanels ? Math.min(panels, Blocking.ceil(4 * threads, ranges)) : 1;
    inputRanges = byPanels ? Math.min(blocks, Blocking.ceil(2 * threads, ranges)) : 0;

    input = products.inputFloats();
    workersAt = byPanels ? Math.multiplyExact(ranges, input) : 0;
    productsAt = byPanels ? 0 : input;
    workAt = productsAt + products.productFloats();
    borderAt = workAt + POINTS * BLOCK;
    biasAt = borderAt + POINTS * BLOCK;
    workerFloats = biasAt + BLOCK + LINE;
    scratch = Math.addExact(workersAt, Math.multiplyExact(threads, workerFloats));
  }

  /**
   * Whether this algorithm is likely the fastest. All times are in clock cycles of one core for
   * vectors of 8 floats.
   *
   * @param other the time of another algorithm than the tiles
   */
  static boolean pays(ConvShape s, double other) {
    if (s.kernelHeight() != 3
        || s.kernelWidth() != 3
        || s.strideHeight() != 1
        || s.strideWidth() != 1
        || s.dilationHeight() != 1
        || s.dilationWidth() != 1
        || s.groups() != 1
        || s.inChannels() <= BLOCK) {
      return false;
    }
    double tiles =
        (double) s.batch() * Blocking.ceil(s.outWidth(), TILE) * Blocking.ceil(s.outHeight(), TILE);
    if (tiles < 4) {
      return false;
    }
    double in = Blocking.ceil(s.inChannels(), BLOCK);
    double out = Blocking.ceil(s.outChannels(), BLOCK);
    double perMac = 1 / 16.0;
    double direct = Math.min(other, s.macs() * perMac / 0.85);
    double products = POINTS * tiles * in * out * BLOCK * BLOCK * perMac / (tiles < 5 ? 0.75 : 0.9);
    double transforms = tiles * (in * 170 + out * 140);
    double weightBytes = POINTS * in * out * BLOCK * BLOCK * 4;
    double reading = weightBytes > 16e6 ? weightBytes / 4.5 : 0;
    return Math.max(products, reading) + transforms < 0.95 * direct;
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
    return "Winograd 4×4, %d of %d tiles".formatted(Blocking.ceil(tiles, ranges), tiles);
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
    return inputRanges > 0 ? 2 : 1;
  }

  @Override
  public int tasks(int phase) {
    return ranges * (phase + 1 < phases() ? inputRanges : panelRanges);
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    Lanes.checkLengths(o);
    int own = o.scratchAt + workersAt + worker * workerFloats;
    if (phase + 1 < phases()) {
      int range = task / inputRanges;
      int from = Blocking.cut(blocks, task % inputRanges, inputRanges);
      int to = Blocking.cut(blocks, task % inputRanges + 1, inputRanges);
      transformInput(o, range, from, to, o.scratchAt + range * input, own);
      return;
    }
    int range = task / panelRanges;
    int inputAt = o.scratchAt + range * input;
    if (inputRanges == 0) {
      inputAt = own;
      transformInput(o, range, 0, blocks, inputAt, own);
    }
    int tile = Blocking.cut(tiles, range, ranges);
    int count = Blocking.cut(tiles, range + 1, ranges) - tile;
    int panels = products.panels().count();
    int panelTo = Blocking.cut(panels, task % panelRanges + 1, panelRanges);
    for (int p = Blocking.cut(panels, task % panelRanges, panelRanges); p < panelTo; p++) {
      products.multiply(o, p, count, inputAt, own + productsAt);
      transformOutput(o, p, tile, count, own);
    }
  }

  private void transformInput(
      Operands o, int range, int blockFrom, int blockTo, int inputAt, int own) {
    int tile = Blocking.cut(tiles, range, ranges);
    int count = Blocking.cut(tiles, range + 1, ranges) - tile;
    int plane = layout.planeStride(s.inPixels());
    int image = layout.imageStride(s.inChannels(), s.inPixels());
    int row = s.inWidth() * BLOCK;
    for (int t = 0; t < count; t++) {
      int across = (tile + t) % tilesAcross;
      int down = (tile + t) / tilesAcross % tilesDown;
      int top = down * TILE - s.padTop();
      int left = across * TILE - s.padLeft();
      boolean inside =
          top >= 0 && left >= 0 && top + INPUT <= s.inHeight() && left + INPUT <= s.inWidth();
      int imageAt = o.xAt + (tile + t) / (tilesAcross * tilesDown) * image;
      for (int b = blockFrom; b < blockTo; b++) {
        float[] x = o.x;
        int xAt = imageAt + b * plane + top * row + left * BLOCK;
        int xRow = row;
        if (!inside) {
          border(o, imageAt + b * plane, top, left, own + borderAt);
          x = o.scratch;
          xAt = own + borderAt;
          xRow = INPUT * BLOCK;
        }
        WinogradTransforms.input(
            x,
            xAt,
            xRow,
            o.scratch,
            own + workAt,
            o.scratch,
            inputAt + b * products.inputStride() + t * BLOCK);
      }
    }
  }

  /** Copies an input tile with zeros for what is outside the image. */
  private void border(Operands o, int planeAt, int top, int left, int to) {
    int from = Math.clamp(-left, 0, INPUT);
    int end = Math.clamp(s.inWidth() - left, from, INPUT);
    for (int r = 0; r < INPUT; r++) {
      int rowAt = to + r * INPUT * BLOCK;
      int y = top + r;
      if (y < 0 || y >= s.inHeight()) {
        Arrays.fill(o.scratch, rowAt, rowAt + INPUT * BLOCK, 0);
        continue;
      }
      Arrays.fill(o.scratch, rowAt, rowAt + from * BLOCK, 0);
      System.arraycopy(
          o.x,
          planeAt + (y * s.inWidth() + left + from) * BLOCK,
          o.scratch,
          rowAt + from * BLOCK,
          (end - from) * BLOCK);
      Arrays.fill(o.scratch, rowAt + end * BLOCK, rowAt + INPUT * BLOCK, 0);
    }
  }

  private void transformOutput(Operands o, int panel, int tile, int count, int own) {
    int plane = layout.planeStride(s.outPixels());
    int image = layout.imageStride(s.outChannels(), s.outPixels());
    int row = s.outWidth() * BLOCK;
    int firstBlock = products.firstBlock(panel);
    for (int b = firstBlock; b < products.endBlock(panel); b++) {
      int channel = b * BLOCK;
      Arrays.fill(o.scratch, own + biasAt, own + biasAt + BLOCK, 0);
      if (o.bias != null) {
        int present = Math.min(BLOCK, s.outChannels() - channel);
        System.arraycopy(o.bias, o.biasAt + channel, o.scratch, own + biasAt, present);
      }
      int from = own + productsAt + (b - firstBlock) * TILES_STRIDE;
      for (int t = 0; t < count; t++) {
        int across = (tile + t) % tilesAcross;
        int down = (tile + t) / tilesAcross % tilesDown;
        int planeAt = (tile + t) / (tilesAcross * tilesDown) * image + b * plane;
        int at = planeAt + down * TILE * row + across * TILE * BLOCK;
        int rows = Math.min(TILE, s.outHeight() - down * TILE);
        int columns = Math.min(TILE, s.outWidth() - across * TILE);
        boolean whole = rows == TILE && columns == TILE;
        WinogradTransforms.output(
            o.scratch,
            from + t * BLOCK,
            o.scratch,
            own + biasAt,
            o.scratch,
            own + workAt,
            whole ? o.y : o.scratch,
            whole ? o.yAt + at : own + borderAt,
            whole ? row : TILE * BLOCK);
        if (!whole) {
          for (int r = 0; r < rows; r++) {
            System.arraycopy(
                o.scratch,
                own + borderAt + r * TILE * BLOCK,
                o.y,
                o.yAt + at + r * row,
                columns * BLOCK);
          }
        }
      }
      finish(o, tile, count, b, own);
    }
  }

  /** Residual and activation, row by row of each row of tiles. */
  private void finish(Operands o, int tile, int count, int block, int own) {
    if (epilogue.isNone() && s.outChannels() % BLOCK == 0) {
      return;
    }
    int plane = layout.planeStride(s.outPixels());
    int image = layout.imageStride(s.outChannels(), s.outPixels());
    int t = tile;
    while (t < tile + count) {
      int across = t % tilesAcross;
      int down = t / tilesAcross % tilesDown;
      int n = Math.min(tilesAcross - across, tile + count - t);
      int column = across * TILE;
      int columns = Math.min(s.outWidth() - column, n * TILE);
      int rows = Math.min(TILE, s.outHeight() - down * TILE);
      int planeAt = t / (tilesAcross * tilesDown) * image + block * plane;
      for (int r = 0; r < rows; r++) {
        int at = planeAt + ((down * TILE + r) * s.outWidth() + column) * BLOCK;
        epilogue.block(o, at, columns, block * BLOCK, s.outChannels(), o.scratch, own + biasAt);
      }
      t += n;
    }
  }
}

package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.PreparedKernel;
import dev.lanewise.vector.Blocking.Range;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product of pixels with weights by {@link Tiles}: what dense convolutions and matrix products
 * have in common. Pixel ranges are outermost, then steps of the sum, then panels of weights, then
 * tiles: a step's weights stay in the first-level cache, its pixels in the second-level cache.
 *
 * <p>Weights or pixels that several tasks share are packed in a phase of their own; weights that
 * are used once, some panels at a time where they are used.
 */
final class TiledProduct implements PreparedKernel {
  private static final int BLOCK = Tiles.BLOCK;
  private static final Layout BLOCKED = new Layout(BLOCK);

  /** Floats of weights that are packed at once where they are used. */
  private static final int OWN_WEIGHTS = 32 * 1024;

  /**
   * Most blocks of 8 that are summed up in one chain. The error of a sum grows with the length of
   * its chains; each takes about 36 instructions to load, add and store.
   */
  private static final int CHAIN = 32;

  /** Keeps workers from writing to the same cache line. */
  private static final int LINE = 32;

  /**
   * Sizes.
   *
   * @param parts products with weights and channels of their own on the same images
   * @param batch images
   * @param pixels pixels (rows) of an image
   * @param blocks blocks of 8 of the sum
   * @param channels channels (columns) of output of one part; 0 if the bias is added later
   * @param panels how they are cut
   */
  record Size(int parts, int batch, int pixels, int blocks, int channels, Panels panels) {}

  private final Size size;
  private final PixelSource source;
  private final @Nullable ProductWeights weights;
  private final ProductOutput output;
  private final Blocking blocking;
  private final Range[][] tasks;

  private final int partWeights;

  /** Whether nothing is multiplied with a panel twice, so that it is packed where it is used. */
  private final boolean ownWeights;

  private final int group;
  private final int weightTasks;
  private final int leftTasks;
  private final int leftStride;
  private final boolean keepsSums;
  private final int together;

  /**
   * Scratch: shared weights, shared pixels, then for each worker weights, pixels, sums, start,
   * work.
   */
  private final int leftAt;

  private final int workersAt;
  private final int ownLeftAt;
  private final int sumsAt;
  private final int startAt;
  private final int packAt;
  private final int workerFloats;
  private final int scratch;

  /**
   * Chooses the cuts.
   *
   * @param weights how to pack the weights at run time; null if the operand is packed
   */
  TiledProduct(
      Size size,
      PixelSource source,
      @Nullable ProductWeights weights,
      ProductOutput output,
      int threads) {
    this.size = size;
    this.source = source;
    this.weights = weights;
    this.output = output;
    boolean packed = source instanceof PixelSource.Packed;
    boolean perImage = weights != null && weights.perImage();
    int panels = size.panels.count();
    Blocking.Sizes sizes =
        new Blocking.Sizes(
            size.parts, size.batch, size.pixels, size.blocks, panels, packed, !perImage);
    blocking = Blocking.choose(sizes, threads);
    tasks = blocking.tasks(sizes, threads);
    partWeights = size.panels.length(size.blocks);
    boolean byPanels = blocking.panelRanges() > 1;
    ownWeights =
        weights != null
            && blocking.pixelRanges() == 1
            && (perImage || size.parts * size.batch <= blocking.images());
    group = Math.clamp(OWN_WEIGHTS / (blocking.step() * Tiles.weights(2)), 2, 8);
    int useful = threads == 1 ? 1 : 4 * threads;
    if (weights == null || ownWeights) {
      weightTasks = 0;
    } else {
      weightTasks = perImage ? size.batch : Math.min(panels, useful);
    }
    leftTasks = packed && byPanels ? Math.min(size.parts * size.batch * size.blocks, useful) : 0;
    int longest = blocking.longestRange(size.pixels);
    leftStride = BLOCKED.planeStride(longest);

    leftAt = weightTasks == 0 ? 0 : floats(perImage ? size.batch : 1, partWeights, 1);
    workersAt =
        Math.addExact(
            leftAt, leftTasks == 0 ? 0 : floats(size.parts * size.batch, size.blocks, leftStride));
    ownLeftAt = ownWeights ? floats(group, blocking.step(), Tiles.weights(2)) : 0;
    sumsAt =
        ownLeftAt
            + (packed && !byPanels ? floats(blocking.images(), blocking.step(), leftStride) : 0);
    keepsSums = blocking.step() < size.blocks;
    together = output.together(blocking.images() * longest);
    int most = Blocking.ceil(panels, blocking.panelRanges());
    int kept = keepsSums ? most : Math.min(most, together);
    startAt = sumsAt + (output.isDirect() ? 0 : floats(kept, blocking.images(), longest * 2 * L));
    packAt = startAt + StartValues.LENGTH;
    int work = source instanceof PixelSource.Packed left ? left.work(longest) : 0;
    workerFloats = packAt + work + LINE;
    scratch = Math.addExact(workersAt, floats(threads, workerFloats, 1));
  }

  private static int floats(int a, int b, int c) {
    return Math.multiplyExact(Math.multiplyExact(a, b), c);
  }

  @Override
  public String describe() {
    return "tiles of %d×%d, %d pixels, %d channels%s"
        .formatted(
            Tiles.LARGEST,
            2 * L,
            blocking.longestRange(size.pixels),
            blocking.step() * BLOCK,
            source instanceof PixelSource.Packed ? ", packed" : "");
  }

  @Override
  public Set<Runnable> rehearsals() {
    Set<Runnable> rehearsals = new LinkedHashSet<>();
    for (Range[] task : tasks) {
      for (Range range : task) {
        TileRehearsal.add(range.pixels(), size.panels, rehearsals);
      }
    }
    return rehearsals;
  }

  @Override
  public int phases() {
    return weightTasks + leftTasks > 0 ? 2 : 1;
  }

  @Override
  public int tasks(int phase) {
    return phase + 1 < phases() ? weightTasks + leftTasks : tasks.length;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    Lanes.checkLengths(o);
    int workAt = o.scratchAt + workersAt + worker * workerFloats;
    if (phase + 1 == phases()) {
      for (Range range : tasks[task]) {
        compute(o, range, workAt);
      }
    } else if (weights != null && task < weightTasks) {
      packWeights(o, weights, task);
    } else {
      packLeft(o, (PixelSource.Packed) source, task - weightTasks, workAt);
    }
  }

  private void packWeights(Operands o, ProductWeights right, int task) {
    int panels = size.panels.count();
    boolean whole = right.perImage();
    int from = whole ? 0 : Blocking.cut(panels, task, weightTasks);
    int to = whole ? panels : Blocking.cut(panels, task + 1, weightTasks);
    int at = o.scratchAt + (whole ? task * partWeights : size.panels.offset(from, size.blocks));
    right.pack(o, whole ? task : 0, from, to, 0, size.blocks, o.scratch, at);
  }

  private void packLeft(Operands o, PixelSource.Packed left, int task, int workAt) {
    int total = size.parts * size.batch * size.blocks;
    int end = Blocking.cut(total, task + 1, leftTasks);
    int at = Blocking.cut(total, task, leftTasks);
    while (at < end) {
      int image = at / size.blocks;
      int block = at % size.blocks;
      int blocks = Math.min(size.blocks - block, end - at);
      left.pack(
          o,
          image / size.batch,
          image % size.batch,
          0,
          size.pixels,
          block,
          blocks,
          o.scratch,
          o.scratchAt + leftAt + at * leftStride,
          leftStride,
          workAt + packAt);
      at += blocks;
    }
  }

  private void compute(Operands o, Range range, int workAt) {
    float[] w = o.scratch;
    int wAt;
    if (weights == null) {
      w = o.w;
      wAt = o.wAt + range.part() * partWeights;
    } else {
      wAt = o.scratchAt + (weights.perImage() ? range.image() * partWeights : 0);
    }
    for (int r = 0; r < size.blocks; r += blocking.step()) {
      int blocks = Math.min(blocking.step(), size.blocks - r);
      if (source instanceof PixelSource.InPlace x) {
        int at =
            o.xAt + x.at(range.part(), range.image()) + range.pixel() * BLOCK + r * x.blockStride();
        step(o, range, r, blocks, w, wAt, o.x, at, x.blockStride(), x.imageStride(), workAt);
      } else if (leftTasks > 0) {
        int whole = size.blocks * leftStride;
        int image = range.part() * size.batch + range.image();
        int at = o.scratchAt + leftAt + image * whole + r * leftStride;
        step(o, range, r, blocks, w, wAt, o.scratch, at, leftStride, whole, workAt);
      } else {
        int at = workAt + ownLeftAt;
        int whole = blocking.step() * leftStride;
        for (int i = 0; i < range.images(); i++) {
          ((PixelSource.Packed) source)
              .pack(
                  o,
                  range.part(),
                  range.image() + i,
                  range.pixel(),
                  range.pixels(),
                  r,
                  blocks,
                  o.scratch,
                  at + i * whole,
                  leftStride,
                  workAt + packAt);
        }
        step(o, range, r, blocks, w, wAt, o.scratch, at, leftStride, whole, workAt);
      }
    }
  }

  /** One step of the sum for all panels of a range. */
  private void step(
      Operands o,
      Range range,
      int from,
      int blocks,
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      int aBlock,
      int aImage,
      int workAt) {
    boolean last = from + blocks == size.blocks;
    int unfinished = range.panelFrom();
    for (int panel = range.panelFrom(); panel < range.panelTo(); panel++) {
      int panelAt =
          wAt
              + size.panels.offset(panel, size.blocks)
              + from * Tiles.weights(size.panels.packedWidth(panel));
      if (weights != null && ownWeights) {
        int packed = (panel - range.panelFrom()) % group;
        if (packed == 0) {
          int end = Math.min(panel + group, range.panelTo());
          weights.pack(o, range.image(), panel, end, from, blocks, w, workAt);
        }
        panelAt = workAt + packed * blocks * Tiles.weights(2);
      }
      int sums = sums(range, panel, unfinished, workAt);
      panel(o, range, panel, from, blocks, w, panelAt, a, aAt, aBlock, aImage, sums, workAt);
      int done = panel + 1;
      if (last && (done == range.panelTo() || done - unfinished >= together)) {
        finish(o, range, unfinished, done, sums(range, unfinished, unfinished, workAt), workAt);
        unfinished = done;
      }
    }
  }

  /** Where the sums of a panel of the first image are kept, if not in y. */
  private int sums(Range range, int panel, int unfinished, int workAt) {
    int kept = panel - (keepsSums ? range.panelFrom() : unfinished);
    return workAt + sumsAt + kept * range.images() * range.pixels() * 2 * L;
  }

  private void finish(Operands o, Range range, int from, int to, int sumsFrom, int workAt) {
    int pixels = range.pixels();
    for (int i = 0; i < range.images(); i++) {
      int image = range.image() + i;
      if (!output.isDirect()) {
        int at = sumsFrom + i * pixels * 2 * L;
        int stride = range.images() * pixels * 2 * L;
        output.store(
            o, range.part(), image, range.pixel(), pixels, from, to, o.scratch, at, stride);
      }
      output.finish(
          o, range.part(), image, range.pixel(), pixels, from, to, o.scratch, workAt + startAt);
    }
  }

  private void panel(
      Operands o,
      Range range,
      int panel,
      int from,
      int blocks,
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      int aBlock,
      int aImage,
      int sumsFrom,
      int workAt) {
    int first = size.panels.first(panel);
    int width = size.panels.width(panel);
    boolean single = width == 1;
    boolean direct = output.isDirect();
    float[] y = direct ? o.y : o.scratch;
    int yVector = direct ? output.vectorStride() : L < BLOCK ? L : range.pixels() * BLOCK;
    float[] c = StartValues.ZEROS;
    int cVector = StartValues.vectorStride();
    int cAt = 0;
    if (from == 0 && o.bias != null && size.channels > 0) {
      c = o.scratch;
      cAt = workAt + startAt;
      int at = o.biasAt + range.part() * size.channels + first * L;
      StartValues.fill(o.bias, at, size.channels - first * L, width, c, cAt);
    }
    for (int i = 0; i < range.images(); i++) {
      int image = range.image() + i;
      int yAt;
      if (direct) {
        yAt = o.yAt + output.at(range.part(), image, first) + range.pixel() * BLOCK;
      } else {
        yAt = sumsFrom + i * range.pixels() * 2 * L;
      }
      int pieces = Blocking.ceil(blocks, CHAIN);
      for (int piece = 0; piece < pieces; piece++) {
        int r = Blocking.cut(blocks, piece, pieces);
        boolean begins = from + r == 0;
        Tiles.multiply(
            range.pixels(),
            size.panels.packedWidth(panel),
            Blocking.cut(blocks, piece + 1, pieces) - r,
            a,
            aAt + i * aImage + r * aBlock,
            aBlock,
            w,
            wAt + r * Tiles.weights(size.panels.packedWidth(panel)),
            begins ? c : y,
            begins ? cAt : yAt,
            single ? 0 : begins ? cVector : yVector,
            y,
            yAt,
            single ? 0 : yVector);
      }
    }
  }
}

package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution of a plain input of few channels, as nets begin with, whose columns are 1 or 2
 * apart. The input rows of a range of output rows are copied with their padding, and {@link
 * StemTile} reads their taps from there: nothing is gathered, and no element of a sum is padding of
 * a block.
 */
final class StemConv implements ConvKernel {
  private static final int BLOCK = Tiles.BLOCK;

  /** Floats of input rows that stay in the second-level cache. */
  private static final int FLOATS = 12 * 1024;

  /** Below this many multiply-adds per task, another thread costs more than it brings. */
  private static final int TASK_MACS = 20_000;

  /** Keeps workers from writing to the same cache line. */
  private static final int LINE = 32;

  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Layout output;
  private final int vectors;
  private final int ranges;

  /** Floats of a copied row, and of the rows of an input channel. */
  private final int width;

  private final int plane;

  /** Elements of a sum in the order in which they are added, and where the tile reads them. */
  private final List<Integer> order;

  private final int triples;
  private final int[] offsets;

  /** For each worker: rows, what sums start with, a block's slopes. */
  private final int startAt;

  private final int slopesAt;
  private final int workerFloats;
  private final int scratch;

  StemConv(ConvShape s, VectorEpilogue epilogue, Layout output, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.output = output;
    vectors = vectors(s);
    width = width(s);
    ranges = ranges(s, threads);
    plane = Math.multiplyExact(inRows(s, Blocking.ceil(s.outHeight(), ranges)), width);
    order = order(s);
    triples = s.dilationWidth() == 1 ? rows(s) * (s.kernelWidth() / 3) : 0;
    offsets = new int[order.size() - 2 * triples];
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = offset(order.get(k < triples ? 3 * k : 2 * triples + k));
    }
    startAt = Math.multiplyExact(s.inChannels(), plane);
    slopesAt = startAt + Blocking.ceil(vectors, 2) * 2 * L;
    workerFloats = slopesAt + BLOCK + LINE;
    scratch = Math.multiplyExact(threads, workerFloats);
  }

  /** Whether such a convolution can be computed: its rows must fill tiles. */
  static boolean suits(ConvShape s) {
    return s.groups() == 1
        && s.strideWidth() <= StemTile.DISTANCE
        && s.outWidth() / runs(s) >= StemTile.PIXELS;
  }

  /** An estimate of its cycles with one thread. */
  static double cycles(ConvShape s) {
    int runs = runs(s);
    int tiles = Blocking.ceil(Blocking.ceil(s.outWidth(), runs), StemTile.PIXELS) * runs;
    double sums = (double) tiles * StemTile.PIXELS * Blocking.ceil(vectors(s), 2) * 2;
    double elements = s.inChannels() * s.kernelHeight() * s.kernelWidth();
    double copied = s.inChannels() * (double) inRows(s, s.outHeight()) * width(s);
    return s.batch() * (s.outHeight() * sums * (0.6 * elements + 4) + 0.5 * copied);
  }

  /** How many vectors of channels there are. */
  private static int vectors(ConvShape s) {
    return Blocking.ceil(s.outChannels(), BLOCK) * (BLOCK / L);
  }

  /** A row's pixels are computed in so many runs. */
  private static int runs(ConvShape s) {
    return StemTile.DISTANCE / s.strideWidth();
  }

  private static int width(ConvShape s) {
    return (s.outWidth() - 1) * s.strideWidth() + (s.kernelWidth() - 1) * s.dilationWidth() + 1;
  }

  /** Input rows of some output rows. */
  private static int inRows(ConvShape s, int rows) {
    return (rows - 1) * s.strideHeight() + (s.kernelHeight() - 1) * s.dilationHeight() + 1;
  }

  /** Rows of weights of all input channels. */
  private static int rows(ConvShape s) {
    return s.inChannels() * s.kernelHeight();
  }

  /** First the taps that are taken three at a time, then those that are left in each row. */
  private static List<Integer> order(ConvShape s) {
    List<Integer> order = new ArrayList<>();
    int together = s.dilationWidth() == 1 ? s.kernelWidth() / 3 * 3 : 0;
    for (int row = 0; row < rows(s); row++) {
      for (int x = 0; x < together; x++) {
        order.add(row * s.kernelWidth() + x);
      }
    }
    for (int row = 0; row < rows(s); row++) {
      for (int x = together; x < s.kernelWidth(); x++) {
        order.add(row * s.kernelWidth() + x);
      }
    }
    return List.copyOf(order);
  }

  private int offset(int element) {
    int row = element / s.kernelWidth();
    return row / s.kernelHeight() * plane
        + row % s.kernelHeight() * s.dilationHeight() * width
        + element % s.kernelWidth() * s.dilationWidth();
  }

  private static int ranges(ConvShape s, int threads) {
    int rows = s.outHeight();
    int most = Math.max(1, FLOATS / s.inChannels() / width(s) - inRows(s, 1)) / s.strideHeight();
    int ranges = Blocking.ceil(rows, Math.max(4, most));
    int useful = (int) Math.min(threads, s.macs() / TASK_MACS);
    while (useful > 1 && ranges * s.batch() % threads != 0) {
      ranges++;
    }
    return Math.min(ranges, rows);
  }

  @Override
  public Layout input() {
    return Layout.PLAIN;
  }

  @Override
  public Layout output() {
    return output;
  }

  @Override
  public Packing packing() {
    return new Weights(s.outChannels(), vectors, order);
  }

  @Override
  public String describe() {
    return "tiles of %d×%d on %d rows of %d"
        .formatted(StemTile.PIXELS, 2 * L, Blocking.ceil(s.outHeight(), ranges), width);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return s.batch() * ranges;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    Lanes.checkLengths(o);
    int own = o.scratchAt + worker * workerFloats;
    int image = task / ranges;
    int row = Blocking.cut(s.outHeight(), task % ranges, ranges);
    int end = Blocking.cut(s.outHeight(), task % ranges + 1, ranges);
    copy(o, image, row, inRows(s, end - row), own);
    int start = own + startAt;
    start(o, start);
    int yAt =
        image * output.imageStride(s.outChannels(), s.outPixels()) + row * s.outWidth() * BLOCK;
    for (int v = 0; v < vectors; v += 2) {
      pair(o, v, end - row, own, o.yAt + yAt);
      finish(o, v, (end - row) * s.outWidth(), yAt, own + slopesAt);
    }
  }

  /** Copies the input rows that output rows from {@code row} on read. */
  private void copy(Operands o, int image, int row, int rows, int to) {
    int left = Math.clamp(s.padLeft(), 0, width);
    int first = Math.max(0, -s.padLeft());
    int present = Math.clamp((long) width - left, 0, Math.max(0, s.inWidth() - first));
    for (int c = 0; c < s.inChannels(); c++) {
      int from = o.xAt + (image * s.inChannels() + c) * s.inPixels() + first;
      for (int r = 0; r < rows; r++) {
        int at = to + c * plane + r * width;
        int y = row * s.strideHeight() - s.padTop() + r;
        if (present == 0 || y < 0 || y >= s.inHeight()) {
          Arrays.fill(o.scratch, at, at + width, 0);
        } else {
          Arrays.fill(o.scratch, at, at + left, 0);
          System.arraycopy(o.x, from + y * s.inWidth(), o.scratch, at + left, present);
          Arrays.fill(o.scratch, at + left + present, at + width, 0);
        }
      }
    }
  }

  /** What the sums of each pair of vectors start with. */
  private void start(Operands o, int at) {
    Arrays.fill(o.scratch, at, at + Blocking.ceil(vectors, 2) * 2 * L, 0);
    if (o.bias != null) {
      for (int c = 0; c < s.outChannels(); c++) {
        o.scratch[at + place(c, vectors)] = o.bias[o.biasAt + c];
      }
    }
  }

  /** Where a channel stands: a vector without a partner is the second of its pair. */
  private static int place(int channel, int vectors) {
    boolean alone = channel / L == vectors - 1 && vectors % 2 == 1;
    return alone ? channel + L : channel;
  }

  /** Computes a pair of vectors for some rows. */
  private void pair(Operands o, int v, int rows, int own, int yAt) {
    int runs = runs(s);
    int yBlock = output.planeStride(s.outPixels());
    int yVector = v == vectors - 1 ? 0 : L < BLOCK ? L : yBlock;
    for (int r = 0; r < rows; r++) {
      for (int run = 0; run < runs; run++) {
        StemTile.multiply(
            Blocking.ceil(s.outWidth() - run, runs),
            triples,
            offsets.length - triples,
            o.scratch,
            own + r * s.strideHeight() * width + run,
            offsets,
            o.w,
            o.wAt + v * L * order.size(),
            o.scratch,
            own + startAt + v * L,
            o.y,
            yAt + v * L / BLOCK * yBlock + (r * s.outWidth() + run) * BLOCK,
            runs * BLOCK,
            yVector);
      }
    }
  }

  private void finish(Operands o, int v, int pixels, int yAt, int work) {
    if (epilogue.isNone() && s.outChannels() % BLOCK == 0) {
      return;
    }
    int end = Math.min(s.outChannels(), (v + 2) * L);
    for (int c = v * L; c < end; c += BLOCK) {
      int at = yAt + c / BLOCK * output.planeStride(s.outPixels());
      epilogue.block(o, at, pixels, c, s.outChannels(), o.scratch, work);
    }
  }

  /**
   * Weights {@code [pair of vectors][element][channel]}; channels beyond the last are 0.
   *
   * @param channels output channels
   * @param vectors vectors of channels
   * @param order elements of a sum
   */
  private record Weights(int channels, int vectors, List<Integer> order) implements Packing {
    @Override
    public int length() {
      return Math.multiplyExact(Blocking.ceil(vectors, 2) * 2 * L, order.size());
    }

    @Override
    public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
      Arrays.fill(packed, packedAt, packedAt + length(), 0);
      int elements = order.size();
      for (int c = 0; c < channels; c++) {
        int pair = c / (2 * L) * 2 * L;
        int to = packedAt + pair * elements + place(c, vectors) - pair;
        for (int k = 0; k < elements; k++) {
          packed[to + k * 2 * L] = weight[weightAt + c * elements + order.get(k)];
        }
      }
    }
  }
}

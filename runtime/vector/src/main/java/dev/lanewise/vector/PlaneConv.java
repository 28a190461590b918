package dev.lanewise.vector;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with pixels in the lanes, for few channels: any stride and dilation, one group. The
 * rows (or, of an image with one row, the columns) that a task computes are copied to {@link
 * PhasePlanes}, some channels at a time; {@link PlaneTiles} run over them row by row, or over all
 * of them as one long row whose last columns are dropped, or over {@link TapColumns}, which have
 * none to drop.
 *
 * <p>No channel is padded in the sums, so that 3 inputs or 12 outputs cost what they are.
 */
final class PlaneConv implements ConvKernel {
  private static final int BLOCK = Tiles.BLOCK;

  /** Floats of weights that stay in the cache beside a range's planes and sums. */
  private static final int WEIGHTS = 16 * 1024;

  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Layout input;
  private final Layout output;
  private final OutputTiles tiles;
  private final PlaneCuts cuts;
  private final PhasePlanes planes;
  private final @Nullable TapColumns tapColumns;
  private final int[] offsets;

  /** Floats from one input channel that is multiplied to the next. */
  private final int channelStride;

  private final int taps;

  /** Channels of sums: of all tiles, and of all blocks of the output. */
  private final int sumChannels;

  /** For each worker: planes, copies for kernel columns, sums, a block's slopes. */
  private final int copiesAt;

  private final int sumsAt;
  private final int slopesAt;
  private final int workerFloats;
  private final int scratch;

  PlaneConv(ConvShape s, VectorEpilogue epilogue, Layout input, Layout output, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.input = input;
    this.output = output;
    tiles = new OutputTiles(s.outChannels());
    cuts = PlaneCuts.choose(s, tiles, threads);
    planes = new PhasePlanes(s, cuts.rows(), cuts.columns());
    taps = s.kernelHeight() * s.kernelWidth();
    int copied = Blocking.ceil(cuts.channels(), input.block()) * input.block();
    int planeFloats = Math.multiplyExact(copied, planes.channelStride());
    if (cuts.run() == PlaneCuts.Run.DENSE_ROWS) {
      tapColumns = new TapColumns(s, planes, cuts.rows());
      offsets = tapColumns.offsets(cuts.near());
      channelStride = tapColumns.channelStride();
      copiesAt = planeFloats;
      planeFloats = Math.addExact(planeFloats, Math.multiplyExact(cuts.channels(), channelStride));
    } else {
      tapColumns = null;
      offsets = planes.offsets(cuts.near());
      channelStride = planes.channelStride();
      copiesAt = 0;
    }
    sumsAt = Math.addExact(planeFloats, tiles.pixels());
    sumChannels = Math.max(tiles.computed(), output.blocks(s.outChannels()) * output.block());
    slopesAt = Math.addExact(sumsAt, Math.multiplyExact(sumChannels, cuts.sumPlane()));
    workerFloats = PhasePlanes.spread(Math.addExact(slopesAt, BLOCK));
    scratch = Math.multiplyExact(threads, workerFloats);
  }

  /**
   * An estimate of its cycles with one thread and a plain or blocked input; infinite if the weights
   * are too many to stay in the cache from one range of rows to the next.
   */
  static double cycles(ConvShape s, boolean plain) {
    double weights = (double) s.outChannels() * s.inChannels() * s.kernelHeight() * s.kernelWidth();
    return weights > WEIGHTS
        ? Double.POSITIVE_INFINITY
        : PlaneCuts.cycles(s, new OutputTiles(s.outChannels()), plain);
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
  public Packing packing() {
    return tiles.packing(s.inChannels(), taps);
  }

  @Override
  public String describe() {
    String run =
        switch (cuts.run()) {
          case ROW -> "row by row";
          case PADDED_ROWS -> "padded rows";
          case DENSE_ROWS -> "dense rows";
        };
    return "planes of %d×%d pixels, %d/%d channels, %s"
        .formatted(cuts.rows(), cuts.columns(), cuts.near(), cuts.channels(), run);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return s.batch() * cuts.ranges();
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    Lanes.checkLengths(o);
    int own = o.scratchAt + worker * workerFloats;
    int image = task / cuts.ranges();
    int range = task % cuts.ranges();
    int row = cuts.row(range);
    int rows = cuts.rowTo(range) - row;
    int column = cuts.column(range);
    int columns = cuts.columnTo(range) - column;
    begin(o, own + sumsAt);
    int xAt = o.xAt + image * input.imageStride(s.inChannels(), s.inPixels());
    for (int c = 0; c < s.inChannels(); c += cuts.channels()) {
      int channels = Math.min(cuts.channels(), s.inChannels() - c);
      planes.copy(o.x, input, xAt, c, channels, row, rows, column, columns, o.scratch, own);
      if (tapColumns != null) {
        tapColumns.copy(channels, rows, o.scratch, own, own + copiesAt);
      }
      for (int n = 0; n < channels; n += cuts.near()) {
        int now = Math.min(cuts.near(), channels - n);
        int from = own + copiesAt + n * channelStride;
        add(o, c + n, now, rows, columns, from, own + sumsAt);
      }
    }
    int pixel = row * s.outWidth() + column;
    if (output.isPlain()) {
      storePlain(o, image, pixel, rows, columns, own + sumsAt);
    } else {
      storeBlocked(o, image, pixel, rows, columns, own + sumsAt, own + slopesAt);
    }
  }

  /** Sums begin with the bias. */
  private void begin(Operands o, int sums) {
    int n = cuts.sumPlane();
    for (int c = 0; c < sumChannels; c++) {
      float start = o.bias == null || c >= s.outChannels() ? 0 : o.bias[o.biasAt + c];
      Arrays.fill(o.scratch, sums + c * n, sums + (c + 1) * n, start);
    }
  }

  /** Adds some input channels to all outputs. */
  private void add(Operands o, int channel, int channels, int rows, int columns, int at, int sums) {
    boolean byRow = cuts.run() == PlaneCuts.Run.ROW;
    int n = byRow ? columns : (rows - 1) * cuts.sumRow() + columns;
    int runs = Blocking.ceil(n, tiles.pixels());
    for (int t = 0; t < tiles.count(); t++) {
      int size = tiles.size(t);
      int first = tiles.first(t);
      int w = o.wAt + (first * s.inChannels() + channel * size) * taps;
      int y = sums + first * cuts.sumPlane();
      for (int r = 0; r < (byRow ? rows : 1); r++) {
        PlaneTiles.add(
            size,
            runs,
            channels * taps,
            o.scratch,
            at + r * planes.width(),
            offsets,
            o.w,
            w,
            o.scratch,
            y + r * cuts.sumRow(),
            cuts.sumPlane());
      }
    }
  }

  private void storePlain(Operands o, int image, int pixel, int rows, int columns, int sums) {
    for (int c = 0; c < s.outChannels(); c++) {
      int at = (image * s.outChannels() + c) * s.outPixels() + pixel;
      int from = sums + c * cuts.sumPlane();
      for (int r = 0; r < rows; r++) {
        int to = o.yAt + at + r * columns;
        System.arraycopy(o.scratch, from + r * cuts.sumRow(), o.y, to, columns);
      }
      epilogue.plane(o, at, rows * columns, c);
    }
  }

  private void storeBlocked(
      Operands o, int image, int pixel, int rows, int columns, int sums, int slopes) {
    boolean together = cuts.sumRow() == columns;
    int parts = together ? 1 : rows;
    int n = together ? rows * columns : columns;
    int ld = cuts.sumPlane();
    for (int c = 0; c < s.outChannels(); c += BLOCK) {
      int at =
          image * output.imageStride(s.outChannels(), s.outPixels())
              + c / BLOCK * output.planeStride(s.outPixels())
              + pixel * BLOCK;
      for (int r = 0; r < parts; r++) {
        int from = sums + c * ld + r * cuts.sumRow();
        int to = o.yAt + at + r * columns * BLOCK;
        Transpose.matrix(o.scratch, from, ld, BLOCK, n, o.y, to, BLOCK);
      }
      if (!epilogue.isNone() || tiles.computed() > s.outChannels()) {
        epilogue.block(o, at, rows * columns, c, s.outChannels(), o.scratch, slopes);
      }
    }
  }
}

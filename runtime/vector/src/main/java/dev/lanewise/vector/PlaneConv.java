package dev.lanewise.vector;

import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;

/**
 * A convolution of few output channels, with pixels in the lanes: any stride and dilation, one
 * group. The rows (or, of an image with one row, the columns) that a task computes are copied to
 * {@link PhasePlanes}, some channels at a time; {@link PlaneTiles} run over them row by row, or
 * over all of them as one long row whose last columns are dropped.
 *
 * <p>The output is plain: one channel does not take the room of a block of 8.
 */
final class PlaneConv implements ConvKernel {
  private final ConvShape s;
  private final VectorEpilogue epilogue;
  private final Layout input;
  private final PlaneCuts cuts;
  private final PhasePlanes planes;
  private final int[] offsets;
  private final int taps;

  /** For each worker: planes, sums. */
  private final int sumsAt;

  private final int workerFloats;
  private final int scratch;

  PlaneConv(ConvShape s, VectorEpilogue epilogue, Layout input, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    this.input = input;
    cuts = PlaneCuts.choose(s, threads);
    planes = new PhasePlanes(s, cuts.rows(), cuts.columns());
    taps = s.kernelHeight() * s.kernelWidth();
    offsets = planes.offsets(cuts.channels());
    int copied = Blocking.ceil(cuts.channels(), input.block()) * input.block();
    sumsAt = Math.multiplyExact(copied, planes.channelStride()) + PlaneTiles.PIXELS;
    int sums = Math.multiplyExact(s.outChannels(), cuts.sumPlane());
    workerFloats = PhasePlanes.spread(Math.addExact(sumsAt, sums));
    scratch = Math.multiplyExact(threads, workerFloats);
  }

  @Override
  public Layout input() {
    return input;
  }

  @Override
  public Layout output() {
    return Layout.PLAIN;
  }

  @Override
  public Packing packing() {
    return Packing.raw(s.outChannels() * s.inChannels() * taps);
  }

  @Override
  public String describe() {
    return "planes of %d×%d pixels, %d channels%s"
        .formatted(cuts.rows(), cuts.columns(), cuts.channels(), cuts.flat() ? "" : ", row by row");
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
      if (cuts.flat()) {
        multiply(o, c, channels, (rows - 1) * planes.width() + columns, own, own + sumsAt);
      } else {
        for (int r = 0; r < rows; r++) {
          int sums = own + sumsAt + r * cuts.sumRow();
          multiply(o, c, channels, columns, own + r * planes.width(), sums);
        }
      }
    }
    int pixel = row * s.outWidth() + column;
    store(o, image, pixel, rows, columns, own + sumsAt);
  }

  /** Sums begin with the bias. */
  private void begin(Operands o, int sums) {
    int n = cuts.sumPlane();
    for (int c = 0; c < s.outChannels(); c++) {
      float start = o.bias == null ? 0 : o.bias[o.biasAt + c];
      Arrays.fill(o.scratch, sums + c * n, sums + (c + 1) * n, start);
    }
  }

  /** Adds some input channels to a run of pixels of all output channels. */
  private void multiply(Operands o, int channel, int channels, int n, int at, int sums) {
    int tiles = Blocking.ceil(n, PlaneTiles.PIXELS);
    for (int c = 0; c < s.outChannels(); c++) {
      int w = o.wAt + (c * s.inChannels() + channel) * taps;
      int y = sums + c * cuts.sumPlane();
      PlaneTiles.add(tiles, channels * taps, o.scratch, at, offsets, o.w, w, o.scratch, y);
    }
  }

  private void store(Operands o, int image, int pixel, int rows, int columns, int sums) {
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
}

package dev.lanewise.op;

import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.PreparedKernel;
import dev.lanewise.kernel.UnaryFunction;
import java.util.Arrays;

/**
 * {@link LRN} of planes in any layout: runs of pixels are taken apart into rows, one per channel,
 * so that sums over channels are sums of rows.
 */
final class LocalResponse implements PreparedKernel {
  /** Floats of the rows of one run, which stay in the second-level cache. */
  private static final int RUN_FLOATS = 1 << 15;

  private static final int SHORTEST_RUN = 32;
  private static final int LONGEST_RUN = 1024;

  private final LRN lrn;
  private final Planes planes;
  private final Elementwise elementwise;
  private final Move move;
  private final int run;
  private final int runs;
  private final int rows;
  private final int threads;

  LocalResponse(LRN lrn, Planes planes, KernelSet kernels, int threads) {
    this.lrn = lrn;
    this.planes = planes;
    this.threads = threads;
    elementwise = kernels.elementwise();
    move = kernels.move();
    int fit = Math.max(SHORTEST_RUN, Math.min(LONGEST_RUN, RUN_FLOATS / planes.channels()));
    run = Math.min(planes.pixels(), fit);
    runs = (planes.pixels() + run - 1) / run;
    rows = planes.blocks() * planes.layout().block();
  }

  @Override
  public String describe() {
    return "local response, " + run + " pixels";
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int tasks(int phase) {
    return planes.batch() * runs;
  }

  /** For each worker: all channels, their squares, and the results of a block with one to spare. */
  private int workerFloats() {
    return Math.multiplyExact(2 * rows + planes.layout().block() + 1, run);
  }

  @Override
  public int scratch() {
    return Math.multiplyExact(threads, workerFloats());
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    int image = task / runs * planes.blocks() * planes.stride();
    int first = task % runs * run;
    int n = Math.min(run, planes.pixels() - first);
    Layout layout = planes.layout();
    int block = layout.block();
    int xRows = o.scratchAt + worker * workerFloats();
    int squares = xRows + rows * run;
    int yRows = squares + rows * run;
    int at = image + first * block;
    for (int b = 0; b < planes.blocks(); b++) {
      int from = o.xAt + at + b * planes.stride();
      move.transpose(o.x, from, o.scratch, xRows + b * block * n, 1, n, block);
    }
    elementwise.unary(UnaryFunction.SQUARE, 0, 0, o.scratch, xRows, o.scratch, squares, rows * n);
    for (int b = 0; b < planes.blocks(); b++) {
      for (int i = 0; i < block; i++) {
        int c = b * block + i;
        int y = yRows + i * n;
        if (c < planes.channels()) {
          channel(o.scratch, c, squares, xRows + c * n, y, yRows + block * n, n);
        } else {
          Arrays.fill(o.scratch, y, y + n, 0);
        }
      }
      int to = o.yAt + at + b * planes.stride();
      move.transpose(o.scratch, yRows, o.y, to, 1, block, n);
    }
  }

  private void channel(float[] s, int c, int squares, int x, int y, int spare, int n) {
    int last = lrn.last(c, planes.channels());
    int k = lrn.first(c);
    System.arraycopy(s, squares + k * n, s, y, n);
    while (++k <= last) {
      elementwise.binary(BinaryFunction.ADD, s, y, s, squares + k * n, s, y, n);
    }
    elementwise.unary(UnaryFunction.AFFINE, lrn.alpha() / lrn.size(), lrn.bias(), s, y, s, y, n);
    if (lrn.beta() == 0.75f) {
      elementwise.unary(UnaryFunction.SQRT, 0, 0, s, y, s, y, n);
      elementwise.unary(UnaryFunction.SQRT, 0, 0, s, y, s, spare, n);
      elementwise.binary(BinaryFunction.MUL, s, y, s, spare, s, y, n);
    } else if (lrn.beta() != 1) {
      elementwise.binaryScalar(BinaryFunction.POW, false, s, y, lrn.beta(), s, y, n);
    }
    elementwise.binary(BinaryFunction.DIV, s, x, s, y, s, y, n);
  }
}

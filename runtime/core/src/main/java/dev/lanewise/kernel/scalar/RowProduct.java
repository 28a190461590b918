package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.PreparedKernel;
import java.util.Arrays;

/**
 * Several matrix products {@code y = a · b} computed a tile of columns at a time: a block of b's
 * rows is copied to {@link RowBuffers} and multiplied with all rows of a, three at a time.
 *
 * <p>Every sum is taken in the order of its index, whatever the tiles.
 */
abstract class RowProduct implements PreparedKernel {
  private static final int COLUMN_STEP = 16;
  private static final int MIN_ROWS = 8 * RowKernel.ROWS;
  private static final int TASKS_PER_THREAD = 3;
  private static final long MIN_TASK = 1 << 17;

  private final int rows;
  private final int columns;
  private final int depth;
  private final int depthBlock;
  private final int tile;
  private final int tiles;
  private final int part;
  private final int parts;
  private final int units;
  private final int unitsPerTask;

  /**
   * Chooses tiles.
   *
   * @param products number of matrix products
   * @param rows rows of a and y
   * @param columns columns of b and y
   * @param depth columns of a and rows of b
   * @param threads how many threads may take part
   */
  RowProduct(int products, int rows, int columns, int depth, int threads) {
    this.rows = rows;
    this.columns = columns;
    this.depth = depth;
    this.depthBlock = evenly(depth, RowBuffers.DEPTH, RowKernel.STEPS);
    this.tile = evenly(columns, RowBuffers.COLUMNS, COLUMN_STEP);
    this.tiles = ceilDiv(columns, tile);
    long macs = (long) products * rows * columns * depth;
    long wanted = threads == 1 ? 1 : Math.min(macs / MIN_TASK, (long) threads * TASKS_PER_THREAD);
    long have = (long) products * tiles;
    int cuts = (int) Math.max(1, Math.min(rows / MIN_ROWS, (wanted + have - 1) / have));
    this.part = evenly(rows, ceilDiv(rows, cuts), RowKernel.ROWS);
    this.parts = ceilDiv(rows, part);
    this.units = products * tiles * parts;
    long unitMacs = macs / units + 1;
    this.unitsPerTask =
        (int) Math.max(1, Math.min(MIN_TASK / unitMacs, units / (threads * TASKS_PER_THREAD)));
  }

  /** The size of a piece if n is cut evenly into pieces of at most max, rounded up to a step. */
  private static int evenly(int n, int max, int step) {
    int size = ceilDiv(n, ceilDiv(n, max));
    return ceilDiv(size, step) * step;
  }

  private static int ceilDiv(int n, int divisor) {
    return (n - 1) / divisor + 1;
  }

  /**
   * Copies rows k to {@code k + count} and columns j to {@code j + n} of a b to rows of their own.
   */
  abstract void copyB(float[][] b, int product, int k, int count, int j, int n, Operands o);

  /** Copies columns k to {@code k + count} of a row of an a. */
  abstract void copyA(float[] a, int at, int product, int row, int k, int count, Operands o);

  /** Sets n sums from column j of a row to the bias. */
  abstract void begin(float[] c, int product, int row, int j, int n, Operands o);

  /** Applies the epilogue to n sums from column j of a row. */
  abstract void finish(float[] c, int product, int row, int j, int n, Operands o);

  /** Where a row of y begins, relative to {@link Operands#yAt}. */
  abstract int rowOfY(int product, int row);

  @Override
  public final int phases() {
    return 1;
  }

  @Override
  public final int tasks(int phase) {
    return ceilDiv(units, unitsPerTask);
  }

  @Override
  public final int scratch() {
    return 0;
  }

  @Override
  public final void run(int phase, int task, int worker, Operands o) {
    RowBuffers buffers = RowBuffers.take();
    int end = Math.min(units, (task + 1) * unitsPerTask);
    for (int unit = task * unitsPerTask; unit < end; unit++) {
      runUnit(buffers, unit, o);
    }
    buffers.giveBack();
  }

  private void runUnit(RowBuffers buffers, int unit, Operands o) {
    int product = unit / (tiles * parts);
    int firstRow = unit / tiles % parts * part;
    int endRow = Math.min(rows, firstRow + part);
    int j = unit % tiles * tile;
    int n = Math.min(tile, columns - j);
    for (int k = 0; k < depth; k += depthBlock) {
      int count = Math.min(depthBlock, depth - k);
      int steps = ceilDiv(count, RowKernel.STEPS) * RowKernel.STEPS;
      copyB(buffers.b, product, k, count, j, n, o);
      for (int i = count; i < steps; i++) {
        Arrays.fill(buffers.b[i], 0, n, 0);
      }
      for (int row = firstRow; row < endRow; row += RowKernel.ROWS) {
        multiply(buffers, product, row, Math.min(RowKernel.ROWS, endRow - row), k, steps, j, n, o);
      }
    }
  }

  private void multiply(
      RowBuffers buffers,
      int product,
      int row,
      int rowCount,
      int k,
      int steps,
      int j,
      int n,
      Operands o) {
    int count = Math.min(steps, depth - k);
    float[] a = buffers.a;
    for (int r = 0; r < rowCount; r++) {
      float[] c = buffers.c[r];
      copyA(a, r * steps, product, row + r, k, count, o);
      Arrays.fill(a, r * steps + count, (r + 1) * steps, 0);
      if (k == 0) {
        begin(c, product, row + r, j, n, o);
      } else {
        System.arraycopy(o.y, o.yAt + rowOfY(product, row + r) + j, c, 0, n);
      }
    }
    if (rowCount == 1) {
      RowKernel.one(buffers.c[0], buffers.b, a, steps, n);
    } else {
      Arrays.fill(a, rowCount * steps, RowKernel.ROWS * steps, 0);
      RowKernel.three(buffers.c[0], buffers.c[1], buffers.c[2], buffers.b, a, steps, n);
    }
    for (int r = 0; r < rowCount; r++) {
      float[] c = buffers.c[r];
      if (k + count == depth) {
        finish(c, product, row + r, j, n, o);
      }
      System.arraycopy(c, 0, o.y, o.yAt + rowOfY(product, row + r) + j, n);
    }
  }
}

package dev.lanewise.vector;

import static dev.lanewise.vector.Lanes.L;

import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Products with one row each, or two rows and a packed weight, by {@link Gemv}. A weight that is
 * not constant is read as it is stored, by columns or, if it is transposed, as rows of dot
 * products.
 */
final class RowGemm implements GemmKernel {
  private static final float[] ZEROS = new float[4 * L];
  private static final int ROWS = 4;
  private static final int STORED_ROWS = 16;

  /** Multiply-adds worth a task: reading them from memory takes a few microseconds. */
  private static final int TASK_MACS = 40_000;

  /** Panels of a packed weight that are multiplied together, always the same ones. */
  private static final int PAIR = 2;

  private static final int LINE = 32;

  private final GemmShape s;
  private final VectorEpilogue epilogue;
  private final Panels panels;
  private final @Nullable GemmPacking packing;
  private final int unit;
  private final int units;
  private final int ranges;
  private final int tailAt;
  private final int xAt;
  private final int workerFloats;
  private final int scratch;

  /** Whether a product is one for this kernel. */
  static boolean suits(GemmShape s, boolean constantWeight) {
    return s.m() == 1 || s.m() == 2 && constantWeight && !s.transX();
  }

  /** A kernel for a product that suits. */
  RowGemm(GemmShape s, VectorEpilogue epilogue, boolean constantWeight, int threads) {
    this.s = s;
    this.epilogue = epilogue;
    panels = GemmPacking.panels(s.n());
    packing = constantWeight ? new GemmPacking(s.n(), s.k(), s.transW(), s.ldw()) : null;
    unit = packing != null ? PAIR * 2 * L : s.transW() ? ROWS : 2 * L;
    units = Blocking.ceil(s.n(), unit);
    long useful = Math.min(2L * threads, (long) s.n() * s.k() / TASK_MACS);
    ranges = threads == 1 || s.batch() >= threads ? 1 : Math.clamp(useful, 1, units);
    tailAt = 3 * ROWS * L;
    boolean packsTail = packing == null && !s.transW() && s.n() % (2 * L) != 0;
    xAt = tailAt + (packsTail ? Math.multiplyExact(s.k(), 2 * L) : 0);
    workerFloats = xAt + (gathersRow() ? s.k() : 0) + LINE;
    scratch = Math.multiplyExact(threads, workerFloats);
  }

  private boolean gathersRow() {
    return s.transX() && s.ldx() != 1 && s.k() > 1;
  }

  @Override
  public @Nullable Packing packing() {
    return packing;
  }

  @Override
  public String describe() {
    return packing == null ? "row times matrix" : "row times packed matrix";
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
    int image = task / ranges;
    int from = Blocking.cut(units, task % ranges, ranges);
    int to = Blocking.cut(units, task % ranges + 1, ranges);
    int workAt = o.scratchAt + worker * workerFloats;
    int at = (int) (image * s.batchY());
    float[] x = o.x;
    int start = o.xAt + (int) (image * s.batchX());
    if (gathersRow()) {
      for (int i = 0; i < s.k(); i++) {
        o.scratch[workAt + xAt + i] = x[start + i * s.ldx()];
      }
      x = o.scratch;
      start = workAt + xAt;
    }
    int wAt = o.wAt + (int) (image * s.batchW());
    if (packing != null) {
      for (int u = from; u < to; u++) {
        pair(o, PAIR * u, x, start, wAt, o.yAt + at, workAt);
      }
    } else if (s.transW()) {
      for (int u = from; u < to; u++) {
        dots(o, u * ROWS, x, start, wAt, o.yAt + at, workAt);
      }
    } else {
      int first = Math.min(to, s.n() / (2 * L));
      stored(o, from, first, x, start, wAt, o.yAt + at);
      if (first < to) {
        tail(o, first, x, start, wAt, o.yAt + at, workAt);
      }
    }
    if (!epilogue.isNone()) {
      int column = from * unit;
      int columns = Math.min(s.n(), to * unit) - column;
      epilogue.rows(o, at + column, s.m(), s.ldy(), column, columns);
    }
  }

  /** Whole panels of a weight as it is stored, some rows at a time: their pages stay mapped. */
  private void stored(Operands o, int from, int to, float[] x, int xAt, int wAt, int yAt) {
    for (int i = 0; i < s.k(); i += STORED_ROWS) {
      int k = Math.min(STORED_ROWS, s.k() - i);
      for (int column = from * 2 * L; column < to * 2 * L; column += 2 * L) {
        float[] c = ZEROS;
        int cAt = 0;
        if (i > 0) {
          c = o.y;
          cAt = yAt + column;
        } else if (o.bias != null) {
          c = o.bias;
          cAt = o.biasAt + column;
        }
        int w = wAt + i * s.ldw() + column;
        Gemv.columns(k, x, xAt + i, o.w, w, s.ldw(), c, cAt, o.y, yAt + column);
      }
    }
  }

  /** The columns at the end that fill no panel, of a weight as it is stored. */
  private void tail(Operands o, int panel, float[] x, int xAt, int wAt, int yAt, int workAt) {
    int column = panel * 2 * L;
    int columns = s.n() - column;
    int from = workAt + tailAt;
    float[] w = o.scratch;
    for (int i = 0; i < s.k(); i++) {
      int to = from + i * 2 * L;
      Arrays.fill(w, to, to + 2 * L, 0);
      System.arraycopy(o.w, wAt + column + i * s.ldw(), w, to, columns);
    }
    int cAt = workAt + 2 * L;
    Arrays.fill(o.scratch, cAt, cAt + 2 * L, 0);
    if (o.bias != null) {
      System.arraycopy(o.bias, o.biasAt + column, o.scratch, cAt, columns);
    }
    // In the steps of whole panels: equal columns have equal sums.
    for (int i = 0; i < s.k(); i += STORED_ROWS) {
      int k = Math.min(STORED_ROWS, s.k() - i);
      int c = i == 0 ? cAt : workAt;
      Gemv.columns(k, x, xAt + i, w, from + i * 2 * L, 2 * L, o.scratch, c, o.scratch, workAt);
    }
    System.arraycopy(o.scratch, workAt, o.y, yAt + column, columns);
  }

  /** Two panels of a packed weight, or the last one. */
  private void pair(Operands o, int panel, float[] x, int xAt, int wAt, int yAt, int workAt) {
    int column = panel * 2 * L;
    int count = Math.min(PAIR, panels.count() - panel);
    boolean whole = s.n() - column >= PAIR * 2 * L;
    float[] c = ZEROS;
    int cAt = 0;
    if (o.bias != null) {
      c = o.bias;
      cAt = o.biasAt + column;
      if (!whole) {
        c = o.scratch;
        cAt = workAt + 2 * PAIR * 2 * L;
        Arrays.fill(c, cAt, cAt + PAIR * 2 * L, 0);
        for (int p = 0; p < count; p++) {
          int to = cAt + p * 2 * L + panels.lead(panel + p);
          int from = column + p * 2 * L;
          System.arraycopy(o.bias, o.biasAt + from, c, to, columns(from));
        }
      }
    }
    float[] y = whole ? o.y : o.scratch;
    int to = whole ? yAt + column : workAt;
    int row = whole ? s.ldy() : PAIR * 2 * L;
    int blocks = Blocking.ceil(s.k(), Tiles.BLOCK);
    int w = wAt + panels.offset(panel, blocks);
    // The last panel goes twice rather than through another loop: equal columns have equal sums.
    int next = count < PAIR ? 0 : blocks * Tiles.weights(2);
    if (s.m() == 2) {
      Gemv.panelsOfTwo(s.k(), x, xAt, s.ldx(), o.w, w, next, c, cAt, y, to, row);
    } else {
      Gemv.panels(s.k(), x, xAt, o.w, w, next, c, cAt, y, to);
    }
    for (int p = 0; !whole && p < count; p++) {
      int first = column + p * 2 * L;
      for (int r = 0; r < s.m(); r++) {
        int from = workAt + r * row + p * 2 * L + panels.lead(panel + p);
        System.arraycopy(o.scratch, from, o.y, yAt + r * s.ldy() + first, columns(first));
      }
    }
  }

  /** Columns of the panel that begins with one. */
  private int columns(int first) {
    return Math.min(2 * L, s.n() - first);
  }

  /** Four rows of a transposed weight; fewer at the end, one by one, four times the same. */
  private void dots(Operands o, int column, float[] x, int xAt, int wAt, int yAt, int workAt) {
    int vectors = s.k() / (2 * L) * (2 * L);
    int rows = Math.min(ROWS, s.n() - column);
    for (int r = 0; r < rows; r += rows < ROWS ? 1 : ROWS) {
      int from = wAt + (column + r) * s.ldw();
      Gemv.dots(s.k(), x, xAt, o.w, from, rows < ROWS ? 0 : s.ldw(), o.scratch, workAt);
      for (int j = 0; j < (rows < ROWS ? 1 : ROWS); j++) {
        float sum = 0;
        for (int i = 0; i < 2 * L; i++) {
          sum += o.scratch[workAt + j * 2 * L + i];
        }
        for (int i = vectors; i < s.k(); i++) {
          sum += x[xAt + i] * o.w[from + j * s.ldw() + i];
        }
        int c = column + r + j;
        o.y[yAt + c] = o.bias == null ? sum : sum + o.bias[o.biasAt + c];
      }
    }
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.KernelCall;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Softmax;
import dev.lanewise.kernel.Team;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.Storage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Attention} on FLOAT without a matrix of all scores: a tile of queries of one head at a
 * time is multiplied with the keys into scratch, masked, normalised there and multiplied with the
 * values. Tiles are independent, so that threads share them.
 */
final class AttentionSteps implements Team.Task {
  /** Scores of a tile: they stay in the second-level cache. */
  private static final int TILE_SCORES = 48 << 10;

  /** Rows of a tile are a multiple of this, unless they are all rows. */
  private static final int TILE_ROWS = 12;

  /** Tiles to have at least, so that threads can share a few heads. */
  private static final int LEAST_TILES = 4;

  private static final int LINE_FLOATS = 16;

  /** One tile: its two products and their sizes. */
  private record Tile(int first, int rows, int keys, KernelCall scores, KernelCall output) {}

  private record Size(int rows, int keys) {}

  private final AttentionSizes s;
  private final AttentionRows visible;
  private final float softcap;
  private final Ref q;
  private final AttentionOperand keys;
  private final AttentionOperand values;
  private final @Nullable AttentionMask mask;
  private final @Nullable Ref maskRef;
  private final @Nullable Ref valid;
  private final Ref y;
  private final Tile[] tiles;
  private final Ref scratch;
  private final int scratchPerThread;
  private final int kernelScratchAt;
  private final int operands;
  private final Elementwise functions;
  private final Softmax softmax;

  private AttentionSteps(Lowering l, Attention op, AttentionSizes s) {
    this.s = s;
    visible = op.rows();
    softcap = op.softcap();
    functions = l.kernels().elementwise();
    softmax = l.kernels().softmax();
    q = l.input(0);
    keys = AttentionOperand.of(l, s, 1, Attention.PAST_KEY, s.size(), 1);
    values = AttentionOperand.of(l, s, 2, Attention.PAST_VALUE, s.valueSize(), 2);
    boolean masked = l.has(Attention.MASK);
    mask =
        masked
            ? AttentionMask.of(
                l.dtype(Attention.MASK), l.shape(Attention.MASK), s.keys(), op.padsMask())
            : null;
    maskRef = masked ? l.input(Attention.MASK) : null;
    valid = l.has(Attention.VALID) ? l.input(Attention.VALID) : null;
    y = l.output(0);
    int rows = tileRows();
    tiles = new Tile[(s.queries() + rows - 1) / rows];
    int kernelScratch = prepare(l, op, rows);
    kernelScratchAt = line(Math.multiplyExact(rows, s.keys()));
    scratchPerThread = Math.addExact(kernelScratchAt, line(kernelScratch));
    scratch = l.scratch(Storage.FLOATS, Math.multiplyExact(l.threads(), scratchPerThread));
    int threads = l.threads();
    operands =
        l.state(
            () -> {
              Operands[] all = new Operands[threads];
              for (int i = 0; i < threads; i++) {
                all[i] = new Operands();
              }
              return all;
            });
  }

  /** Adds the steps of an attention whose operands are FLOAT and not empty. */
  static void emit(Lowering l, Attention op, AttentionSizes s) {
    AttentionSteps steps = new AttentionSteps(l, op, s);
    int heads = s.batch() * s.heads();
    int count = heads * steps.tiles.length;
    l.multiplyAdds((long) heads * s.queries() * s.keys() * (s.size() + s.valueSize()));
    l.emit(
        "attention, " + steps.tiles[0].rows + " of " + s.queries() + " queries at a time",
        f -> f.team().run(steps, count, f));
  }

  private static int line(int floats) {
    return Math.addExact(floats, LINE_FLOATS - 1) / LINE_FLOATS * LINE_FLOATS;
  }

  /**
   * Height of a tile. It does not depend on the number of threads: rows at the end of a tile may be
   * summed in another order, and results must be the same bits for any number.
   */
  private int tileRows() {
    int rows = Math.max(1, TILE_SCORES / s.keys() / TILE_ROWS) * TILE_ROWS;
    int heads = s.batch() * s.heads();
    if (heads < LEAST_TILES) {
      int share = s.queries() * heads / LEAST_TILES;
      rows = Math.min(rows, Math.max(1, share / TILE_ROWS) * TILE_ROWS);
    }
    return Math.min(rows, s.queries());
  }

  /** Prepares the products of all tiles; returns the scratch that they need. */
  private int prepare(Lowering l, Attention op, int rows) {
    Map<Size, GemmKernel[]> known = new HashMap<>();
    int most = 0;
    for (int t = 0; t < tiles.length; t++) {
      int first = t * rows;
      int height = Math.min(rows, s.queries() - first);
      // Keys that no query of the tile can see are left out where that is known beforehand.
      int end =
          valid == null
              ? Math.max(1, visible.end((long) s.past() + first + height - 1, s.keys()))
              : s.keys();
      GemmKernel[] pair =
          known.computeIfAbsent(new Size(height, end), size -> products(l, op, size));
      most = Math.max(most, Math.max(pair[0].scratch(), pair[1].scratch()));
      tiles[t] = new Tile(first, height, end, new KernelCall(pair[0]), new KernelCall(pair[1]));
    }
    return most;
  }

  private GemmKernel[] products(Lowering l, Attention op, Size size) {
    float scale = op.scale(s.size());
    Epilogue factor =
        Epilogue.NONE.withActivation(
            UnaryFunction.AFFINE, softcap > 0 ? scale / softcap : scale, 0);
    int m = size.rows;
    int n = size.keys;
    int ldq = s.rowStride(s.heads(), s.size());
    int ldy = s.rowStride(s.heads(), s.valueSize());
    GemmShape scores =
        new GemmShape(1, m, n, s.size(), false, true, ldq, keys.rowStride(), n, 0, 0, 0);
    GemmShape output =
        new GemmShape(1, m, s.valueSize(), n, false, false, n, values.rowStride(), ldy, 0, 0, 0);
    return new GemmKernel[] {
      l.kernels().gemm().prepare(scores, factor, false, l.accuracy(), 1),
      l.kernels().gemm().prepare(output, Epilogue.NONE, false, l.accuracy(), 1)
    };
  }

  @Override
  public void run(int index, int worker, Object state) {
    Frame f = (Frame) state;
    Tile tile = tiles[index % tiles.length];
    int head = index / tiles.length % s.heads();
    int b = index / tiles.length / s.heads();
    int group = s.keyHead(head);
    Operands o = ((Operands[]) f.state(operands))[worker];
    float[] work = f.floats(scratch);
    int at = scratch.offset() + worker * scratchPerThread;
    o.scratch = work;
    o.scratchAt = at + kernelScratchAt;
    o.x = f.floats(q);
    o.xAt =
        q.offset()
            + s.headAt(b, head, s.heads(), s.queries(), s.size())
            + tile.first * s.rowStride(s.heads(), s.size());
    o.w = f.floats(keys.ref());
    o.wAt = keys.at(b, group);
    o.y = work;
    o.yAt = at;
    tile.scores.run(o, Team.SERIAL);
    if (softcap > 0) {
      int n = tile.rows * tile.keys;
      functions.unary(UnaryFunction.TANH, 0, 0, work, at, work, at, n);
      functions.unary(UnaryFunction.AFFINE, softcap, 0, work, at, work, at, n);
    }
    normalise(f, b, head, tile, work, at);
    o.x = work;
    o.xAt = at;
    o.w = f.floats(values.ref());
    o.wAt = values.at(b, group);
    o.y = f.floats(y);
    o.yAt =
        y.offset()
            + s.headAt(b, head, s.heads(), s.queries(), s.valueSize())
            + tile.first * s.rowStride(s.heads(), s.valueSize());
    tile.output.run(o, Team.SERIAL);
  }

  /** Masks the scores of a tile and replaces each row by its softmax, or zeros if all is masked. */
  private void normalise(Frame f, int b, int head, Tile tile, float[] work, int at) {
    int n = tile.keys;
    int there = s.keys();
    long place = s.past() + tile.first;
    if (valid != null) {
      long given = f.longs(valid)[valid.offset() + b];
      there = (int) Math.max(0, Math.min(given, s.keys()));
      place = given - s.queries() + tile.first;
    }
    int done = 0;
    for (int i = 0; i < tile.rows; i++) {
      int row = at + i * n;
      int first = Math.min(visible.first(place + i), n);
      int end = Math.min(visible.end(place + i, there), n);
      boolean sees = first < end;
      if (mask != null && maskRef != null) {
        Object array = f.array(maskRef);
        int from = maskRef.offset() + mask.at(b, head, tile.first + i);
        sees = sees && mask.shows(array, from, first, end);
        mask.apply(array, from, work, row, n);
      }
      Arrays.fill(work, row, row + first, Float.NEGATIVE_INFINITY);
      Arrays.fill(work, row + Math.max(first, end), row + n, Float.NEGATIVE_INFINITY);
      if (!sees || isNegligible(work, row, n)) {
        softmax.softmax(work, at + done * n, work, at + done * n, i - done, n, 1);
        Arrays.fill(work, row, row + n, 0);
        done = i + 1;
      }
    }
    softmax.softmax(work, at + done * n, work, at + done * n, tile.rows - done, n, 1);
  }

  /** Whether all scores of a row are −∞. */
  private static boolean isNegligible(float[] x, int at, int n) {
    for (int i = at; i < at + n; i++) {
      if (x[i] != Float.NEGATIVE_INFINITY) {
        return false;
      }
    }
    return true;
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import java.util.Arrays;

/** Steps for resampling when all coordinates are known. */
final class ResizeSteps {
  private static final int GRAIN = 1 << 14;

  private ResizeSteps() {}

  /** Whether just the last two axes change, in a way that the kernels know. */
  static boolean isPlanar(Resize op, ResizeAxis[] resampling) {
    int rank = resampling.length;
    if (rank == 0 || op.mode() == ResizeMode.CUBIC) {
      return false;
    }
    for (int i = 0; i < rank; i++) {
      ResizeAxis axis = resampling[i];
      if (axis.taps() > 2 || axis.outside() != null || (i < rank - 2 && !axis.isIdentity())) {
        return false;
      }
    }
    return true;
  }

  static void emit(Lowering l, Resize op, ResizeAxis[] resampling) {
    boolean extrapolates = false;
    boolean identity = true;
    for (ResizeAxis axis : resampling) {
      extrapolates |= axis.outside() != null;
      identity &= axis.isIdentity();
    }
    if (identity) {
      l.alias(0, 0);
    } else if (l.dtype(0) == DType.FLOAT && isPlanar(op, resampling)) {
      emitPlanes(l, op, resampling);
    } else if (op.mode() == ResizeMode.NEAREST && !extrapolates) {
      ResizeNearest.emit(l, resampling);
    } else if (l.dtype(0) == DType.FLOAT) {
      emitAxes(l, op, resampling);
    } else {
      l.reference();
    }
  }

  private static void emitPlanes(Lowering l, Resize op, ResizeAxis[] resampling) {
    Shape shape = l.shape(0);
    int rank = shape.rank();
    Layout layout = l.layout(0);
    // Two-dimensional planes of a blocked value of rank 3 have height 1.
    boolean flat = rank == 1 || (rank == 3 && !layout.isPlain());
    ResizeAxis rows = flat ? single() : resampling[rank - 2];
    ResizeAxis columns = resampling[rank - 1];
    int planes =
        layout.isPlain()
            ? shape.size() / (rows.in() * columns.in())
            : shape.dim(0) * layout.blocks(shape.dim(1));
    Ref x = l.input(0);
    Ref y = l.output(0);
    Move move = l.kernels().move();
    int grain = 1 + GRAIN / (rows.out() * columns.out() * layout.block());
    if (op.mode() == ResizeMode.NEAREST) {
      l.emitRange(
          "nearest",
          planes,
          grain,
          (f, from, to) ->
              move.resizeNearest(
                  layout,
                  rows.in(),
                  columns.in(),
                  rows.index(),
                  columns.index(),
                  f.floats(x),
                  x.offset(),
                  f.floats(y),
                  y.offset(),
                  from,
                  to));
      return;
    }
    int[] row0 = tap(rows, 0);
    int[] row1 = tap(rows, rows.taps() - 1);
    float[] rowWeight = upperWeights(rows);
    int[] column0 = tap(columns, 0);
    int[] column1 = tap(columns, columns.taps() - 1);
    float[] columnWeight = upperWeights(columns);
    l.emitRange(
        "linear",
        planes,
        grain,
        (f, from, to) ->
            move.resizeLinear(
                layout,
                rows.in(),
                columns.in(),
                row0,
                row1,
                rowWeight,
                column0,
                column1,
                columnWeight,
                f.floats(x),
                x.offset(),
                f.floats(y),
                y.offset(),
                from,
                to));
  }

  private static ResizeAxis single() {
    return new ResizeAxis(1, 1, 1, new int[1], new float[] {1}, null);
  }

  private static int[] tap(ResizeAxis axis, int t) {
    int[] index = new int[axis.out()];
    for (int o = 0; o < index.length; o++) {
      index[o] = axis.index()[o * axis.taps() + t];
    }
    return index;
  }

  /** Weights of the second of two taps; 0 where there is only one. */
  private static float[] upperWeights(ResizeAxis axis) {
    float[] weight = new float[axis.out()];
    for (int o = 0; o < weight.length && axis.taps() == 2; o++) {
      weight[o] = axis.weight()[o * 2 + 1];
    }
    return weight;
  }

  /** One axis after the other, through scratch memory. */
  private static void emitAxes(Lowering l, Resize op, ResizeAxis[] resampling) {
    int last = resampling.length - 1;
    while (resampling[last].isIdentity()) {
      last--;
    }
    int[] dims = l.shape(0).dims();
    Ref x = l.input(0);
    for (int i = 0; i <= last; i++) {
      ResizeAxis axis = resampling[i];
      if (axis.isIdentity()) {
        continue;
      }
      int inner = Spatial.product(Arrays.copyOfRange(dims, i + 1, dims.length));
      int outer = Spatial.product(Arrays.copyOf(dims, i));
      dims[i] = axis.out();
      int size = Math.multiplyExact(Math.multiplyExact(outer, axis.out()), inner);
      Ref y = i == last ? l.output(0) : l.scratch(Storage.FLOATS, size);
      emitAxis(l, axis, op.extrapolation(), x, y, outer * axis.out(), inner);
      x = y;
    }
  }

  private static void emitAxis(
      Lowering l, ResizeAxis axis, float extrapolation, Ref x, Ref y, int rows, int inner) {
    l.emitRange(
        "resample",
        rows,
        1 + GRAIN / (inner * axis.taps()),
        (f, from, to) ->
            axis.apply(
                f.floats(x), x.offset(), f.floats(y), y.offset(), inner, extrapolation, from, to));
  }
}

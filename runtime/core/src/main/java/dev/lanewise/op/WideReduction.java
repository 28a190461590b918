package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import java.util.Arrays;

/** Steps for a {@link Reduction} of any type, in doubles or 64-bit integers. */
final class WideReduction {
  private static final int GRAIN = 1 << 13;

  private WideReduction() {}

  /** A copy that moves the given axes behind the others. */
  static Strided reducedLast(Shape shape, int[] axes) {
    int rank = shape.rank();
    int[] dims = new int[rank];
    int[] from = new int[rank];
    int[] strides = shape.strides();
    int kept = 0;
    int reduced = rank - axes.length;
    for (int d = 0; d < rank; d++) {
      int to = Arrays.binarySearch(axes, d) < 0 ? kept++ : reduced++;
      dims[to] = shape.dim(d);
      from[to] = strides[d];
    }
    return Strided.toDense(dims, from, 1);
  }

  /**
   * Emits the steps for an input that is not empty.
   *
   * @param axes reduced axes in increasing order
   */
  static void lower(Reduction op, Lowering l, int[] axes) {
    Shape shape = l.shape(0);
    DType dtype = l.dtype(0);
    Strided copy = reducedLast(shape, axes);
    Ref x = l.input(0);
    Ref rows = x;
    if (!copy.isContiguous()) {
      rows = l.scratch(dtype.storage(), shape.size());
      copy.emit(l, "move axes", x, 0, rows, 0);
    }
    int count = l.outputShape(0).size();
    int n = shape.size() / count;
    Storage storage = Wide.storage(dtype);
    Ref wide = l.scratch(storage, shape.size());
    Ref results = l.scratch(storage, count);
    Ref y = l.output(0);
    Ref source = rows;
    l.emitRange(
        op.name() + " of " + dtype,
        count,
        1 + GRAIN / n,
        (f, from, to) -> {
          int at = wide.offset() + from * n;
          int sourceAt = source.offset() + from * n;
          if (storage == Storage.DOUBLES) {
            double[] v = f.doubles(wide);
            double[] r = f.doubles(results);
            Elements.decode(dtype, f.array(source), sourceAt, v, at, (to - from) * n);
            for (int i = from; i < to; i++) {
              r[results.offset() + i] = op.reduce(v, wide.offset() + i * n, n);
            }
            Elements.encode(
                dtype, r, results.offset() + from, f.array(y), y.offset() + from, to - from);
          } else {
            long[] v = f.longs(wide);
            long[] r = f.longs(results);
            Elements.decode(dtype, f.array(source), sourceAt, v, at, (to - from) * n);
            for (int i = from; i < to; i++) {
              r[results.offset() + i] = op.reduce(dtype, v, wide.offset() + i * n, n);
            }
            Elements.encode(
                dtype, r, results.offset() + from, f.array(y), y.offset() + from, to - from);
          }
        });
  }
}

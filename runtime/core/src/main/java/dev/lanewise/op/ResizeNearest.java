package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;

/** Nearest-neighbour resampling of any element type as a gather of runs. */
final class ResizeNearest {
  private static final int GRAIN = 1 << 14;

  /**
   * Where runs of array elements come from.
   *
   * @param offsets first array element of each run
   * @param run array elements of a run
   */
  private record Runs(int[] offsets, int run) {}

  private ResizeNearest() {}

  private static Runs runs(ResizeAxis[] resampling, int arity) {
    int rank = resampling.length;
    int run = arity;
    while (rank > 0 && resampling[rank - 1].isIdentity()) {
      run *= resampling[--rank].in();
    }
    int[] offsets = {0};
    for (int i = 0; i < rank; i++) {
      ResizeAxis axis = resampling[i];
      int[] next = new int[Math.multiplyExact(offsets.length, axis.out())];
      int at = 0;
      for (int base : offsets) {
        for (int o = 0; o < axis.out(); o++) {
          next[at++] = base * axis.in() + axis.index()[o];
        }
      }
      offsets = next;
    }
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] *= run;
    }
    return new Runs(offsets, run);
  }

  static Tensor evaluate(Tensor x, ResizeAxis[] resampling, Shape shape) {
    DType dtype = x.dtype();
    Storage storage = dtype.storage();
    Object y = storage.allocate(Math.multiplyExact(shape.size(), dtype.arity()));
    if (shape.size() > 0) {
      Runs runs = runs(resampling, dtype.arity());
      Indexed.gather(storage, x.array(), 0, runs.offsets, 0, runs.offsets.length, runs.run, y, 0);
    }
    return Tensor.of(dtype, shape, y);
  }

  static void emit(Lowering l, ResizeAxis[] resampling) {
    DType dtype = l.dtype(0);
    Storage storage = dtype.storage();
    Runs runs = runs(resampling, dtype.arity());
    Ref x = l.input(0);
    Ref y = l.output(0);
    l.emitRange(
        "nearest",
        runs.offsets.length,
        1 + GRAIN / runs.run,
        (f, from, to) ->
            Indexed.gather(
                storage,
                f.array(x),
                x.offset(),
                runs.offsets,
                from,
                to - from,
                runs.run,
                f.array(y),
                y.offset() + from * runs.run));
  }
}

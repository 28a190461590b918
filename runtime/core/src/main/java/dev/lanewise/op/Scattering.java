package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Storage;

/** The steps that ScatterElements and ScatterND have in common. */
final class Scattering {
  private Scattering() {}

  /**
   * Adds the steps that copy input 0 to output 0 and scatter n runs of input 2 into it.
   *
   * @param offsets place of the offsets of the runs in the output
   * @param run array elements of a run
   */
  static void emit(Lowering l, ScatterReduction reduction, Ref offsets, int n, int run) {
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref updates = l.input(2);
    Ref y = l.output(0);
    int length = y.length();
    l.emit(
        "Scatter into",
        frame -> {
          boolean shared = x.bank() == y.bank() && x.offset() == y.offset();
          if (!shared) {
            System.arraycopy(frame.array(x), x.offset(), frame.array(y), y.offset(), length);
          }
        });
    Storage storage = y.storage();
    if (l.dtype(0) == DType.FLOAT) {
      l.emit(
          "Scatter",
          frame ->
              reduction.scatter(
                  frame.floats(updates),
                  updates.offset(),
                  frame.ints(offsets),
                  offsets.offset(),
                  n,
                  run,
                  frame.floats(y),
                  y.offset()));
    } else {
      l.emit(
          "Scatter",
          frame ->
              Indexed.scatter(
                  storage,
                  frame.array(updates),
                  updates.offset(),
                  frame.ints(offsets),
                  offsets.offset(),
                  n,
                  run,
                  frame.array(y),
                  y.offset()));
    }
  }

  /** Whether {@link #emit} can do it. */
  static boolean isFast(Lowering l, ScatterReduction reduction) {
    return l.dtype(0) == DType.FLOAT || reduction == ScatterReduction.NONE;
  }
}

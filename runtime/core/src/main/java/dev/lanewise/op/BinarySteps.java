package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.tensor.Shape;

/**
 * Emits steps that combine two places of floats into a third with an {@link Elementwise} kernel.
 * Where one operand is small it is the second one; {@code swapped} says that it is the function's
 * first.
 *
 * @param l where the steps go
 * @param description for people who print the plan
 * @param f the function
 */
record BinarySteps(Lowering l, String description, BinaryFunction f) {
  private static final int GRAIN = 32_768;

  private static int rowGrain(int run) {
    return Math.max(1, GRAIN / run);
  }

  /** Broadcasts plain operands of at least one element to the shape of y. */
  void broadcast(Ref a, Shape aShape, Ref b, Shape bShape, Ref y, Shape yShape) {
    Broadcast walk = Broadcast.of(yShape, aShape, bShape);
    int rows = walk.rows();
    int run = walk.run();
    if (walk.step(0) == 1 && walk.step(1) == 1) {
      if (rows == 1) {
        flat(a, b, y, run);
      } else if (walk.isWhole(0) && walk.repeats(1)) {
        row(false, a, b, y, rows, run);
      } else if (walk.isWhole(1) && walk.repeats(0)) {
        row(true, b, a, y, rows, run);
      } else {
        rows(walk, a, b, y);
      }
    } else if (rows == 1) {
      boolean swapped = walk.step(0) == 0;
      scalar(swapped, swapped ? b : a, swapped ? a : b, y, run);
    } else {
      scalars(walk, a, b, y);
    }
  }

  /** Two operands of n elements. */
  void flat(Ref a, Ref b, Ref y, int n) {
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        description,
        n,
        GRAIN,
        (frame, from, to) ->
            kernel.binary(
                f,
                frame.floats(a),
                a.offset() + from,
                frame.floats(b),
                b.offset() + from,
                frame.floats(y),
                y.offset() + from,
                to - from));
  }

  /** An operand of n elements and one of a single element. */
  void scalar(boolean swapped, Ref whole, Ref one, Ref y, int n) {
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        description,
        n,
        GRAIN,
        (frame, from, to) ->
            kernel.binaryScalar(
                f,
                swapped,
                frame.floats(whole),
                whole.offset() + from,
                frame.floats(one)[one.offset()],
                frame.floats(y),
                y.offset() + from,
                to - from));
  }

  /** An operand of several rows and one of a single row. */
  private void row(boolean swapped, Ref whole, Ref row, Ref y, int rows, int run) {
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        description,
        rows,
        rowGrain(run),
        (frame, from, to) ->
            kernel.binaryRow(
                f,
                swapped,
                frame.floats(whole),
                whole.offset() + from * run,
                frame.floats(row),
                row.offset(),
                frame.floats(y),
                y.offset() + from * run,
                to - from,
                run));
  }

  /** Rows of both operands. */
  private void rows(Broadcast walk, Ref a, Ref b, Ref y) {
    Elementwise kernel = l.kernels().elementwise();
    int run = walk.run();
    l.emitRange(
        description,
        walk.rows(),
        rowGrain(run),
        (frame, from, to) -> {
          for (int r = from; r < to; r++) {
            kernel.binary(
                f,
                frame.floats(a),
                a.offset() + walk.offset(0, r),
                frame.floats(b),
                b.offset() + walk.offset(1, r),
                frame.floats(y),
                y.offset() + r * run,
                run);
          }
        });
  }

  /** Rows of one operand, each with one element of the other. */
  private void scalars(Broadcast walk, Ref a, Ref b, Ref y) {
    Elementwise kernel = l.kernels().elementwise();
    boolean swapped = walk.step(0) == 0;
    int wholeOperand = swapped ? 1 : 0;
    Ref whole = swapped ? b : a;
    Ref ones = swapped ? a : b;
    int run = walk.run();
    l.emitRange(
        description,
        walk.rows(),
        rowGrain(run),
        (frame, from, to) -> {
          for (int r = from; r < to; r++) {
            kernel.binaryScalar(
                f,
                swapped,
                frame.floats(whole),
                whole.offset() + walk.offset(wholeOperand, r),
                frame.floats(ones)[ones.offset() + walk.offset(1 - wholeOperand, r)],
                frame.floats(y),
                y.offset() + r * run,
                run);
          }
        });
  }

  /**
   * Planes of a blocked layout, each with one value per lane.
   *
   * @param lanes block p modulo {@code period} belongs to plane p
   */
  void planes(boolean swapped, Ref whole, Ref lanes, int period, Ref y, Planes planes) {
    Elementwise kernel = l.kernels().elementwise();
    int block = planes.layout().block();
    int stride = planes.stride();
    int pixels = planes.pixels();
    l.emitRange(
        description,
        planes.count(),
        rowGrain(pixels * block),
        (frame, from, to) -> {
          for (int p = from; p < to; p++) {
            kernel.binaryRow(
                f,
                swapped,
                frame.floats(whole),
                whole.offset() + p * stride,
                frame.floats(lanes),
                lanes.offset() + p % period * block,
                frame.floats(y),
                y.offset() + p * stride,
                pixels,
                block);
          }
        });
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/** What functions of the rows along one axis share. */
final class Softmaxes {
  /** Replaces one row: n elements of x from {@code at}, {@code step} apart. */
  interface Row {
    /** Replaces the row. */
    void apply(double[] x, int at, int step, int n);
  }

  /** A kernel for rows of {@code x[outer][n][inner]}. */
  interface Kernel {
    /** Computes y from x. */
    void run(float[] x, int xAt, float[] y, int yAt, int outer, int n, int inner);
  }

  private static final int GRAIN = 1 << 12;

  private Softmaxes() {}

  static List<Type> infer(Inference in, int axis) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    Shape shape = in.shape(0);
    if (shape != null && shape.rank() > 0) {
      Axes.normalise(axis, shape.rank());
    }
    return List.of(new TensorType(in.dtype(0), shape));
  }

  static List<Datum> evaluate(Evaluation in, int axis, Row row) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    int at = shape.rank() == 0 ? 0 : Axes.normalise(axis, shape.rank());
    int n = shape.rank() == 0 ? 1 : shape.dim(at);
    int inner = shape.rank() == 0 ? 1 : shape.size(at + 1, shape.rank());
    double[] y = x.toDoubles();
    if (y.length > 0) {
      for (int r = 0; r < y.length / n; r++) {
        row.apply(y, r / inner * n * inner + r % inner, inner, n);
      }
    }
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)));
  }

  static void lower(Lowering l, int axis, String name, Kernel kernel) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT || shape.size() == 0 || shape.rank() == 0) {
      l.reference();
      return;
    }
    int at = Axes.normalise(axis, shape.rank());
    int n = shape.dim(at);
    int inner = shape.size(at + 1, shape.rank());
    int outer = shape.size(0, at);
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref y = l.output(0);
    int block = n * inner;
    l.emitRange(
        name,
        outer,
        1 + GRAIN / block,
        (f, from, to) ->
            kernel.run(
                f.floats(x),
                x.offset() + from * block,
                f.floats(y),
                y.offset() + from * block,
                to - from,
                n,
                inner));
  }

  /** Largest of n elements; NaN if there is one. */
  static double max(double[] x, int at, int step, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[at + i * step]);
    }
    return max;
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * {@code min(max(round(x · factor), low), high)}, ties to even, of floats that hold integers: from
 * sums of products of quantised values to quantised values less their zero point. The product is
 * taken in double precision. Not an operator of the standard.
 *
 * <p>Inputs: x, and the DOUBLE factors as a constant of shape [1] or [n], one per index along the
 * axis.
 *
 * @param axis axis of several factors; a negative one counts from the end
 * @param low smallest result, an integer
 * @param high largest result, an integer
 */
public record Requantize(int axis, float low, float high) implements Op {
  private static final int GRAIN = 1 << 14;

  /** Elements for which factors are repeated, so that loops over them are long. */
  private static final int REPEATED = 256;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.FLOAT, "needs a FLOAT input, got " + in.dtype(0));
    in.require(in.dtype(1) == DType.DOUBLE, "needs DOUBLE factors, got " + in.dtype(1));
    Tensor factor = in.constant(1);
    in.require(factor != null, "needs constant factors");
    Shape x = in.shape(0);
    int n = factor == null ? 1 : factor.size();
    if (x != null && n != 1) {
      int dim = x.dim(Axes.normalise(axis, x.rank()));
      in.require(
          dim == n || dim == Shape.UNKNOWN, n + " factors do not fit axis " + axis + " of " + x);
    }
    return List.of(new TensorType(DType.FLOAT, x));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    double[] factors = in.tensor(1).doubles();
    Granularity g = Granularity.of(x.shape(), in.tensor(1).shape(), axis, 0);
    float[] values = x.floats();
    float[] y = new float[values.length];
    for (int i = 0; i < y.length; i++) {
      double v = Math.rint(values[i] * factors[g.scaleOf(i)]);
      y[i] = (float) Math.min(Math.max(v, low), high);
    }
    return List.of(Tensor.of(x.shape(), y));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    Tensor factor = q.constant(1);
    boolean alongChannels =
        factor != null && (factor.size() == 1 || Axes.normalise(axis, q.shape(0).rank()) == 1);
    return alongChannels ? new LayoutChoice(List.of(q.layout(0)), q.layout(0)) : LayoutChoice.PLAIN;
  }

  @Override
  public void lower(Lowering l) {
    Tensor factor = l.constant(1);
    Shape shape = l.shape(0);
    if (factor == null || shape.size() == 0) {
      l.reference();
      return;
    }
    double[] factors = factor.doubles();
    l.reuse(0, 0);
    if (factors.length == 1) {
      emitRuns(l, factors, Planes.floats(shape, l.layout(0)), 1);
    } else if (!l.layout(0).isPlain()) {
      Planes planes = Planes.of(shape, l.layout(0));
      emitSections(l, factors, planes.layout().block(), planes.blocks(), planes.stride());
    } else {
      int at = Axes.normalise(axis, shape.rank());
      int inner = shape.size(at + 1, shape.rank());
      if (inner == 1) {
        emitSections(l, factors, factors.length, 1, shape.size());
      } else {
        emitRuns(l, factors, inner, shape.size() / inner);
      }
    }
  }

  private void finish(Elementwise kernel, float[] y, int at, int n) {
    kernel.unary(UnaryFunction.CLIP, low, high, y, at, y, at, n);
  }

  /** Copies a part of x to y unless they are the same place. */
  private static void copy(Frame f, Ref x, Ref y, int at, int n) {
    if (f.array(x) != f.array(y) || x.offset() != y.offset()) {
      System.arraycopy(f.floats(x), x.offset() + at, f.floats(y), y.offset() + at, n);
    }
  }

  /** Runs of {@code inner} elements, each with the next factor in turn. */
  private void emitRuns(Lowering l, double[] factors, int inner, int runs) {
    Ref x = l.input(0);
    Ref y = l.output(0);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "requantise",
        inner * runs,
        GRAIN,
        (f, from, to) -> {
          int stop;
          for (int i = from; i < to; i = stop) {
            int run = i / inner;
            stop = Math.min(to, Math.min((run + 1) * inner, i + RoundToGrid.CHUNK));
            copy(f, x, y, i, stop - i);
            float[] ys = f.floats(y);
            int at = y.offset() + i;
            scale(ys, at, stop - i, factors[run % factors.length]);
            finish(kernel, ys, at, stop - i);
          }
        });
  }

  /**
   * Sections of rows of n elements with n factors; each section has the next n factors in turn.
   *
   * @param sections number of sections after which factors begin anew
   * @param section elements of a section
   */
  private void emitSections(Lowering l, double[] factors, int n, int sections, int section) {
    int repeats = Math.max(1, REPEATED / n);
    int length = n * repeats;
    double[] repeated = new double[length * sections];
    for (int s = 0; s < sections; s++) {
      double[] row = Arrays.copyOfRange(Arrays.copyOf(factors, n * sections), s * n, (s + 1) * n);
      for (int i = 0; i < repeats; i++) {
        System.arraycopy(row, 0, repeated, s * length + i * n, n);
      }
    }
    Ref x = l.input(0);
    Ref y = l.output(0);
    Elementwise kernel = l.kernels().elementwise();
    int rows = Planes.floats(l.shape(0), l.layout(0)) / n;
    int sectionRows = section / n;
    l.emitRange(
        "requantise",
        rows,
        1 + GRAIN / n,
        (f, from, to) -> {
          int stop;
          for (int row = from; row < to; row = stop) {
            int index = row / sectionRows;
            stop = Math.min(to, Math.min((index + 1) * sectionRows, row + repeats));
            int m = (stop - row) * n;
            copy(f, x, y, row * n, m);
            float[] ys = f.floats(y);
            int at = y.offset() + row * n;
            scale(ys, at, m, repeated, index % sections * length);
            finish(kernel, ys, at, m);
          }
        });
  }

  private static void scale(float[] y, int at, int n, double factor) {
    for (int i = at; i < at + n; i++) {
      y[i] = (float) Math.rint(y[i] * factor);
    }
  }

  private static void scale(float[] y, int at, int n, double[] factors, int factorAt) {
    for (int i = 0; i < n; i++) {
      y[at + i] = (float) Math.rint(y[at + i] * factors[factorAt + i]);
    }
  }
}

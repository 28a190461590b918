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
import java.util.Collections;
import java.util.List;

/**
 * {@code min(max(round((x + bias) · factor), low), high)}, ties to even, of floats that hold
 * integers: from sums of products of quantised values to quantised values less their zero point.
 * Computed in double precision. Not an operator of the standard.
 *
 * <p>Inputs: x, the DOUBLE factors as a constant of shape [1] or [n], one per index along the axis,
 * an optional constant DOUBLE bias of shape [n], and any number of further summands like x.
 *
 * @param axis axis of several factors; a negative one counts from the end
 * @param low smallest result, an integer
 * @param high largest result, an integer
 */
public record Requantize(int axis, float low, float high) implements Op {
  private static final int BIAS = 2;
  private static final int SUMMANDS = 3;
  private static final int GRAIN = 1 << 14;

  /** Elements for which factors are repeated, so that loops over them are long. */
  private static final int REPEATED = 256;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.FLOAT, "needs a FLOAT input, got " + in.dtype(0));
    in.require(in.dtype(1) == DType.DOUBLE, "needs DOUBLE factors, got " + in.dtype(1));
    Tensor factor = in.constant(1);
    in.require(factor != null, "needs constant factors");
    Tensor bias = in.constant(BIAS);
    in.require(in.has(BIAS) == (bias != null), "needs a constant bias");
    in.require(
        bias == null || factor == null || bias.size() == factor.size(),
        "needs as many biases as factors");
    Shape x = in.shape(0);
    for (int i = SUMMANDS; i < in.inputs(); i++) {
      in.require(in.dtype(i) == DType.FLOAT, "needs FLOAT summands, got " + in.dtype(i));
      x = Shapes.merge(x, in.shape(i));
    }
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
    double[] sums = x.toDoubles();
    for (int k = SUMMANDS; k < in.inputs(); k++) {
      float[] summand = in.tensor(k).floats();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += summand[i];
      }
    }
    double[] bias = in.has(BIAS) ? in.tensor(BIAS).doubles() : new double[factors.length];
    float[] y = new float[sums.length];
    for (int i = 0; i < y.length; i++) {
      int s = g.scaleOf(i);
      y[i] = apply(sums[i] + bias[s], factors[s]);
    }
    return List.of(Tensor.of(x.shape(), y));
  }

  /** What becomes of one sum. */
  public float apply(double sum, double factor) {
    return (float) Math.min(Math.max(Math.rint(sum * factor), low), high);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    Tensor factor = q.constant(1);
    boolean alongChannels =
        factor != null && (factor.size() == 1 || Axes.normalise(axis, q.shape(0).rank()) == 1);
    return alongChannels
        ? new LayoutChoice(Collections.nCopies(q.inputs(), q.layout(0)), q.layout(0))
        : LayoutChoice.PLAIN;
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
    Tensor given = l.constant(BIAS);
    double[] bias = given == null ? new double[factors.length] : given.doubles();
    l.reuse(0, 0);
    if (factors.length == 1) {
      emitRuns(l, factors, bias, Planes.floats(shape, l.layout(0)), 1);
    } else if (!l.layout(0).isPlain()) {
      Planes planes = Planes.of(shape, l.layout(0));
      emitSections(l, factors, bias, planes.layout().block(), planes.blocks(), planes.stride());
    } else {
      int at = Axes.normalise(axis, shape.rank());
      int inner = shape.size(at + 1, shape.rank());
      if (inner == 1) {
        emitSections(l, factors, bias, factors.length, 1, shape.size());
      } else {
        emitRuns(l, factors, bias, inner, shape.size() / inner);
      }
    }
  }

  private void finish(Elementwise kernel, float[] y, int at, int n) {
    kernel.unary(UnaryFunction.CLIP, low, high, y, at, y, at, n);
  }

  private static Ref[] summands(Lowering l) {
    Ref[] more = new Ref[Math.max(0, l.inputs() - SUMMANDS)];
    for (int i = 0; i < more.length; i++) {
      more[i] = l.input(i + SUMMANDS);
    }
    return more;
  }

  /**
   * Elements {@code at} to {@code at + n}, not yet limited.
   *
   * @param step 1 if each element has a factor of its own, 0 if all have one
   */
  private static void scale(
      Frame f,
      Ref x,
      Ref[] more,
      Ref y,
      int at,
      int n,
      double[] factors,
      double[] bias,
      int s,
      int step) {
    float[] ys = f.floats(y);
    int yAt = y.offset() + at;
    if (more.length > 0) {
      for (int i = 0; i < n; i++) {
        double sum = f.floats(x)[x.offset() + at + i];
        for (Ref r : more) {
          sum += f.floats(r)[r.offset() + at + i];
        }
        int c = s + i * step;
        ys[yAt + i] = (float) Math.rint((sum + bias[c]) * factors[c]);
      }
      return;
    }
    // In place, as loops with two offsets into one array do not vectorise.
    if (f.floats(x) != ys || x.offset() != y.offset()) {
      System.arraycopy(f.floats(x), x.offset() + at, ys, yAt, n);
    }
    if (step == 0) {
      scale(ys, yAt, n, factors[s], bias[s]);
    } else {
      scale(ys, yAt, n, factors, bias, s);
    }
  }

  /** Runs of {@code inner} elements, each with the next factor in turn. */
  private void emitRuns(Lowering l, double[] factors, double[] bias, int inner, int runs) {
    Ref x = l.input(0);
    Ref[] more = summands(l);
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
            int s = run % factors.length;
            scale(f, x, more, y, i, stop - i, factors, bias, s, 0);
            finish(kernel, f.floats(y), y.offset() + i, stop - i);
          }
        });
  }

  /**
   * Sections of rows of n elements with n factors; each section has the next n factors in turn.
   *
   * @param sections number of sections after which factors begin anew
   * @param section elements of a section
   */
  private void emitSections(
      Lowering l, double[] factors, double[] bias, int n, int sections, int section) {
    int repeats = Math.max(1, REPEATED / n);
    int length = n * repeats;
    double[] repeated = repeated(factors, n, sections, repeats);
    double[] biases = repeated(bias, n, sections, repeats);
    Ref x = l.input(0);
    Ref[] more = summands(l);
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
            int s = index % sections * length;
            scale(f, x, more, y, row * n, m, repeated, biases, s, 1);
            finish(kernel, f.floats(y), y.offset() + row * n, m);
          }
        });
  }

  private static void scale(float[] y, int at, int n, double factor, double bias) {
    for (int i = at; i < at + n; i++) {
      y[i] = (float) Math.rint((y[i] + bias) * factor);
    }
  }

  private static void scale(float[] y, int at, int n, double[] factors, double[] bias, int s) {
    for (int i = 0; i < n; i++) {
      y[at + i] = (float) Math.rint((y[at + i] + bias[s + i]) * factors[s + i]);
    }
  }

  /** Each section's n values, several times in a row. */
  private static double[] repeated(double[] values, int n, int sections, int repeats) {
    double[] padded = Arrays.copyOf(values, n * sections);
    double[] y = new double[padded.length * repeats];
    for (int i = 0; i < sections * repeats; i++) {
      System.arraycopy(padded, i / repeats * n, y, i * n, n);
    }
    return y;
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Normalize;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Normalises all dimensions from an axis on to mean 0 and variance 1, then applies scale and bias.
 *
 * <p>Inputs: x, scale, optional bias; scale and bias broadcast to x. Outputs: y, the means and the
 * inverse standard deviations.
 *
 * @param axis first normalised dimension; a negative one counts from the end
 * @param epsilon added to the variance
 * @param stash type of the means and inverse standard deviations
 */
public record LayerNormalization(int axis, float epsilon, DType stash) implements Op {
  private static final int GRAIN = 1 << 14;

  @Override
  public List<Type> infer(Inference in) {
    RowNormalization.check(in, axis, 2);
    Shape x = in.shape(0);
    Shape moments = RowNormalization.moments(x, axis);
    return List.of(
        new TensorType(in.dtype(0), x),
        new TensorType(stash, moments),
        new TensorType(stash, moments));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    int n = shape.size(Axes.normalise(axis, shape.rank()), shape.rank());
    double[] y = x.toDoubles();
    int rows = n == 0 ? 0 : y.length / n;
    double[] means = new double[rows];
    double[] inverses = new double[rows];
    for (int row = 0; row < rows; row++) {
      RowMoments m = RowMoments.of(y, row * n, n);
      means[row] = m.mean();
      inverses[row] = 1 / Math.sqrt(m.variance() + epsilon);
      for (int i = row * n; i < (row + 1) * n; i++) {
        y[i] = (y[i] - m.mean()) * inverses[row];
      }
    }
    Tensor scale = in.tensor(1);
    double[] factor = Wide.doubles(scale, shape);
    Tensor bias = in.tensorOrNull(2);
    double[] summand = bias == null ? new double[y.length] : Wide.doubles(bias, shape);
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] * factor[i] + summand[i];
    }
    Shape moments = java.util.Objects.requireNonNull(RowNormalization.moments(shape, axis));
    return List.of(
        Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)),
        Tensor.of(stash, moments, Elements.fromDoubles(stash, means)),
        Tensor.of(stash, moments, Elements.fromDoubles(stash, inverses)));
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT
        || l.dtype(1) != DType.FLOAT
        || shape.size() == 0
        || l.isUsed(1)
        || l.isUsed(2)
        || !RowNormalization.fillsRow(l.shape(1), shape, axis)
        || (l.has(2) && !RowNormalization.fillsRow(l.shape(2), shape, axis))) {
      l.reference();
      return;
    }
    int n = shape.size(Axes.normalise(axis, shape.rank()), shape.rank());
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref scale = l.input(1);
    Ref bias = l.has(2) ? l.input(2) : null;
    Ref y = l.output(0);
    Normalize kernel = l.kernels().normalize();
    l.emitRange(
        "layer norm",
        shape.size() / n,
        1 + GRAIN / n,
        (f, from, to) ->
            kernel.layerNorm(
                f.floats(x),
                x.offset() + from * n,
                f.floats(scale),
                scale.offset(),
                bias == null ? null : f.floats(bias),
                bias == null ? 0 : bias.offset(),
                epsilon,
                f.floats(y),
                y.offset() + from * n,
                to - from,
                n));
  }
}

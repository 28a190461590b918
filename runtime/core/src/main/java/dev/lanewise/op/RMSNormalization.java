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
 * Divides by the root of the mean square over all dimensions from an axis on, then multiplies by
 * scale (input 1), which broadcasts to x (input 0). The output has the type of scale.
 *
 * @param axis first normalised dimension; a negative one counts from the end
 * @param epsilon added to the mean square
 */
public record RMSNormalization(int axis, float epsilon) implements Op {
  private static final int GRAIN = 1 << 14;

  @Override
  public List<Type> infer(Inference in) {
    RowNormalization.check(in, axis, 1);
    in.require(in.dtype(1).isFloating(), "needs a floating-point scale, got " + in.dtype(1));
    return List.of(new TensorType(in.dtype(1), in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor scale = in.tensor(1);
    Shape shape = x.shape();
    int n = shape.size(Axes.normalise(axis, shape.rank()), shape.rank());
    double[] y = x.toDoubles();
    double[] factor = Wide.doubles(scale, shape);
    int rows = n == 0 ? 0 : y.length / n;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = row * n; i < (row + 1) * n; i++) {
        sum += y[i] * y[i];
      }
      double root = Math.sqrt(sum / n + epsilon);
      for (int i = row * n; i < (row + 1) * n; i++) {
        y[i] = y[i] / root * factor[i];
      }
    }
    return List.of(Tensor.of(scale.dtype(), shape, Elements.fromDoubles(scale.dtype(), y)));
  }

  @Override
  public void lower(Lowering l) {
    Shape shape = l.shape(0);
    if (l.dtype(0) != DType.FLOAT
        || l.dtype(1) != DType.FLOAT
        || shape.size() == 0
        || !RowNormalization.fillsRow(l.shape(1), shape, axis)) {
      l.reference();
      return;
    }
    int n = shape.size(Axes.normalise(axis, shape.rank()), shape.rank());
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref scale = l.input(1);
    Ref y = l.output(0);
    Normalize kernel = l.kernels().normalize();
    l.emitRange(
        "rms norm",
        shape.size() / n,
        1 + GRAIN / n,
        (f, from, to) ->
            kernel.rmsNorm(
                f.floats(x),
                x.offset() + from * n,
                f.floats(scale),
                scale.offset(),
                epsilon,
                f.floats(y),
                y.offset() + from * n,
                to - from,
                n));
  }
}

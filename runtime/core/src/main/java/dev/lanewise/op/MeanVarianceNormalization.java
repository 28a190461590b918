package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * {@code (x − mean) / (standard deviation + 1e-9)}, both taken along some axes.
 *
 * @param axes the axes; negative ones count from the end
 */
public record MeanVarianceNormalization(long[] axes) implements Op {
  private static final double EPSILON = 1e-9;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    Shape x = in.shape(0);
    if (x != null) {
      Axes.of(axes, x.rank());
    }
    return List.of(new TensorType(in.dtype(0), x));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    int[] reduced = Axes.of(axes, shape.rank());
    Arrays.sort(reduced);
    Shape kept = Shapes.reduced(shape, reduced, true);
    int[] group = groups(shape, kept);
    double[] y = x.toDoubles();
    double[] mean = new double[kept.size()];
    double[] variance = new double[kept.size()];
    double count = (double) shape.size() / Math.max(1, kept.size());
    for (int i = 0; i < y.length; i++) {
      mean[group[i]] += y[i] / count;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] -= mean[group[i]];
      variance[group[i]] += y[i] * y[i] / count;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] /= Math.sqrt(variance[group[i]]) + EPSILON;
    }
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), y)));
  }

  /** For each element of a shape the element of {@code kept} that it belongs to. */
  private static int[] groups(Shape shape, Shape kept) {
    Broadcast walk = Broadcast.of(shape, kept);
    int[] group = new int[shape.size()];
    int at = 0;
    for (int row = 0; row < walk.rows(); row++) {
      int offset = walk.offset(0, row);
      for (int i = 0; i < walk.run(); i++) {
        group[at++] = offset + i * walk.step(0);
      }
    }
    return group;
  }
}

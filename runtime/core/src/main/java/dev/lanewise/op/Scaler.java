package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * {@code (x − offset) · scale} along the last dimension, as FLOAT.
 *
 * @param offset one per feature, or one for all
 * @param scale one per feature, or one for all
 */
public record Scaler(double[] offset, double[] scale) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Features.checkType(in);
    Shape shape = in.shape(0);
    if (shape != null && shape.rank() > 0 && shape.dim(-1) != Shape.UNKNOWN) {
      check(offset, "offsets", shape.dim(-1));
      check(scale, "scales", shape.dim(-1));
    }
    return List.of(new TensorType(DType.FLOAT, shape));
  }

  private static void check(double[] values, String what, int features) {
    if (values.length != 1 && values.length != features) {
      throw new IllegalArgumentException(
          values.length + " " + what + " for " + features + " features");
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int features = x.shape().rank() == 0 ? 1 : x.shape().dim(-1);
    check(offset, "offsets", features);
    check(scale, "scales", features);
    double[] v = x.toDoubles();
    for (int i = 0; i < v.length; i++) {
      int f = i % features;
      v[i] = (v[i] - offset[offset.length == 1 ? 0 : f]) * scale[scale.length == 1 ? 0 : f];
    }
    return List.of(Tensor.of(DType.FLOAT, x.shape(), Elements.fromDoubles(DType.FLOAT, v)));
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * A window of as many samples as the input says (a scalar), a sum of cosines: sample i is {@code a0
 * − a1·cos(2πi/N) + a2·cos(4πi/N)}, where N is the size or, if the window is symmetric, one less.
 */
public interface CosineWindow extends Op {
  /** Whether the window continues with its first sample behind its last one. */
  boolean periodic();

  /** Element type of the result; integers are truncated. */
  DType type();

  /** The coefficients a0, a1 and a2. */
  double[] coefficients();

  @Override
  default List<Type> infer(Inference in) {
    DType size = in.dtype(0);
    in.require(
        size == DType.INT32 || size == DType.INT64, "size must be INT32 or INT64, but is " + size);
    int count = Dims.count(in.shape(0));
    in.require(count == 1 || count == Shape.UNKNOWN, "size must be a scalar");
    in.require(Types.isNumber(type()), Types.notDefinedFor(type()));
    Tensor constant = in.constant(0);
    Shape y = constant == null ? Shapes.unknown(1) : Shape.of(constant.toLongs()).slice(0, 1);
    return List.of(new TensorType(type(), y));
  }

  @Override
  default List<Datum> evaluate(Evaluation in) {
    Shape shape = Shape.of(in.tensor(0).toLongs());
    double[] a = coefficients();
    double[] y = new double[shape.dim(0)];
    double step = 2 * Math.PI / (periodic() ? y.length : y.length - 1);
    for (int i = 0; i < y.length; i++) {
      y[i] = a[0] - a[1] * Math.cos(i * step) + a[2] * Math.cos(2 * i * step);
    }
    return List.of(new Cast(type()).convert(Tensor.of(DType.DOUBLE, shape, y)));
  }
}

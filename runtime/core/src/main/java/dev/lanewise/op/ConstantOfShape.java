package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * A tensor of the shape that the input holds, filled with one value.
 *
 * @param value the value: one element of any type
 */
public record ConstantOfShape(Tensor value) implements Op {
  /** Checks that the value is one element. */
  public ConstantOfShape {
    if (value.size() != 1) {
      throw new IllegalArgumentException("value must be one element, but is " + value);
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    Tensor dims = in.constant(0);
    int rank = Dims.count(in.shape(0));
    Shape y =
        dims != null
            ? Shape.of(dims.toLongs())
            : rank == Shape.UNKNOWN ? null : Shapes.unknown(rank);
    return List.of(new TensorType(value.dtype(), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Shape y = Shape.of(in.tensor(0).toLongs());
    return List.of(fill(y).tensor(value, 0, y));
  }

  private Strided fill(Shape y) {
    return Strided.fill(y.size(), value.dtype().arity());
  }

  @Override
  public void lower(Lowering l) {
    fill(l.outputShape(0)).emit(l, "fill", l.constant(value), 0, l.output(0), 0);
  }
}

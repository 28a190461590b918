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
 * The input as a matrix.
 *
 * @param axis first dimension that goes into the columns, from −rank to rank
 */
public record Flatten(int axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    return List.of(new TensorType(in.dtype(0), x == null ? Shapes.unknown(2) : flat(x)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return List.of(x.reshape(flat(x.shape())));
  }

  private Shape flat(Shape x) {
    int rank = x.rank();
    if (axis < -rank || axis > rank) {
      throw new IllegalArgumentException(
          "axis " + axis + " is not from " + -rank + " to " + rank + " for rank " + rank);
    }
    int at = axis < 0 ? axis + rank : axis;
    return Dims.product(x, 0, at).concat(Dims.product(x, at, rank));
  }

  @Override
  public void lower(Lowering l) {
    l.alias(0, 0);
  }
}

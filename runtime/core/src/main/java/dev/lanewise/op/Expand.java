package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The first input repeated to the shape that it and the shape in the second input broadcast to:
 * dimensions are aligned at the end, and a 1 on either side takes the other's size.
 */
public record Expand() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Tensor target = in.constant(1);
    int count = Dims.count(in.shape(1));
    Shape y = null;
    if (x != null && target != null) {
      y = expanded(x, target);
    } else if (x != null && count != Shape.UNKNOWN) {
      y = Shapes.unknown(Math.max(x.rank(), count));
    }
    return List.of(new TensorType(in.dtype(0), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape y = expanded(x.shape(), in.tensor(1));
    return List.of(copy(x.shape(), y, x.dtype()).tensor(x, 0, y));
  }

  private static Shape expanded(Shape x, Tensor target) {
    Shape wanted = Shape.of(target.toLongs());
    int rank = Math.max(x.rank(), wanted.rank());
    Shape y = Shape.SCALAR;
    for (int i = 0; i < rank; i++) {
      int k = i - rank + x.rank();
      int w = i - rank + wanted.rank();
      Shape own = k < 0 ? Shape.of(1) : x.slice(k, k + 1);
      int dim = w < 0 ? 1 : wanted.dim(w);
      boolean fits = dim == 1 || own.dim(0) == dim || own.dim(0) == 1;
      if (!fits && own.dim(0) != Shape.UNKNOWN) {
        throw new IllegalArgumentException(
            "dimension " + k + " of " + x + " cannot be expanded to " + wanted);
      }
      y = y.concat(dim == 1 ? own : Shape.of(dim));
    }
    return y;
  }

  private static Strided copy(Shape x, Shape y, DType dtype) {
    int[] strides = x.strides();
    int[] from = new int[y.rank()];
    int missing = y.rank() - x.rank();
    for (int i = 0; i < x.rank(); i++) {
      from[missing + i] = x.dim(i) == 1 ? 0 : strides[i];
    }
    return Strided.toDense(y.dims(), from, dtype.arity());
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Shape y = l.outputShape(0);
    if (x.size() == y.size()) {
      l.alias(0, 0);
    } else {
      copy(x, y, l.dtype(0)).emit(l, "Expand", l.input(0), 0, l.output(0), 0);
    }
  }
}

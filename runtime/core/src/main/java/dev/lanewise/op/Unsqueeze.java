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
import org.jspecify.annotations.Nullable;

/** The first input with dimensions of size 1 put in at the axes of the output the second names. */
public record Unsqueeze() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    return List.of(new TensorType(in.dtype(0), shape(in)));
  }

  private static @Nullable Shape shape(Inference in) {
    Shape x = in.shape(0);
    Tensor axes = in.constant(1);
    if (x == null) {
      return null;
    }
    if (axes != null) {
      return unsqueezed(x, axes);
    }
    int count = Dims.count(in.shape(1));
    return count == Shape.UNKNOWN ? null : Shapes.unknown(x.rank() + count);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return List.of(x.reshape(unsqueezed(x.shape(), in.tensor(1))));
  }

  private static Shape unsqueezed(Shape x, Tensor axes) {
    int rank = x.rank() + axes.size();
    boolean[] added = new boolean[rank];
    for (int axis : Axes.of(axes.toLongs(), rank)) {
      added[axis] = true;
    }
    Shape y = Shape.SCALAR;
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (added[i]) {
        y = y.concat(Shape.of(1));
      } else {
        y = y.concat(x.slice(next, next + 1));
        next++;
      }
    }
    return y;
  }

  @Override
  public void lower(Lowering l) {
    l.alias(0, 0);
  }
}

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

/** The first input without the dimensions of size 1 that the second names, or without any. */
public record Squeeze() implements Op {
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
    if (axes != null || !in.has(1)) {
      return axes == null && !x.isKnown() ? null : squeezed(x, axes);
    }
    int count = Dims.count(in.shape(1));
    if (count == Shape.UNKNOWN) {
      return null;
    }
    in.require(count <= x.rank(), "more axes than the input has dimensions");
    return Shapes.unknown(x.rank() - count);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return List.of(x.reshape(squeezed(x.shape(), in.tensorOrNull(1))));
  }

  private static Shape squeezed(Shape x, @Nullable Tensor axes) {
    boolean[] drop = new boolean[x.rank()];
    if (axes == null) {
      for (int i = 0; i < drop.length; i++) {
        drop[i] = x.dim(i) == 1;
      }
    } else {
      for (int axis : Axes.of(axes.toLongs(), x.rank())) {
        if (x.dim(axis) != 1 && x.dim(axis) != Shape.UNKNOWN) {
          throw new IllegalArgumentException(
              "dimension " + axis + " of " + x + " is not 1 and cannot be squeezed");
        }
        drop[axis] = true;
      }
    }
    Shape y = Shape.SCALAR;
    for (int i = 0; i < drop.length; i++) {
      y = drop[i] ? y : y.concat(x.slice(i, i + 1));
    }
    return y;
  }

  @Override
  public void lower(Lowering l) {
    l.alias(0, 0);
  }
}

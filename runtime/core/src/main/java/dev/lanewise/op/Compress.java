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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slices of the first input for which the second, a list of truth values that may be shorter
 * than the dimension, says true.
 *
 * @param axis dimension that is selected from, a negative one counts from the end; null selects
 *     single elements of the flattened input
 */
public record Compress(@Nullable Integer axis) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(1) == DType.BOOL, "the condition must be BOOL");
    Shape x = in.shape(0);
    Shape y = x;
    if (axis == null) {
      y = Shapes.unknown(1);
    } else if (x != null) {
      y = x.with(Axes.normalise(axis, x.rank()), Shape.UNKNOWN);
    }
    return List.of(new TensorType(in.dtype(0), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor whole = in.tensor(0);
    Tensor x = axis == null ? whole.reshape(Shape.of(whole.size())) : whole;
    Shape shape = x.shape();
    int along = axis == null ? 0 : Axes.normalise(axis, shape.rank());
    byte[] condition = in.tensor(1).bytes();
    if (condition.length > shape.dim(along)) {
      throw in.fail(
          "the condition has " + condition.length + " values for " + shape.dim(along) + " slices");
    }
    int inner = shape.size(along + 1, shape.rank()) * x.dtype().arity();
    int[] offsets = new int[condition.length];
    int n = 0;
    for (int i = 0; i < condition.length; i++) {
      if (condition[i] != 0) {
        offsets[n] = i * inner;
        n++;
      }
    }
    offsets = Arrays.copyOf(offsets, n);
    Tensor y = Tensor.zeros(x.dtype(), shape.with(along, n));
    int length = shape.dim(along) * inner;
    for (int o = 0; o < shape.size(0, along); o++) {
      int yAt = o * n * inner;
      Indexed.gather(
          x.dtype().storage(), x.array(), o * length, offsets, 0, n, inner, y.array(), yAt);
    }
    return List.of(y);
  }
}

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
 * Elements of the last dimension that the second input, INT64, selects. A vector counts as a matrix
 * of one row.
 */
public record ArrayFeatureExtractor() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(1) == DType.INT64, "indices must be int64, but are " + in.dtype(1));
    Shape x = in.shape(0);
    Shape indices = in.shape(1);
    if (x == null) {
      return List.of(new TensorType(in.dtype(0), null));
    }
    in.require(x.rank() > 0, "the input has no dimension to select from");
    int n = indices == null || !indices.isKnown() ? Shape.UNKNOWN : indices.size();
    return List.of(new TensorType(in.dtype(0), result(x, n)));
  }

  private static Shape result(Shape x, int n) {
    Shape rows = x.rank() == 1 ? Shape.of(1) : x.slice(0, x.rank() - 1);
    return rows.concat(Shape.of(n));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    long[] indices = in.tensor(1).longs();
    int features = x.shape().dim(-1);
    Tensor y = Tensor.zeros(x.dtype(), result(x.shape(), indices.length));
    int rows = x.shape().size(0, x.shape().rank() - 1);
    int[] offsets = new int[indices.length];
    for (int i = 0; i < offsets.length; i++) {
      if (indices[i] < 0 || indices[i] >= features) {
        throw in.fail("index " + indices[i] + " is not below " + features);
      }
      offsets[i] = (int) indices[i];
    }
    for (int row = 0; row < rows; row++) {
      Indexed.gather(
          x.dtype().storage(),
          x.array(),
          row * features,
          offsets,
          0,
          offsets.length,
          1,
          y.array(),
          row * offsets.length);
    }
    return List.of(y);
  }
}

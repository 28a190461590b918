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
 * Indices of the elements that are not zero (of strings: not empty), in row-major order: one column
 * per element, one row per dimension.
 */
public record NonZero() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Shape y = x == null ? Shapes.unknown(2) : Shape.of(x.rank(), Shape.UNKNOWN);
    return List.of(new TensorType(DType.INT64, y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    boolean[] selected = nonZero(x);
    int n = 0;
    for (boolean s : selected) {
      n += s ? 1 : 0;
    }
    Shape shape = x.shape();
    int rank = shape.rank();
    int[] strides = shape.strides();
    Tensor y = Tensor.zeros(DType.INT64, Shape.of(rank, n));
    long[] indices = y.longs();
    int k = 0;
    for (int i = 0; i < selected.length; i++) {
      if (selected[i]) {
        for (int d = 0; d < rank; d++) {
          indices[d * n + k] = i / strides[d] % shape.dim(d);
        }
        k++;
      }
    }
    return List.of(y);
  }

  private static boolean[] nonZero(Tensor x) {
    boolean[] selected = new boolean[x.size()];
    if (x.dtype() == DType.STRING) {
      String[] strings = x.strings();
      for (int i = 0; i < selected.length; i++) {
        selected[i] = !strings[i].isEmpty();
      }
      return selected;
    }
    double[] values = x.toDoubles();
    int arity = x.dtype().arity();
    for (int i = 0; i < values.length; i++) {
      selected[i / arity] |= values[i] != 0;
    }
    return selected;
  }
}

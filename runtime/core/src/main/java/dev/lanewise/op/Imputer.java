package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Elements that equal one value replaced by others, per feature (the last dimension). NaN equals
 * NaN here.
 *
 * @param values INT64 for integers, DOUBLE for floats: one per feature, or one for all
 * @param replaced what is replaced, one element of the same type
 */
public record Imputer(Tensor values, Tensor replaced) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Features.checkType(in);
    in.require(
        in.dtype(0).isFloating() == values.dtype().isFloating(),
        "the imputed values are " + values.dtype() + ", the input is " + in.dtype(0));
    Shape shape = in.shape(0);
    if (shape != null && shape.rank() > 0 && shape.dim(-1) != Shape.UNKNOWN) {
      check(shape.dim(-1));
    }
    return List.of(in.tensor(0));
  }

  private void check(int features) {
    if (values.size() != 1 && values.size() != features) {
      throw new IllegalArgumentException(
          values.size() + " imputed values for " + features + " features");
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    DType dtype = x.dtype();
    int features = x.shape().rank() == 0 ? 1 : x.shape().dim(-1);
    check(features);
    int several = values.size() == 1 ? 0 : 1;
    Object array;
    if (dtype.isFloating()) {
      double[] v = x.toDoubles();
      double[] to = values.toDoubles();
      double from = replaced.toDoubles()[0];
      for (int i = 0; i < v.length; i++) {
        boolean missing = Double.isNaN(from) ? Double.isNaN(v[i]) : v[i] == from;
        v[i] = missing ? to[i % features * several] : v[i];
      }
      array = Elements.fromDoubles(dtype, v);
    } else {
      long[] v = x.toLongs();
      long[] to = values.toLongs();
      long from = replaced.toLongs()[0];
      for (int i = 0; i < v.length; i++) {
        v[i] = v[i] == from ? to[i % features * several] : v[i];
      }
      array = Elements.fromLongs(dtype, v);
    }
    return List.of(Tensor.of(dtype, x.shape(), array));
  }
}

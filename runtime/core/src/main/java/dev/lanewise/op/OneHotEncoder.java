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
 * Each element replaced by a row of zeros with a 1 at the place of its category, FLOAT.
 *
 * @param categories strings, or INT64 for numbers, which are truncated
 * @param zeros whether an unknown category gives zeros; else it is an error
 */
public record OneHotEncoder(KeyTable categories, boolean zeros) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    if (categories.dtype() == DType.STRING) {
      in.require(in.dtype(0) == DType.STRING, "the categories are strings, but the input is not");
    } else {
      Features.checkType(in);
    }
    Shape shape = in.shape(0);
    return List.of(
        new TensorType(
            DType.FLOAT, shape == null ? null : shape.concat(Shape.of(categories.count()))));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int n = categories.count();
    int[] found = new int[x.size()];
    if (x.dtype() == DType.STRING) {
      found = categories.find(x);
    } else if (x.dtype().isFloating()) {
      double[] v = x.toDoubles();
      for (int i = 0; i < found.length; i++) {
        found[i] = categories.find((long) v[i]);
      }
    } else {
      long[] v = x.toLongs();
      for (int i = 0; i < found.length; i++) {
        found[i] = categories.find(v[i]);
      }
    }
    Tensor y = Tensor.zeros(DType.FLOAT, x.shape().concat(Shape.of(n)));
    for (int i = 0; i < found.length; i++) {
      if (found[i] >= 0) {
        y.floats()[i * n + found[i]] = 1;
      } else if (!zeros) {
        throw in.fail("element " + i + " is in none of the categories");
      }
    }
    return List.of(y);
  }
}

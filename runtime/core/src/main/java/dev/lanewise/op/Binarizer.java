package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * 1 where an element is above a threshold, else 0, in the input's type.
 *
 * @param threshold the threshold
 */
public record Binarizer(float threshold) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Features.checkType(in);
    return List.of(in.tensor(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    double[] v = x.toDoubles();
    long[] bits = new long[v.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = v[i] > threshold ? 1 : 0;
      bits[i] = (long) v[i];
    }
    Object array =
        x.dtype().isFloating()
            ? Elements.fromDoubles(x.dtype(), v)
            : Elements.fromLongs(x.dtype(), bits);
    return List.of(Tensor.of(x.dtype(), x.shape(), array));
  }
}

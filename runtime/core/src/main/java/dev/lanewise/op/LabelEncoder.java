package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Each element replaced by the value that stands where the element stands among the keys.
 *
 * @param keys keys of the input's type
 * @param values one value per key
 * @param otherwise one element of the values' type, for what is no key
 */
public record LabelEncoder(KeyTable keys, Tensor values, Tensor otherwise) implements Op {
  /** Checks the numbers of elements and their types. */
  public LabelEncoder {
    if (keys.count() != values.size()) {
      throw new IllegalArgumentException(keys.count() + " keys for " + values.size() + " values");
    }
    if (otherwise.size() != 1 || otherwise.dtype() != values.dtype()) {
      throw new IllegalArgumentException(
          "the default must be one " + values.dtype() + ", but is " + otherwise);
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    in.require(
        in.dtype(0) == keys.dtype(),
        "the keys are " + keys.dtype() + ", but the input is " + in.dtype(0));
    return List.of(new TensorType(values.dtype(), in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    int[] found = keys.find(x);
    Tensor y = Tensor.zeros(values.dtype(), x.shape());
    Storage storage = values.dtype().storage();
    Strided.fill(y.size(), 1).copy(storage, otherwise.array(), 0, y.array(), 0);
    for (int i = 0; i < found.length; i++) {
      if (found[i] >= 0) {
        System.arraycopy(values.array(), found[i], y.array(), i, 1);
      }
    }
    return List.of(y);
  }
}

package dev.lanewise.trainer.data;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.util.Objects;

/** Room for samples. */
final class Rows {
  private Rows() {}

  /** A batch of one. */
  static Batch one(Dataset data) {
    return Batch.of(data.inputs().stream().map(Rows::row).toList(), row(data.label()));
  }

  private static Tensor row(TensorType sample) {
    Shape shape = Objects.requireNonNull(sample.shape());
    return Tensor.zeros(sample.dtype(), Shape.of(1).concat(shape));
  }
}

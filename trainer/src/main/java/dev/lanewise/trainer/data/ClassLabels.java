package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Dataset;
import java.util.Objects;

/** Labels that are classes by number. */
final class ClassLabels {
  private ClassLabels() {}

  /** Refuses data sets with other labels. */
  static void require(Dataset data) {
    boolean one = Objects.requireNonNull(data.label().shape()).size() == 1;
    if (data.label().dtype() != DType.INT64 || !one) {
      throw new InvalidInputException(
          "labels must be classes by number, INT64 and one per sample, but are " + data.label());
    }
  }

  /** The class in a row. */
  static int of(Tensor labels, int row, int classes, int sample) {
    long number = labels.longs()[row];
    if (number < 0 || number >= classes) {
      throw new InvalidInputException(
          "sample " + sample + " has class " + number + "; there are " + classes);
    }
    return (int) number;
  }
}

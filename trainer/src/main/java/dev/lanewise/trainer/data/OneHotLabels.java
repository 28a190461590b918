package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Classes by number as rows of zeros with a one, FLOAT {@code [classes]}.
 *
 * @param data samples with classes by number
 * @param classes how many there are
 */
public record OneHotLabels(Dataset data, int classes) implements Dataset {
  /** Checks that labels are classes by number. */
  public OneHotLabels {
    ClassLabels.require(data);
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public List<TensorType> inputs() {
    return data.inputs();
  }

  @Override
  public TensorType label() {
    return new TensorType(DType.FLOAT, Shape.of(classes));
  }

  /**
   * Copies a sample.
   *
   * @throws InvalidInputException if there is no such class
   */
  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    Shape rows = Shape.of(row + 1).concat(Objects.requireNonNull(data.label().shape()));
    Tensor numbers = Tensor.zeros(DType.INT64, rows);
    data.copy(sample, random, new Batch(batch.inputs(), numbers, batch.weights()), row);
    int number = ClassLabels.of(numbers, row, classes, sample);
    float[] marks = batch.labels().floats();
    Arrays.fill(marks, row * classes, (row + 1) * classes, 0);
    marks[row * classes + number] = 1;
  }
}

package dev.lanewise.trainer;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Samples that are worked on together.
 *
 * @param inputs one tensor per input of the model, {@code [N, ...]}
 * @param labels {@code [N, ...]}
 * @param weights how much each sample counts, FLOAT {@code [N]}
 */
public record Batch(List<Tensor> inputs, Tensor labels, Tensor weights) {
  /** Copies the list. */
  public Batch {
    inputs = List.copyOf(inputs);
  }

  /** Samples that count the same. */
  public static Batch of(List<Tensor> inputs, Tensor labels) {
    float[] ones = new float[labels.shape().dim(0)];
    Arrays.fill(ones, 1);
    return new Batch(inputs, labels, Tensor.of(Shape.of(ones.length), ones));
  }

  /** Room for so many samples of a data set. */
  static Batch room(Dataset data, int size) {
    return new Batch(
        data.inputs().stream().map(t -> room(t, size)).toList(),
        room(data.label(), size),
        Tensor.zeros(DType.FLOAT, Shape.of(size)));
  }

  private static Tensor room(TensorType sample, int size) {
    return Tensor.zeros(
        sample.dtype(), Shape.of(size).concat(Objects.requireNonNull(sample.shape())));
  }

  /** Number of samples. */
  public int size() {
    return labels.shape().dim(0);
  }

  /** Fills the batch with samples {@code order[from]}, … of a data set. */
  void fill(Dataset data, int[] order, int from, long random) {
    for (int row = 0; row < size(); row++) {
      int sample = order[from + row];
      weights.floats()[row] = 1;
      data.copy(sample, Randomness.mix(random + sample), this, row);
    }
  }

  /** Copies row {@code from} of a tensor to row {@code to} of another one of the same type. */
  public static void copy(Tensor source, int from, Tensor target, int to) {
    int length = target.size() / target.shape().dim(0) * target.dtype().arity();
    System.arraycopy(source.array(), from * length, target.array(), to * length, length);
  }
}

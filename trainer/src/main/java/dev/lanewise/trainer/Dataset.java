package dev.lanewise.trainer;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;

/** Samples with labels, read one by one into batches. Thread-safe. */
public interface Dataset {
  /** Number of samples. */
  int size();

  /** Type of one sample per input of the model, without the batch. */
  List<TensorType> inputs();

  /** Type of one label, without the batch. */
  TensorType label();

  /**
   * Copies a sample into row {@code row} of a batch, and its weight if it is not 1.
   *
   * @param random decides what is random about the sample; another one in each epoch
   */
  void copy(int sample, long random, Batch batch, int row);

  /**
   * Whether samples are only copied, so that filling a batch beside the computation is not worth a
   * thread.
   */
  default boolean isPlain() {
    return false;
  }

  /** Samples and labels of one input in arrays, the batch first. */
  static Dataset of(Tensor samples, Tensor labels) {
    return new TensorDataset(List.of(samples), labels);
  }

  /** The samples from {@code from} to {@code to}, exclusive. */
  default Dataset slice(int from, int to) {
    if (from < 0 || from > to || to > size()) {
      throw new InvalidInputException(
          "samples " + from + " to " + to + " of a data set of " + size());
    }
    return new DatasetSlice(this, from, to - from);
  }
}

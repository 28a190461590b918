package dev.lanewise.trainer;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;

/**
 * Samples in arrays.
 *
 * @param samples one tensor per input of the model, the batch first
 * @param labels the batch first
 */
public record TensorDataset(List<Tensor> samples, Tensor labels) implements Dataset {
  /** Checks that there are as many labels as samples. */
  public TensorDataset {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new InvalidInputException("a data set needs at least one input");
    }
    for (Tensor t : samples) {
      if (t.shape().rank() == 0
          || labels.shape().rank() == 0
          || t.shape().dim(0) != labels.shape().dim(0)) {
        throw new InvalidInputException("samples " + t + " do not go with labels " + labels);
      }
    }
  }

  @Override
  public int size() {
    return labels.shape().dim(0);
  }

  @Override
  public List<TensorType> inputs() {
    return samples.stream().map(TensorDataset::row).toList();
  }

  @Override
  public TensorType label() {
    return row(labels);
  }

  private static TensorType row(Tensor t) {
    return new TensorType(t.dtype(), t.shape().slice(1, t.shape().rank()));
  }

  @Override
  public boolean isPlain() {
    return true;
  }

  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    for (int i = 0; i < samples.size(); i++) {
      Batch.copy(samples.get(i), sample, batch.inputs().get(i), row);
    }
    Batch.copy(labels, sample, batch.labels(), row);
  }
}

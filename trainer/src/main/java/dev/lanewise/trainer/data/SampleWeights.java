package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.util.List;

/** Samples of which each counts as much as a number of its own says. */
public final class SampleWeights implements Dataset {
  private final Dataset data;
  private final float[] weights;

  /**
   * Weights in the order of the samples.
   *
   * @throws InvalidInputException if there are not as many as samples
   */
  public SampleWeights(Dataset data, float... weights) {
    if (weights.length != data.size()) {
      throw new InvalidInputException(weights.length + " weights for " + data.size() + " samples");
    }
    this.data = data;
    this.weights = weights.clone();
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
    return data.label();
  }

  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    data.copy(sample, random, batch, row);
    batch.weights().floats()[row] *= weights[sample];
  }
}

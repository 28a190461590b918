package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.util.List;

/** Samples of which each counts as much as its class says. Labels are classes by number. */
public final class ClassWeights implements Dataset {
  private final Dataset data;
  private final float[] weights;

  /** Weights in the order of the classes. */
  public ClassWeights(Dataset data, float... weights) {
    ClassLabels.require(data);
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

  /**
   * Copies a sample.
   *
   * @throws InvalidInputException if its class has no weight
   */
  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    data.copy(sample, random, batch, row);
    int number = ClassLabels.of(batch.labels(), row, weights.length, sample);
    batch.weights().floats()[row] *= weights[number];
  }
}

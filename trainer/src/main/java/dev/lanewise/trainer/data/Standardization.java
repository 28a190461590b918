package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.util.List;
import java.util.Objects;

/**
 * Takes the mean off each feature and divides by its standard deviation, both as they are in one
 * data set, such as the training data. Features that never change are only shifted. Only the first
 * input is changed; it must be FLOAT.
 */
public final class Standardization {
  private final float[] mean;
  private final float[] scale;

  private Standardization(float[] mean, float[] scale) {
    this.mean = mean;
    this.scale = scale;
  }

  /** Reads a data set once. */
  public static Standardization of(Dataset data) {
    int features = features(data);
    double[] sum = new double[features];
    double[] squares = new double[features];
    Batch one = Rows.one(data);
    float[] x = one.inputs().get(0).floats();
    // Relative to the first sample, so that little cancels in the squares.
    float[] first = new float[features];
    for (int i = 0; i < data.size(); i++) {
      data.copy(i, i, one, 0);
      for (int f = 0; f < features; f++) {
        first[f] = i == 0 ? x[f] : first[f];
        double difference = (double) x[f] - first[f];
        sum[f] += difference;
        squares[f] += difference * difference;
      }
    }
    float[] mean = new float[features];
    float[] scale = new float[features];
    for (int f = 0; f < features; f++) {
      double average = sum[f] / data.size();
      double variance = squares[f] / data.size() - average * average;
      mean[f] = (float) (first[f] + average);
      scale[f] = variance > 0 ? (float) (1 / Math.sqrt(variance)) : 1;
    }
    return new Standardization(mean, scale);
  }

  private static int features(Dataset data) {
    TensorType type = data.inputs().get(0);
    if (type.dtype() != DType.FLOAT || data.size() == 0) {
      throw new InvalidInputException("needs FLOAT samples, but has " + data.size() + " " + type);
    }
    return Objects.requireNonNull(type.shape()).size();
  }

  /** The samples of a data set, changed. */
  public Dataset on(Dataset data) {
    if (features(data) != mean.length) {
      throw new InvalidInputException(
          "samples have " + features(data) + " features, not " + mean.length);
    }
    return new Changed(data, this);
  }

  private record Changed(Dataset data, Standardization how) implements Dataset {
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
      float[] x = batch.inputs().get(0).floats();
      for (int f = 0; f < how.mean.length; f++) {
        int at = row * how.mean.length + f;
        x[at] = (x[at] - how.mean[f]) * how.scale[f];
      }
    }
  }
}

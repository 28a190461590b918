package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.util.List;
import java.util.SplittableRandom;

/** Some samples of a data set, in an order of their own. */
public final class Subset implements Dataset {
  private final Dataset data;
  private final int[] samples;

  /**
   * Samples by number.
   *
   * @throws InvalidInputException if there is no such sample
   */
  public Subset(Dataset data, int... samples) {
    for (int sample : samples) {
      if (sample < 0 || sample >= data.size()) {
        throw new InvalidInputException("sample " + sample + " of a data set of " + data.size());
      }
    }
    this.data = data;
    this.samples = samples.clone();
  }

  /**
   * Two data sets: one to train on and one to validate with, each sample in one of them at random.
   *
   * @param share of the samples in the second one, from 0 to 1
   */
  public static List<Dataset> split(Dataset data, double share, long seed) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1], but is " + share);
    }
    int[] order = new int[data.size()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    Dataset shuffled = new Subset(data, order);
    int kept = (int) Math.round(order.length * (1 - share));
    return List.of(shuffled.slice(0, kept), shuffled.slice(kept, order.length));
  }

  @Override
  public int size() {
    return samples.length;
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
  public boolean isPlain() {
    return data.isPlain();
  }

  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    data.copy(samples[sample], random, batch, row);
  }
}

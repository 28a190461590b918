package dev.lanewise.trainer;

import dev.lanewise.tensor.TensorType;
import java.util.List;

/** Neighbouring samples of a data set. */
record DatasetSlice(Dataset all, int first, int size) implements Dataset {
  @Override
  public List<TensorType> inputs() {
    return all.inputs();
  }

  @Override
  public TensorType label() {
    return all.label();
  }

  @Override
  public boolean isPlain() {
    return all.isPlain();
  }

  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    all.copy(first + sample, random, batch, row);
  }
}

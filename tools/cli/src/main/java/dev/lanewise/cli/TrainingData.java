package dev.lanewise.cli;

import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.data.Augmentation;
import dev.lanewise.trainer.data.Augmented;
import dev.lanewise.trainer.data.OneHotLabels;
import dev.lanewise.trainer.data.Subset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data to train on.
 *
 * @param train samples to train on
 * @param test samples to evaluate with, null if there are none
 */
record TrainingData(Dataset train, @Nullable Dataset test) {
  /** A share of the training samples, at random, in the place of the test samples. */
  TrainingData keepAside(double share, long seed) {
    List<Dataset> parts = Subset.split(train, share, seed);
    return new TrainingData(parts.get(0), parts.get(1));
  }

  /** With labels as a mark for each class. */
  TrainingData oneHot(int classes) {
    Dataset other = test;
    return new TrainingData(
        new OneHotLabels(train, classes), other == null ? null : new OneHotLabels(other, classes));
  }

  /** With training samples that change at random. */
  TrainingData augmented(List<Augmentation> changes) {
    return changes.isEmpty() ? this : new TrainingData(new Augmented(train, changes), test);
  }
}

package dev.lanewise.trainer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is fitted. Immutable; start from {@link #epochs(int)}.
 *
 * @param epochs passes over the data, counted from the first one ever
 * @param batchSize samples per step
 * @param shuffle whether each epoch has its own order
 * @param validation what is evaluated after each epoch
 * @param validationSplit share of the samples at the end that is not trained on but evaluated
 * @param callbacks who looks on
 */
public record FitOptions(
    int epochs,
    int batchSize,
    boolean shuffle,
    @Nullable Dataset validation,
    double validationSplit,
    List<Callback> callbacks) {
  /** Checks the ranges and copies the list. */
  public FitOptions {
    if (epochs < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "epochs must not be negative and batchSize at least 1, but are "
              + epochs
              + " and "
              + batchSize);
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be in [0, 1), but is " + validationSplit);
    }
    callbacks = List.copyOf(callbacks);
  }

  /** So many epochs in shuffled batches of 32, without validation. */
  public static FitOptions epochs(int count) {
    return new FitOptions(count, 32, true, null, 0, List.of());
  }

  /** The same with another batch size. */
  public FitOptions withBatchSize(int size) {
    return new FitOptions(epochs, size, shuffle, validation, validationSplit, callbacks);
  }

  /** The same with or without an order of its own for each epoch. */
  public FitOptions withShuffle(boolean wanted) {
    return new FitOptions(epochs, batchSize, wanted, validation, validationSplit, callbacks);
  }

  /** The same with data to be evaluated after each epoch. */
  public FitOptions withValidation(Dataset data) {
    return new FitOptions(epochs, batchSize, shuffle, data, validationSplit, callbacks);
  }

  /** The same with a share of the samples kept for evaluation. */
  public FitOptions withValidationSplit(double share) {
    return new FitOptions(epochs, batchSize, shuffle, validation, share, callbacks);
  }

  /** The same with one more that looks on. */
  public FitOptions with(Callback callback) {
    List<Callback> more = new ArrayList<>(callbacks);
    more.add(callback);
    return new FitOptions(epochs, batchSize, shuffle, validation, validationSplit, more);
  }
}

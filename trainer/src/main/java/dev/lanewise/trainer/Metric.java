package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/** What is measured beside the loss, over all samples of an epoch. A record per metric. */
public interface Metric {
  /** Its name in configurations and histories, such as {@code accuracy}. */
  String name();

  /**
   * Adds what is to be summed over batches to a graph.
   *
   * @param labels {@code [N, ...]}, of the element type of the data set
   * @param predictions {@code [N, ...]}, floating-point
   * @param weights of the samples {@code [N]}, of the type of the predictions
   * @return a list of sums over the batch, of the type of the predictions and of known length
   */
  Value sums(Tape tape, Value labels, Value predictions, Value weights);

  /** The metric from the sums over all batches. */
  double result(double[] sums);
}

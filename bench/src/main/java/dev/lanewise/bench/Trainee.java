package dev.lanewise.bench;

/** A network that is being trained on a fixed list of batches by one runtime. */
interface Trainee extends AutoCloseable {
  /**
   * Does one update.
   *
   * @param batch number of the batch in the list
   * @return the mean loss of the batch before the update
   */
  double step(int batch);

  @Override
  void close();
}

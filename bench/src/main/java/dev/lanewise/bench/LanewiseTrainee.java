package dev.lanewise.bench;

import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.TrainableModel;
import java.util.List;
import java.util.Objects;

/** Training by Lanewise. The model is closed with it. */
record LanewiseTrainee(TrainableModel model, List<Batch> batches) implements Trainee {
  @Override
  public double step(int batch) {
    return Objects.requireNonNull(model.trainOnBatch(batches.get(batch)).get("loss"));
  }

  @Override
  public void close() {
    model.close();
  }
}

package dev.lanewise.trainer.callback;

import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Fit;
import java.util.Map;

/**
 * Writes events {@code dev.lanewise.TrainingEpoch} and {@code dev.lanewise.TrainingStep} for the
 * JDK's flight recorder. Costs next to nothing where nothing is recorded.
 */
public final class FlightRecord implements Callback {
  private EpochEvent epoch = new EpochEvent();
  private StepEvent step = new StepEvent();

  /** A record of one training at a time. */
  public FlightRecord() {}

  @Override
  public void epochBegan(Fit fit) {
    epoch = new EpochEvent();
    epoch.begin();
    beginStep();
  }

  private void beginStep() {
    step = new StepEvent();
    step.begin();
  }

  @Override
  public void stepEnded(Fit fit) {
    step.end();
    if (step.shouldCommit()) {
      step.epoch = fit.epoch() + 1;
      step.step = fit.step();
      step.loss = fit.results().getOrDefault("loss", Double.NaN);
      step.commit();
    }
    beginStep();
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> results) {
    epoch.end();
    if (epoch.shouldCommit()) {
      epoch.epoch = fit.epoch();
      epoch.loss = results.getOrDefault("loss", Double.NaN);
      epoch.results = results.toString();
      epoch.commit();
    }
  }
}

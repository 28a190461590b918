package dev.lanewise.trainer.callback;

import dev.lanewise.KernelChoice;
import dev.lanewise.SessionOptions;
import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Sequential;
import dev.lanewise.trainer.Callback;
import dev.lanewise.trainer.Dataset;
import dev.lanewise.trainer.Fit;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.MeanSquaredError;
import dev.lanewise.trainer.Sgd;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.SyntheticData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trainings in which a callback is told results that were made up, one per epoch. */
final class Script implements Callback {
  static final Dataset DATA = SyntheticData.twoMoons(20, 0.1, 1);

  private final Callback told;
  private final double[] results;

  /** First weight of the kernel after each epoch. */
  final List<Float> weights = new ArrayList<>();

  /** Learning rate after each epoch. */
  final List<Double> rates = new ArrayList<>();

  private Script(Callback told, double[] results) {
    this.told = told;
    this.results = results;
  }

  static TrainableModel model() {
    TrainableModel model =
        TrainableModel.of(
            Sequential.of("net", InputLayer.of(2), Dense.of(1)),
            3,
            SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(1));
    model.compile(new Sgd(0.1), new MeanSquaredError());
    return model;
  }

  /** Trains for as many epochs as there are results, called {@code val_loss}. */
  static Script run(TrainableModel model, Callback told, double... results) {
    Script script = new Script(told, results);
    model.fit(DATA, FitOptions.epochs(results.length).withBatchSize(5).with(script));
    return script;
  }

  static float weight(TrainableModel model) {
    return model.weights().values().iterator().next().floats()[0];
  }

  @Override
  public void began(Fit fit) {
    told.began(fit);
  }

  @Override
  public void epochEnded(Fit fit, Map<String, Double> ignored) {
    weights.add(weight(fit.model()));
    told.epochEnded(fit, Map.of("val_loss", results[fit.epoch() - 1]));
    rates.add(fit.model().learningRate());
  }

  @Override
  public void ended(Fit fit) {
    told.ended(fit);
  }
}

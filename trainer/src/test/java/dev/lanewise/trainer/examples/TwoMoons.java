package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Dense;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Sequential;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.BinaryCrossentropy;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.Optimizer;
import dev.lanewise.trainer.Sgd;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.SyntheticData;
import java.util.List;

/** Two half moons, told apart by a network 2 – 10 – 1. */
public final class TwoMoons {
  private TwoMoons() {}

  /** 41 parameters. */
  public static Network network() {
    return Sequential.of(
        "two_moons", InputLayer.of(2).named("input"), Dense.of(10, "relu"), Dense.of(1, "sigmoid"));
  }

  /** What it is trained for, with an optimiser. */
  public static Objective objective(Optimizer optimizer) {
    return new Objective(optimizer, new BinaryCrossentropy(), List.of(new Accuracy()));
  }

  /** Trains with Adam, then anew with gradient descent. */
  public static void main(String[] args) {
    for (Optimizer optimizer : List.of(new Adam(0.02), new Sgd(0.1, 0.9))) {
      try (TrainableModel model = TrainableModel.of(network(), 1)) {
        model.compile(objective(optimizer));
        model.fit(SyntheticData.twoMoons(1000, 0.2, 1), FitOptions.epochs(100));
        System.out.println(model.evaluate(SyntheticData.twoMoons(1000, 0.2, 2), 100));
      }
    }
  }
}

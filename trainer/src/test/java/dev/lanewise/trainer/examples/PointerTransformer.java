package dev.lanewise.trainer.examples;

import dev.lanewise.layers.Dense;
import dev.lanewise.layers.Embedding;
import dev.lanewise.layers.Functional;
import dev.lanewise.layers.GlobalPooling;
import dev.lanewise.layers.InputLayer;
import dev.lanewise.layers.LayerNormalization;
import dev.lanewise.layers.Merging;
import dev.lanewise.layers.MultiHeadAttention;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Output;
import dev.lanewise.trainer.Accuracy;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.FitOptions;
import dev.lanewise.trainer.Objective;
import dev.lanewise.trainer.SparseCategoricalCrossentropy;
import dev.lanewise.trainer.TrainableModel;
import dev.lanewise.trainer.data.SyntheticData;
import java.util.List;

/** A Transformer of one block that reads a sequence at the place to which its end points. */
public final class PointerTransformer {
  private static final int PLACES = 8;
  private static final int TOKENS = 4;
  private static final int WIDTH = 32;

  private PointerTransformer() {}

  /** Tokens and their places in, one of four tokens out. */
  public static Network network() {
    Output tokens = numbers("tokens");
    Output places = numbers("places");
    Output x =
        Merging.add()
            .on(
                Embedding.of(TOKENS + PLACES, WIDTH).on(tokens),
                Embedding.of(PLACES + 1, WIDTH).on(places));
    Output attended = MultiHeadAttention.of(4, WIDTH / 4).on(x, x);
    x = LayerNormalization.of().on(Merging.add().on(x, attended));
    Output fed = Dense.of(WIDTH).on(Dense.of(4 * WIDTH, "relu").on(x));
    x = LayerNormalization.of().on(Merging.add().on(x, fed));
    Output answer = Dense.of(TOKENS, "softmax").on(GlobalPooling.average1d().on(x));
    return Functional.of("pointer_transformer", List.of(tokens, places), List.of(answer));
  }

  private static Output numbers(String name) {
    return InputLayer.of(PLACES + 1).with("dtype", "int64").named(name).on();
  }

  /** What it is trained for. */
  public static Objective objective() {
    return new Objective(
        new Adam(0.003), new SparseCategoricalCrossentropy(), List.of(new Accuracy()));
  }

  /** Trains on sequences that are made, and evaluates on others. */
  public static void main(String[] args) {
    try (TrainableModel model = TrainableModel.of(network(), 1)) {
      model.compile(objective());
      model.fit(
          SyntheticData.pointers(4000, PLACES, TOKENS, 1), FitOptions.epochs(20).withBatchSize(64));
      System.out.println(model.evaluate(SyntheticData.pointers(1000, PLACES, TOKENS, 2), 100));
    }
  }
}

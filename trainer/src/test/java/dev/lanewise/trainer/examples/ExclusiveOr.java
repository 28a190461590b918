package dev.lanewise.trainer.examples;

import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Derivatives;
import dev.lanewise.trainer.MeanSquaredError;
import dev.lanewise.trainer.Sgd;
import dev.lanewise.trainer.Tape;
import dev.lanewise.trainer.TrainableModel;
import java.util.List;

/**
 * Exclusive or by a network 2 – h – 1, gradient descent on the mean squared error, in a loop of its
 * own.
 */
public final class ExclusiveOr implements AutoCloseable {
  private static final Tensor INPUTS = Tensor.of(Shape.of(4, 2), 0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f);
  private static final Tensor LABELS = Tensor.of(Shape.of(4, 1), 0f, 1f, 1f, 0f);

  /** The function of the hidden layer. */
  public interface Activation {
    /** Writes it. */
    Value of(Tape tape, Value x);
  }

  private final TrainableModel model;

  /**
   * A network with fresh weights.
   *
   * @param hidden width of the hidden layer
   * @param rate how far a step goes
   */
  public ExclusiveOr(
      int hidden, Activation activation, double rate, long seed, SessionOptions options) {
    TensorType sample = new TensorType(DType.FLOAT, Shape.of(2));
    this.model =
        TrainableModel.of(
            "xor",
            (tape, x) ->
                tape.dense(
                    "output", activation.of(tape, tape.dense("hidden", x.get(0), hidden)), 1),
            List.of(sample),
            seed,
            options);
    model.compile(new Sgd(rate), new MeanSquaredError());
  }

  /** The network's answers to pairs {@code [N, 2]}. */
  public Tensor forward(Tensor pairs) {
    return model.predict(pairs);
  }

  /** So many steps down the gradient of all four pairs; the loss before the last one. */
  public double train(int steps) {
    Batch batch = Batch.of(List.of(INPUTS), LABELS);
    double loss = Double.NaN;
    for (int i = 0; i < steps; i++) {
      Derivatives derivatives = model.differentiate(batch);
      model.apply(derivatives.gradients());
      loss = derivatives.loss();
    }
    return loss;
  }

  /** Whether all four answers are on the right side of one half. */
  public boolean hasLearned() {
    float[] answers = forward(INPUTS).floats();
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] > 0.5f != LABELS.floats()[i] > 0.5f) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    model.close();
  }

  /** Learns and prints the answers. */
  public static void main(String[] args) {
    try (ExclusiveOr xor = new ExclusiveOr(8, Tape::tanh, 0.2, 1, SessionOptions.defaults())) {
      System.out.println("loss " + xor.train(500));
      for (float answer : xor.forward(INPUTS).floats()) {
        System.out.println(answer);
      }
    }
  }
}

package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/**
 * Divergence {@code Σ y · log(y / p)} of two distributions over the last dimension (Kullback and
 * Leibler, 1951); labels and predictions are probabilities {@code [N, C]} (more dimensions in
 * between are averaged). Probabilities are kept from 10⁻⁷ to 1; predictions that a softmax computed
 * are taken back to logits.
 */
public record KullbackLeiblerDivergence() implements Loss {
  private static final double LEAST_PROBABILITY = 1e-7;

  @Override
  public String name() {
    return "kl_divergence";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value numbers = Targets.like(tape, labels, predictions);
    Value least = tape.max(numbers, tape.number(LEAST_PROBABILITY, numbers));
    Value y = tape.min(least, tape.number(1, numbers));
    Value difference = tape.sub(tape.log(y), Labels.logProbabilities(tape, predictions, false));
    return tape.meanPerSample(tape.sum(tape.mul(y, difference), -1));
  }
}

package dev.lanewise.trainer;

import dev.lanewise.graph.Value;

/**
 * Minus the cosine of the angle between label and prediction, {@code −Σ y · p / (‖y‖ · ‖p‖)} over
 * the last dimension: −1 where they point the same way. Squares of norms are kept above 10⁻¹², so
 * that a vector of zeros has the cosine 0.
 */
public record CosineSimilarity() implements Loss {
  private static final double LEAST_SQUARE = 1e-12;

  @Override
  public String name() {
    return "cosine_similarity";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value numbers = Targets.like(tape, labels, predictions);
    Value product = tape.sum(tape.mul(numbers, predictions), -1);
    Value norms = tape.mul(norm(tape, numbers), norm(tape, predictions));
    return tape.meanPerSample(tape.neg(tape.div(product, norms)));
  }

  private static Value norm(Tape tape, Value x) {
    Value square = tape.sum(tape.square(x), -1);
    return tape.sqrt(tape.max(square, tape.number(LEAST_SQUARE, square)));
  }
}

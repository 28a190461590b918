package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cross-entropy of classes given by number: labels {@code [N]} or {@code [N, 1]} (more dimensions
 * in between are averaged), predictions {@code [N, C]}.
 *
 * @param fromLogits whether predictions are logits; probabilities that a softmax computed are taken
 *     back to logits, others are kept above 10⁻⁷
 */
public record SparseCategoricalCrossentropy(boolean fromLogits) implements Loss {
  /** From probabilities. */
  public SparseCategoricalCrossentropy() {
    this(false);
  }

  @Override
  public String name() {
    return "sparse_categorical_crossentropy";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value marks = Labels.oneHot(tape, labels, predictions);
    Value logs = Labels.logProbabilities(tape, predictions, fromLogits);
    return tape.meanPerSample(tape.neg(tape.sum(tape.mul(marks, logs), -1)));
  }

  @Override
  public void write(ObjectNode config) {
    config.put("from_logits", fromLogits);
  }
}

package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cross-entropy {@code −Σ y · log p} over the last dimension; labels and predictions are
 * probabilities of C classes, {@code [N, C]} (more dimensions in between are averaged).
 *
 * @param fromLogits whether predictions are logits; probabilities that a softmax computed are taken
 *     back to logits, others are kept above 10⁻⁷
 * @param labelSmoothing share s of a label that all classes divide: y becomes {@code y · (1 − s) +
 *     s / C}
 */
public record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {
  /** Checks the share. */
  public CategoricalCrossentropy {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be in [0, 1], but is " + labelSmoothing);
    }
  }

  /** From probabilities. */
  public CategoricalCrossentropy() {
    this(false);
  }

  /** Without smoothing. */
  public CategoricalCrossentropy(boolean fromLogits) {
    this(fromLogits, 0);
  }

  @Override
  public String name() {
    return "categorical_crossentropy";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value shares = Targets.like(tape, labels, predictions);
    if (labelSmoothing != 0) {
      int classes = Tape.shape(predictions).dim(-1);
      Value kept = tape.mul(shares, tape.number(1 - labelSmoothing, shares));
      shares = tape.add(kept, tape.number(labelSmoothing / classes, shares));
    }
    Value logs = Labels.logProbabilities(tape, predictions, fromLogits);
    return tape.meanPerSample(tape.neg(tape.sum(tape.mul(shares, logs), -1)));
  }

  @Override
  public void write(ObjectNode config) {
    config.put("from_logits", fromLogits);
    config.put("label_smoothing", labelSmoothing);
  }
}

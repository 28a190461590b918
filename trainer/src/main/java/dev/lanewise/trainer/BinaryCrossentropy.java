package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Sigmoid;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cross-entropy of yes and no: mean of {@code −y · log p − (1 − y) · log(1 − p)}; labels (from 0 to
 * 1) and predictions have the same shape. From logits z it is {@code y · softplus(−z) + (1 − y) ·
 * softplus(z)}, which neither overflows nor cancels.
 *
 * @param fromLogits whether predictions are logits; probabilities that a sigmoid computed are taken
 *     back to logits, others are kept 10⁻⁷ away from 0 and 1
 * @param labelSmoothing share s of a label that is taken away: y becomes {@code y · (1 − s) + s /
 *     2}
 */
public record BinaryCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {
  private static final double LEAST_PROBABILITY = 1e-7;

  /** Checks the share. */
  public BinaryCrossentropy {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be in [0, 1], but is " + labelSmoothing);
    }
  }

  /** From probabilities. */
  public BinaryCrossentropy() {
    this(false);
  }

  /** Without smoothing. */
  public BinaryCrossentropy(boolean fromLogits) {
    this(fromLogits, 0);
  }

  @Override
  public String name() {
    return "binary_crossentropy";
  }

  @Override
  public Value perSample(Tape tape, Value labels, Value predictions) {
    Value yes = Targets.like(tape, labels, predictions);
    if (labelSmoothing != 0) {
      Value kept = tape.mul(yes, tape.number(1 - labelSmoothing, yes));
      yes = tape.add(kept, tape.number(labelSmoothing / 2, yes));
    }
    Value one = tape.number(1, predictions);
    Value no = tape.sub(one, yes);
    Value logits = fromLogits ? predictions : tape.argumentOf(Sigmoid.class, predictions);
    if (logits != null) {
      Value ofYes = tape.mul(yes, tape.softplus(tape.neg(logits)));
      return tape.meanPerSample(tape.add(ofYes, tape.mul(no, tape.softplus(logits))));
    }
    Value above = tape.max(predictions, tape.number(LEAST_PROBABILITY, predictions));
    Value p = tape.min(above, tape.number(1 - LEAST_PROBABILITY, predictions));
    Value ofYes = tape.mul(yes, tape.log(p));
    Value ofNo = tape.mul(no, tape.log(tape.sub(one, p)));
    return tape.meanPerSample(tape.neg(tape.add(ofYes, ofNo)));
  }

  @Override
  public void write(ObjectNode config) {
    config.put("from_logits", fromLogits);
    config.put("label_smoothing", labelSmoothing);
  }
}

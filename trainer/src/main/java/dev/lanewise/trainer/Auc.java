package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Greater;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Area under the receiver operating characteristic, by the trapezoidal rule between evenly spaced
 * thresholds from just below 0 to just above 1 (as Keras does); labels are 0 and 1, predictions are
 * probabilities of the same shape.
 *
 * @param thresholds how many there are, at least 2; the more, the closer to the true area
 * @param fromLogits whether predictions are logits
 */
public record Auc(int thresholds, boolean fromLogits) implements Metric {
  private static final double MARGIN = 1e-7;

  /** Checks the number. */
  public Auc {
    if (thresholds < 2) {
      throw new IllegalArgumentException("thresholds must be at least 2, but is " + thresholds);
    }
  }

  /** With 200 thresholds, from probabilities. */
  public Auc() {
    this(200, false);
  }

  @Override
  public String name() {
    return "auc";
  }

  private double threshold(int i) {
    return i == 0 ? -MARGIN : i == thresholds - 1 ? 1 + MARGIN : (double) i / (thresholds - 1);
  }

  @Override
  public Value sums(Tape tape, Value labels, Value predictions, Value weights) {
    DType dtype = Tape.type(predictions).dtype();
    double[] limits = new double[thresholds];
    for (int i = 0; i < thresholds; i++) {
      limits[i] = threshold(i);
    }
    Value all =
        tape.graph()
            .constant(
                "thresholds",
                Tensor.of(dtype, Shape.of(thresholds), Elements.fromDoubles(dtype, limits)));
    Value p = fromLogits ? tape.sigmoid(predictions) : predictions;
    Value yes = tape.cast(tape.add(new Greater(), tape.reshape(p, -1, 1), all), dtype);
    Value y = Targets.like(tape, labels, predictions);
    Value rows = Tape.shape(y).rank() == 1 ? tape.reshape(y, -1, 1) : tape.reshape(y, 0, -1);
    Value w = tape.reshape(weights, -1, 1);
    Value positive = tape.mul(rows, w);
    Value negative = tape.mul(tape.sub(tape.number(1, rows), rows), w);
    Value both = tape.concat(0, tape.reshape(positive, 1, -1), tape.reshape(negative, 1, -1));
    return tape.reshape(tape.matMul(both, yes), 2L * thresholds);
  }

  @Override
  public double result(double[] sums) {
    // Every probability is above the first threshold.
    double positives = sums[0];
    double negatives = sums[thresholds];
    if (positives == 0 || negatives == 0) {
      return 0;
    }
    double area = 0;
    for (int i = 1; i < thresholds; i++) {
      double width = sums[thresholds + i - 1] - sums[thresholds + i];
      area += width * (sums[i - 1] + sums[i]) / 2;
    }
    return area / positives / negatives;
  }
}

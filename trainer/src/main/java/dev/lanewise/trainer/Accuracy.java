package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.ArgMax;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Greater;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;

/**
 * Share of samples that are predicted right. What right means follows from the shapes: one
 * prediction per sample is right on the label's side of one half; several are right if the largest
 * one is at the class given by number, or where the label is largest.
 */
public record Accuracy() implements Metric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public Value sums(Tape tape, Value labels, Value predictions, Value weights) {
    DType dtype = Tape.type(predictions).dtype();
    Value right = tape.cast(right(tape, labels, predictions), dtype);
    Value each = tape.meanPerSample(right);
    return tape.concat(
        0, tape.reshape(tape.sum(tape.mul(each, weights)), 1), tape.reshape(tape.sum(weights), 1));
  }

  private static Value right(Tape tape, Value labels, Value predictions) {
    Shape shape = Tape.shape(predictions);
    if (shape.rank() == 1 || shape.dim(-1) == 1) {
      Value half = tape.number(0.5, predictions);
      Value numbers = tape.cast(labels, Tape.type(predictions).dtype());
      Value flat = tape.reshape(numbers, -1);
      Value predicted = tape.add(new Greater(), tape.reshape(predictions, -1), half);
      return tape.add(new Equal(), predicted, tape.add(new Greater(), flat, half));
    }
    ArgMax best = new ArgMax(-1, false, false);
    Value found = tape.add(best, predictions);
    boolean marks =
        Tape.shape(labels).rank() == shape.rank() && Tape.shape(labels).dim(-1) == shape.dim(-1);
    Value wanted = marks ? tape.add(best, labels) : Labels.classes(tape, labels, predictions);
    return tape.add(new Equal(), found, wanted);
  }

  @Override
  public double result(double[] sums) {
    return sums[1] == 0 ? 0 : sums[0] / sums[1];
  }
}

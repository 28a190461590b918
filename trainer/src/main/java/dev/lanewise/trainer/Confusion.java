package dev.lanewise.trainer;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Greater;

/** Counts of right and wrong answers, yes and no, that precision and recall are made of. */
final class Confusion {
  private Confusion() {}

  /**
   * Weights of true positives, false positives and false negatives, a list of three.
   *
   * @param threshold predictions above it say yes
   */
  static Value sums(Tape tape, Value labels, Value predictions, Value weights, double threshold) {
    Value y = Targets.like(tape, labels, predictions);
    Value limit = tape.number(threshold, predictions);
    Value yes = tape.cast(tape.add(new Greater(), predictions, limit), Tape.type(y).dtype());
    Value one = tape.number(1, predictions);
    return tape.concat(
        0,
        count(tape, tape.mul(y, yes), weights),
        count(tape, tape.mul(tape.sub(one, y), yes), weights),
        count(tape, tape.mul(y, tape.sub(one, yes)), weights));
  }

  private static Value count(Tape tape, Value marks, Value weights) {
    Value each = Tape.shape(marks).rank() == 1 ? marks : flatSum(tape, marks);
    return tape.reshape(tape.sum(tape.mul(each, weights)), 1);
  }

  private static Value flatSum(Tape tape, Value marks) {
    return tape.sum(tape.reshape(marks, 0, -1), 1);
  }

  /** A share; 0 of nothing. */
  static double share(double part, double rest) {
    return part + rest == 0 ? 0 : part / (part + rest);
  }
}

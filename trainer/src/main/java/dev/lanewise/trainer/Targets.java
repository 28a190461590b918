package dev.lanewise.trainer;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Value;
import dev.lanewise.op.ArgMax;
import dev.lanewise.tensor.Shape;

/** Labels in the shape and the element type of the predictions that they are compared with. */
final class Targets {
  private Targets() {}

  /**
   * Labels as numbers. A last dimension of 1 that only one side has counts for nothing; otherwise
   * the shapes of a sample must be equal, since broadcasting would compare the wrong numbers.
   *
   * @throws InvalidInputException if the shapes do not fit
   */
  static Value like(Tape tape, Value labels, Value predictions) {
    Value numbers = tape.cast(labels, Tape.type(predictions).dtype());
    Shape from = Tape.shape(labels);
    Shape to = Tape.shape(predictions);
    if (same(from, to)) {
      return numbers;
    }
    if (!same(squeezed(from), squeezed(to))) {
      throw new InvalidInputException(
          "labels " + from + " cannot be compared with predictions " + to);
    }
    long[] dims = to.toLongs();
    dims[0] = -1;
    return tape.reshape(numbers, dims);
  }

  /** Whether there is a mark for every class, not the number of a class. */
  static boolean areMarks(Value labels, Value predictions) {
    return same(Tape.shape(labels), Tape.shape(predictions));
  }

  /** Classes by number as INT64, whether labels are numbers or marks. */
  static Value classes(Tape tape, Value labels, Value predictions) {
    return areMarks(labels, predictions)
        ? tape.add(new ArgMax(-1, false, false), labels)
        : Labels.classes(tape, labels, predictions);
  }

  private static Shape squeezed(Shape shape) {
    return shape.rank() > 1 && shape.dim(-1) == 1 ? shape.slice(0, shape.rank() - 1) : shape;
  }

  /** Whether samples have the same shape. */
  private static boolean same(Shape a, Shape b) {
    return a.rank() == b.rank() && a.slice(1, a.rank()).equals(b.slice(1, b.rank()));
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/** Inputs of operators on sequences. At run time nothing is said of the shapes of elements. */
final class Sequences {
  private Sequences() {}

  /** The element type of an input that must be a sequence. */
  static Type element(Inference in, int i) {
    if (in.type(i) instanceof SequenceType s) {
      return s.element();
    }
    throw in.fail("input " + i + " must be a sequence, but is " + in.type(i));
  }

  /** An input that must be a sequence. */
  static SequenceDatum of(Evaluation in, int i) {
    if (in.value(i) instanceof SequenceDatum s) {
      return s;
    }
    throw in.fail("input " + i + " must be a sequence, but is " + in.value(i).type());
  }

  /** A sequence of values of which one has the element type. */
  static List<Datum> result(Type element, List<? extends Datum> values) {
    return List.of(new SequenceDatum(Subgraphs.anyShape(element), List.copyOf(values)));
  }

  /** Checks that input i can be a position, if it is given. */
  static void checkPosition(Inference in, int i) {
    if (in.has(i)) {
      int count = Dims.count(in.shape(i));
      boolean one = count == 1 || count == Shape.UNKNOWN;
      DType dtype = in.dtype(i);
      boolean integer = dtype == DType.INT32 || dtype == DType.INT64;
      in.require(one && integer, "a position must be one INT32 or INT64");
    }
  }

  /**
   * A position, counted from the front.
   *
   * @param positions number of positions there are
   * @param ends number that −1 is one less than
   */
  static int position(Evaluation in, int i, int positions, int ends) {
    Tensor given = in.tensor(i);
    long position = given.toLongs()[0];
    long at = position < 0 ? position + ends : position;
    if (at < 0 || at >= positions) {
      throw in.fail("position " + position + " is not in a sequence of " + ends + " elements");
    }
    return (int) at;
  }
}

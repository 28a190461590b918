package dev.lanewise.op;

import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Dimensions of shapes that may be unknown. */
final class Dims {
  private Dims() {}

  /**
   * One dimension as large as those from {@code from} to {@code to} (exclusive) together; it keeps
   * the symbol of an unknown dimension that is alone among ones.
   */
  static Shape product(Shape shape, int from, int to) {
    long product = 1;
    int unknown = -1;
    int unknowns = 0;
    for (int i = from; i < to; i++) {
      if (shape.dim(i) == Shape.UNKNOWN) {
        unknown = i;
        unknowns++;
      } else {
        product = Math.multiplyExact(product, (long) shape.dim(i));
      }
    }
    if (unknowns == 0 || product == 0) {
      return Shape.of(new long[] {product});
    }
    return unknowns == 1 && product == 1
        ? shape.slice(unknown, unknown + 1)
        : Shape.of(Shape.UNKNOWN);
  }

  /** The shape with one dimension replaced by another's, symbol included. */
  static Shape with(Shape shape, int i, Shape dim) {
    return shape.slice(0, i).concat(dim).concat(shape.slice(i + 1, shape.rank()));
  }

  /** Number of elements of a list whose shape is given, {@link Shape#UNKNOWN} if unknown. */
  static int count(@Nullable Shape list) {
    return list == null || !list.isKnown() ? Shape.UNKNOWN : list.size();
  }
}

package dev.lanewise.op;

import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rules on shapes that several operators share. */
final class Shapes {
  private Shapes() {}

  /**
   * The shape that operands have together when each is repeated along missing dimensions and along
   * dimensions of size 1.
   *
   * @return null if the rank of an operand is not known
   * @throws IllegalArgumentException if two sizes differ and neither is 1
   */
  static @Nullable Shape broadcast(@Nullable Shape... shapes) {
    int rank = 0;
    for (Shape s : shapes) {
      if (s == null) {
        return null;
      }
      rank = Math.max(rank, s.rank());
    }
    int[] dims = new int[rank];
    @Nullable String[] symbols = new String[rank];
    Arrays.fill(dims, 1);
    for (Shape s : shapes) {
      int missing = s == null ? 0 : rank - s.rank();
      for (int i = missing; s != null && i < rank; i++) {
        int dim = s.dim(i - missing);
        String symbol = s.symbol(i - missing);
        if (dim == 1) {
          continue;
        }
        if (dims[i] == 1) {
          dims[i] = dim;
          symbols[i] = symbol;
        } else if (dims[i] == Shape.UNKNOWN && dim == Shape.UNKNOWN) {
          symbols[i] = symbol != null && symbol.equals(symbols[i]) ? symbol : null;
        } else if (dims[i] == Shape.UNKNOWN) {
          dims[i] = dim;
        } else if (dim != Shape.UNKNOWN && dim != dims[i]) {
          throw new IllegalArgumentException(
              "shapes "
                  + Arrays.toString(shapes)
                  + " do not broadcast: dimension "
                  + (i - rank)
                  + " is "
                  + dims[i]
                  + " and "
                  + dim);
        }
      }
    }
    return Shape.symbolic(dims, symbols);
  }

  /**
   * What is known of a value that must have both of two shapes; null stands for an unknown rank.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  static @Nullable Shape merge(@Nullable Shape a, @Nullable Shape b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    boolean fits = a.rank() == b.rank();
    int[] dims = a.dims();
    @Nullable String[] symbols = new String[dims.length];
    for (int i = 0; fits && i < dims.length; i++) {
      symbols[i] = a.symbol(i) == null ? b.symbol(i) : a.symbol(i);
      if (dims[i] == Shape.UNKNOWN) {
        dims[i] = b.dim(i);
      } else {
        fits = b.dim(i) == Shape.UNKNOWN || b.dim(i) == dims[i];
      }
    }
    if (!fits) {
      throw new IllegalArgumentException("shapes " + a + " and " + b + " must be equal");
    }
    return Shape.symbolic(dims, symbols);
  }

  /** A shape of a rank with no dimension known. */
  static Shape unknown(int rank) {
    int[] dims = new int[rank];
    Arrays.fill(dims, Shape.UNKNOWN);
    return Shape.of(dims);
  }

  /**
   * A shape after a reduction.
   *
   * @param axes reduced axes in increasing order
   * @param keep whether reduced dimensions stay, as 1
   */
  static Shape reduced(Shape shape, int[] axes, boolean keep) {
    Shape result = Shape.SCALAR;
    for (int i = 0; i < shape.rank(); i++) {
      if (Arrays.binarySearch(axes, i) < 0) {
        result = result.concat(shape.slice(i, i + 1));
      } else if (keep) {
        result = result.concat(Shape.of(1));
      }
    }
    return result;
  }
}

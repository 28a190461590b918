package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the first input under the shape that the second one holds, in which −1 stands for
 * the dimension that makes the sizes equal.
 *
 * @param allowZero whether a 0 in the shape means 0; otherwise it copies the dimension of the input
 */
public record Reshape(boolean allowZero) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Tensor target = in.constant(1);
    Shape y;
    if (target != null) {
      y = resolve(x, target.toLongs());
    } else {
      int rank = Dims.count(in.shape(1));
      y = rank == Shape.UNKNOWN ? null : Shapes.unknown(rank);
    }
    return List.of(new TensorType(in.dtype(0), y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return List.of(x.reshape(resolve(x.shape(), in.tensor(1).toLongs())));
  }

  /** The output's shape, as far as it follows from what is known of the input's. */
  private Shape resolve(@Nullable Shape x, long[] target) {
    int n = target.length;
    Shape[] dims = new Shape[n];
    boolean[] copied = new boolean[x == null ? 0 : x.rank()];
    int open = -1;
    for (int i = 0; i < n; i++) {
      if (target[i] == -1) {
        if (open >= 0) {
          throw wrong(x, target, "has −1 more than once");
        }
        open = i;
        dims[i] = Shape.of(Shape.UNKNOWN);
      } else if (target[i] == 0 && !allowZero) {
        if (x != null && i >= x.rank()) {
          throw wrong(x, target, "copies dimension " + i + ", which the input does not have");
        }
        dims[i] = x == null ? Shape.of(Shape.UNKNOWN) : x.slice(i, i + 1);
        if (x != null) {
          copied[i] = true;
        }
      } else {
        dims[i] = Shape.of(new long[] {target[i]});
      }
    }
    if (open >= 0 && allowZero && Arrays.stream(target).anyMatch(d -> d == 0)) {
      throw wrong(x, target, "has both 0 and −1");
    }
    if (x != null) {
      Shape rest = rest(x, copied);
      long given = 1;
      for (int i = 0; i < n; i++) {
        boolean counts = i != open && (target[i] != 0 || allowZero);
        given = counts ? Math.multiplyExact(given, target[i]) : given;
      }
      if (open >= 0) {
        dims[open] = quotient(x, target, rest, given);
      } else if (rest.isKnown() && rest.size() != given) {
        throw wrong(x, target, "has another number of elements");
      }
    }
    Shape y = Shape.SCALAR;
    for (Shape dim : dims) {
      y = y.concat(dim);
    }
    return y;
  }

  private static Shape rest(Shape x, boolean[] copied) {
    Shape rest = Shape.SCALAR;
    for (int i = 0; i < x.rank(); i++) {
      if (!copied[i]) {
        rest = rest.concat(x.slice(i, i + 1));
      }
    }
    return rest;
  }

  /** The dimension that −1 stands for. */
  private static Shape quotient(Shape x, long[] target, Shape rest, long given) {
    if (rest.isKnown()) {
      int size = rest.size();
      if (size % given != 0) {
        throw wrong(x, target, "does not divide the number of elements");
      }
      return Shape.of(new long[] {size / given});
    }
    long known = 1;
    int unknown = -1;
    int unknowns = 0;
    for (int i = 0; i < rest.rank(); i++) {
      if (rest.dim(i) == Shape.UNKNOWN) {
        unknown = i;
        unknowns++;
      } else {
        known *= rest.dim(i);
      }
    }
    return unknowns == 1 && known == given
        ? rest.slice(unknown, unknown + 1)
        : Shape.of(Shape.UNKNOWN);
  }

  private static IllegalArgumentException wrong(@Nullable Shape x, long[] target, String what) {
    return new IllegalArgumentException(
        "shape "
            + Arrays.toString(target)
            + " "
            + what
            + (x == null ? "" : "; the input has shape " + x));
  }

  @Override
  public void lower(Lowering l) {
    l.alias(0, 0);
  }
}

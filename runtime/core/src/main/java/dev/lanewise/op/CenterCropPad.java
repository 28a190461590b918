package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first input cut at both sides, or padded with zeros, to the sizes in the second. What cannot
 * be shared evenly is taken or added at the end.
 *
 * @param axes axes that the sizes belong to, negative ones count from the end; null for all
 */
public record CenterCropPad(int @Nullable [] axes) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    return List.of(new TensorType(in.dtype(0), x == null ? null : resized(x, in.constant(1))));
  }

  /** The output's shape; sizes are null if they are not known. */
  private Shape resized(Shape x, @Nullable Tensor sizes) {
    int rank = x.rank();
    int n = axes == null ? rank : axes.length;
    long[] named = new long[n];
    for (int i = 0; i < n; i++) {
      named[i] = axes == null ? i : axes[i];
    }
    if (sizes != null && sizes.size() != n) {
      throw new IllegalArgumentException("shape has " + sizes.size() + " sizes for " + n + " axes");
    }
    Shape size = sizes == null ? Shapes.unknown(n) : Shape.of(sizes.toLongs());
    int[] along = Axes.of(named, rank);
    Shape y = x;
    for (int i = 0; i < n; i++) {
      y = y.with(along[i], size.dim(i));
    }
    return y;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = resized(x.shape(), in.tensor(1));
    int arity = x.dtype().arity();
    Tensor y = Tensor.zeros(x.dtype(), shape);
    copy(x.shape(), shape, arity)
        .copy(
            x.dtype().storage(),
            x.array(),
            first(x.shape(), shape) * arity,
            y.array(),
            first(shape, x.shape()) * arity);
    return List.of(y);
  }

  private static Strided copy(Shape x, Shape y, int arity) {
    int[] count = new int[x.rank()];
    for (int i = 0; i < count.length; i++) {
      count[i] = Math.min(x.dim(i), y.dim(i));
    }
    return Strided.of(count, x.strides(), y.strides(), arity);
  }

  /** First element of a shape that the centred other one covers. */
  private static int first(Shape shape, Shape other) {
    int[] strides = shape.strides();
    int at = 0;
    for (int i = 0; i < strides.length; i++) {
      at += Math.max(0, (shape.dim(i) - other.dim(i)) / 2) * strides[i];
    }
    return at;
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    Shape y = l.outputShape(0);
    int arity = l.dtype(0).arity();
    Ref zero = l.constant(Tensor.zeros(l.dtype(0), Shape.SCALAR));
    Ref to = l.output(0);
    Strided.fill(y.size(), arity).emit(l, "CenterCropPad fill", zero, 0, to, 0);
    copy(x, y, arity)
        .emit(l, "CenterCropPad", l.input(0), first(x, y) * arity, to, first(y, x) * arity);
  }
}

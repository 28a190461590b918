package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what {@link MaxPool} chose back to its places, with zeros elsewhere: x {@code [N, C,
 * pooled...]} and the INT64 indices that MaxPool gave with it, which count in the unpooled tensor
 * that follows from the window. The optional third input, INT64, is the shape of the output, if it
 * is larger; the unpooled tensor stands at its beginning in every dimension.
 *
 * @param kernel elements of a window per dimension
 * @param strides elements from one window to the next; empty for 1
 * @param pads padding at the beginning of each dimension, then at the end of each; empty for 0
 */
public record MaxUnpool(int[] kernel, int[] strides, int[] pads) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(in.dtype(1) == DType.INT64, "indices must be int64, but are " + in.dtype(1));
    int rank = kernel.length;
    in.require(
        rank >= 1
            && (strides.length == 0 || strides.length == rank)
            && (pads.length == 0 || pads.length == 2 * rank),
        "strides need as many values as kernel_shape and pads twice as many");
    Shape x = Shapes.merge(in.shape(0), in.shape(1));
    in.require(
        x == null || x.rank() == rank + 2,
        "x must be [N, C, pooled...] with " + rank + " spatial dimensions, but has shape " + x);
    Shape y = x == null ? null : unpooled(x);
    if (in.has(2)) {
      in.require(in.dtype(2) == DType.INT64, "the output shape must be int64");
      Tensor given = in.constant(2);
      y = given == null ? Shapes.unknown(rank + 2) : output(y, given);
    }
    return List.of(new TensorType(dtype, y));
  }

  private Shape unpooled(Shape x) {
    int rank = kernel.length;
    Shape y = x.slice(0, 2);
    for (int i = 0; i < rank; i++) {
      int in = x.dim(i + 2);
      if (in == Shape.UNKNOWN) {
        y = y.concat(Shape.of(Shape.UNKNOWN));
        continue;
      }
      long stride = strides.length == 0 ? 1 : strides[i];
      long padding = pads.length == 0 ? 0 : (long) pads[i] + pads[rank + i];
      long out = (in - 1) * stride - padding + kernel[i];
      if (out < 0 || out > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("spatial dimension " + i + " comes out as " + out);
      }
      y = y.concat(Shape.of((int) out));
    }
    return y;
  }

  private Shape output(@Nullable Shape unpooled, Tensor given) {
    Shape y = Shape.of(given.toLongs());
    boolean fits = y.isKnown() && y.rank() == kernel.length + 2;
    for (int i = 0; fits && unpooled != null && i < y.rank(); i++) {
      fits = unpooled.dim(i) <= y.dim(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the output shape " + y + " must not be smaller than " + unpooled);
    }
    return y;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    long[] indices = in.tensor(1).longs();
    Shape shape = unpooled(x.shape());
    Tensor y = Tensor.zeros(x.dtype(), shape);
    if (indices.length != x.size()) {
      throw in.fail("there are " + indices.length + " indices for " + x.size() + " elements");
    }
    int size = shape.size();
    Object from = x.array();
    Object to = y.array();
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= size) {
        throw in.fail("index " + indices[i] + " is not in " + shape);
      }
      System.arraycopy(from, i, to, (int) indices[i], 1);
    }
    return List.of(in.has(2) ? placed(y, output(shape, in.tensor(2))) : y);
  }

  /** The tensor at the beginning of a larger one of zeros. */
  private static Tensor placed(Tensor x, Shape shape) {
    Tensor y = Tensor.zeros(x.dtype(), shape);
    int rank = shape.rank();
    int run = x.shape().dim(rank - 1);
    int rows = run == 0 ? 0 : x.size() / run;
    for (int row = 0; row < rows; row++) {
      int rest = row;
      int to = 0;
      int stride = shape.dim(rank - 1);
      for (int d = rank - 2; d >= 0; d--) {
        to += rest % x.shape().dim(d) * stride;
        rest /= x.shape().dim(d);
        stride *= shape.dim(d);
      }
      System.arraycopy(x.array(), row * run, y.array(), to, run);
    }
    return y;
  }
}

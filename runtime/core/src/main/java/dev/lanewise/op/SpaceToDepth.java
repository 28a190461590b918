package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Square blocks of pixels of {@code [N, C, H, W]} laid out as channels: first all channels of the
 * upper left pixels, then those of the pixels next to them.
 *
 * @param blockSize side of a block in pixels
 */
public record SpaceToDepth(int blockSize) implements Op {
  /** Checks the block. */
  public SpaceToDepth {
    if (blockSize < 1) {
      throw new IllegalArgumentException("blocksize must be at least 1, but is " + blockSize);
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    return List.of(new TensorType(in.dtype(0), x == null ? Shapes.unknown(4) : stacked(x)));
  }

  private Shape stacked(Shape x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException("the input must be [N, C, H, W], but is " + x);
    }
    int square = Math.multiplyExact(blockSize, blockSize);
    return x.slice(0, 1)
        .concat(Dims.product(Shape.of(square, x.dim(1)), 0, 2))
        .concat(Shape.of(fraction(x, 2), fraction(x, 3)));
  }

  private int fraction(Shape x, int axis) {
    int dim = x.dim(axis);
    if (dim != Shape.UNKNOWN && dim % blockSize != 0) {
      throw new IllegalArgumentException(
          "dimension " + axis + " of " + x + " is not a multiple of blocksize " + blockSize);
    }
    return dim == Shape.UNKNOWN ? dim : dim / blockSize;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return List.of(copy(x.shape(), x.dtype()).tensor(x, 0, stacked(x.shape())));
  }

  private Strided copy(Shape x, DType dtype) {
    int b = blockSize;
    int c = x.dim(1);
    int w = x.dim(3);
    int plane = x.dim(2) * w;
    return Strided.toDense(
        new int[] {x.dim(0), b, b, c, x.dim(2) / b, w / b},
        new int[] {c * plane, w, 1, plane, b * w, b},
        dtype.arity());
  }

  @Override
  public void lower(Lowering l) {
    copy(l.shape(0), l.dtype(0)).emit(l, "SpaceToDepth", l.input(0), 0, l.output(0), 0);
  }
}

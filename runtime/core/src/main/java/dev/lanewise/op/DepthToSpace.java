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
 * Channels of {@code [N, C, H, W]} laid out as square blocks of pixels.
 *
 * @param blockSize side of a block in pixels
 * @param columnRowDepth whether the channels of one block lie together in the input (mode CRD);
 *     otherwise those of one pixel within the blocks (mode DCR)
 */
public record DepthToSpace(int blockSize, boolean columnRowDepth) implements Op {
  /** Checks the block. */
  public DepthToSpace {
    if (blockSize < 1) {
      throw new IllegalArgumentException("blocksize must be at least 1, but is " + blockSize);
    }
  }

  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    return List.of(new TensorType(in.dtype(0), x == null ? Shapes.unknown(4) : spread(x)));
  }

  private Shape spread(Shape x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException("the input must be [N, C, H, W], but is " + x);
    }
    int square = Math.multiplyExact(blockSize, blockSize);
    int c = x.dim(1);
    if (c != Shape.UNKNOWN && c % square != 0) {
      throw new IllegalArgumentException(c + " channels are not a multiple of " + square);
    }
    return x.slice(0, 1)
        .concat(Shape.of(c == Shape.UNKNOWN ? c : c / square))
        .concat(Dims.product(Shape.of(blockSize, x.dim(2)), 0, 2))
        .concat(Dims.product(Shape.of(blockSize, x.dim(3)), 0, 2));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return List.of(copy(x.shape(), x.dtype()).tensor(x, 0, spread(x.shape())));
  }

  private Strided copy(Shape x, DType dtype) {
    int b = blockSize;
    int c = x.dim(1) / (b * b);
    int h = x.dim(2);
    int w = x.dim(3);
    int plane = h * w;
    int row = columnRowDepth ? b * plane : b * c * plane;
    int column = columnRowDepth ? plane : c * plane;
    int channel = columnRowDepth ? b * b * plane : plane;
    return Strided.toDense(
        new int[] {x.dim(0), c, h, b, w, b},
        new int[] {b * b * c * plane, channel, w, row, 1, column},
        dtype.arity());
  }

  @Override
  public void lower(Lowering l) {
    copy(l.shape(0), l.dtype(0)).emit(l, "DepthToSpace", l.input(0), 0, l.output(0), 0);
  }
}

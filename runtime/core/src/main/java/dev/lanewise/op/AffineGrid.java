package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The positions of an evenly spaced grid from −1 to 1 after an affine map: {@code theta [N, r, r +
 * 1]} and the size {@code [N, C, spatial...]} of an image with r spatial dimensions give {@code [N,
 * spatial..., r]}. A position is listed from the innermost dimension to the outermost.
 *
 * @param alignCorners whether −1 and 1 are the centres of the outermost pixels, not their outer
 *     edges; the only pixel of a dimension of length 1 is at 0
 */
public record AffineGrid(boolean alignCorners) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(in.dtype(1) == DType.INT64, "size must be int64, but is " + in.dtype(1));
    return List.of(new TensorType(dtype, output(in.shape(0), in.shape(1), in.constant(1))));
  }

  private static @Nullable Shape output(
      @Nullable Shape theta, @Nullable Shape sizeShape, @Nullable Tensor size) {
    int rank = theta == null ? Shape.UNKNOWN : spatialRank(theta);
    int count = Dims.count(sizeShape);
    if (count != Shape.UNKNOWN) {
      if (rank == Shape.UNKNOWN) {
        rank = count - 2;
      }
      require(
          count == rank + 2 && (rank == 2 || rank == 3),
          "size must be [N, C, H, W] or [N, C, D, H, W] with as many spatial dimensions as theta"
              + " has rows, but has "
              + count
              + " values");
    }
    if (rank == Shape.UNKNOWN) {
      return null;
    }
    int[] dims = Shapes.unknown(rank + 2).dims();
    dims[0] = theta == null ? Shape.UNKNOWN : theta.dim(0);
    dims[rank + 1] = rank;
    if (size != null) {
      long[] given = size.toLongs();
      require(
          dims[0] == Shape.UNKNOWN || dims[0] == given[0],
          "size has batch " + given[0] + ", but theta has " + dims[0] + " matrices");
      for (int i = 0; i <= rank; i++) {
        long dim = given[i == 0 ? 0 : i + 1];
        require(dim >= 0 && dim <= Integer.MAX_VALUE, "size holds " + dim);
        dims[i] = (int) dim;
      }
    }
    return Shape.of(dims);
  }

  private static int spatialRank(Shape theta) {
    require(theta.rank() == 3, "theta must be [N, 2, 3] or [N, 3, 4], but has shape " + theta);
    int rows = theta.dim(1);
    int columns = theta.dim(2);
    int rank = rows != Shape.UNKNOWN || columns == Shape.UNKNOWN ? rows : columns - 1;
    require(
        rank == Shape.UNKNOWN
            || ((rank == 2 || rank == 3) && (columns == Shape.UNKNOWN || columns == rank + 1)),
        "theta must be [N, 2, 3] or [N, 3, 4], but has shape " + theta);
    return rank;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor theta = in.tensor(0);
    Shape shape = output(theta.shape(), in.tensor(1).shape(), in.tensor(1));
    if (shape == null || !shape.isKnown()) {
      throw in.fail("theta and size must have a known shape");
    }
    int rank = shape.rank() - 2;
    int pixels = shape.size(1, rank + 1);
    double[] m = theta.toDoubles();
    double[] y = new double[shape.size()];
    double[] position = new double[rank + 1];
    position[rank] = 1;
    for (int n = 0; n < shape.dim(0); n++) {
      for (int p = 0; p < pixels; p++) {
        int rest = p;
        for (int d = rank - 1; d >= 0; d--) {
          int length = shape.dim(d + 1);
          position[rank - 1 - d] = coordinate(rest % length, length);
          rest /= length;
        }
        for (int r = 0; r < rank; r++) {
          double sum = 0;
          for (int c = 0; c <= rank; c++) {
            sum += m[(n * rank + r) * (rank + 1) + c] * position[c];
          }
          y[(n * pixels + p) * rank + r] = sum;
        }
      }
    }
    return List.of(Tensor.of(theta.dtype(), shape, Elements.fromDoubles(theta.dtype(), y)));
  }

  private double coordinate(int i, int length) {
    if (alignCorners) {
      return length == 1 ? 0 : 2.0 * i / (length - 1) - 1;
    }
    return (2.0 * i + 1) / length - 1;
  }
}

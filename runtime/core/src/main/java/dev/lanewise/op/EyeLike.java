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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A matrix as large as the input with ones on a diagonal and zeros elsewhere.
 *
 * @param dtype element type of the output; null for the input's
 * @param diagonal how many diagonals above the main one the ones lie
 */
public record EyeLike(@Nullable DType dtype, long diagonal) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    DType type = type(in.dtype(0));
    in.require(x == null || x.rank() == 2, "the input must be a matrix, but is " + x);
    boolean right = type.isNumeric() || type == DType.BOOL;
    in.require(right, Types.notDefinedFor(type));
    return List.of(new TensorType(type, x == null ? Shapes.unknown(2) : x));
  }

  private DType type(DType input) {
    return Objects.requireNonNullElse(dtype, input);
  }

  @Override
  public @Nullable Tensor knownOutput(Inference in) {
    Shape x = in.shape(0);
    return x == null || !x.isKnown() ? null : eye(type(in.dtype(0)), x);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    return List.of(eye(type(x.dtype()), x.shape()));
  }

  private Tensor eye(DType type, Shape shape) {
    Tensor y = Tensor.zeros(type, shape);
    Object one =
        type.isFloating()
            ? Elements.fromDoubles(type, new double[] {1})
            : Elements.fromLongs(type, new long[] {1});
    int columns = shape.dim(1);
    for (int row = 0; row < shape.dim(0); row++) {
      long column = diagonal > columns ? columns : row + diagonal;
      if (column >= 0 && column < columns) {
        System.arraycopy(one, 0, y.array(), row * columns + (int) column, 1);
      }
    }
    return y;
  }
}

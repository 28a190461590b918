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
import org.jspecify.annotations.Nullable;

/**
 * The operator Shape: dimensions of the input as an INT64 list.
 *
 * @param start first dimension; a negative one counts from the end, what is beyond an end is cut
 * @param end dimension after the last, likewise; {@code Integer.MAX_VALUE} for all
 */
public record ShapeOf(int start, int end) implements Op {
  @Override
  public String name() {
    return "Shape";
  }

  @Override
  public List<Type> infer(Inference in) {
    Shape x = in.shape(0);
    Shape y = x == null ? Shapes.unknown(1) : Shape.of(part(x).rank());
    return List.of(new TensorType(DType.INT64, y));
  }

  @Override
  public @Nullable Tensor knownOutput(Inference in) {
    Shape x = in.shape(0);
    return x == null || !x.isKnown() ? null : dims(x);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return List.of(dims(in.tensor(0).shape()));
  }

  private Tensor dims(Shape x) {
    Shape part = part(x);
    return Tensor.of(Shape.of(part.rank()), part.toLongs());
  }

  private Shape part(Shape x) {
    int from = clamp(start, x.rank());
    return x.slice(from, Math.max(from, clamp(end, x.rank())));
  }

  private static int clamp(int axis, int rank) {
    return Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }

  @Override
  public void lower(Lowering l) {
    int rank = part(l.shape(0)).rank();
    Strided.toDense(new int[] {rank}, new int[] {1}, 1)
        .emit(l, "Shape", l.constant(dims(l.shape(0))), 0, l.output(0), 0);
  }
}

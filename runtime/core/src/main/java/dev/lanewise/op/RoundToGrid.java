package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * {@code min(max(round(x / scale), low), high)}, ties to even, in FLOAT: {@link QuantizeLinear}
 * whose result stays a float, less its zero point. Not an operator of the standard.
 *
 * @param scale the step between results
 * @param low smallest result, an integer
 * @param high largest result, an integer
 */
public record RoundToGrid(float scale, float low, float high) implements Op {
  private static final int GRAIN = 1 << 14;

  /** Elements that go through several kernels while they stay in the cache. */
  static final int CHUNK = 2048;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.FLOAT, "needs a FLOAT input, got " + in.dtype(0));
    return List.of(new TensorType(DType.FLOAT, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    float[] values = x.floats();
    float[] y = new float[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.min(Math.max((float) Math.rint(values[i] / scale), low), high);
    }
    return List.of(Tensor.of(x.shape(), y));
  }

  /** Rounds n elements. */
  static void apply(
      Elementwise kernel,
      float scale,
      float low,
      float high,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n) {
    kernel.binaryScalar(BinaryFunction.DIV, false, x, xAt, scale, y, yAt, n);
    kernel.unary(UnaryFunction.ROUND, 0, 0, y, yAt, y, yAt, n);
    kernel.unary(UnaryFunction.CLIP, low, high, y, yAt, y, yAt, n);
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return new LayoutChoice(List.of(q.layout(0)), q.layout(0));
  }

  @Override
  public void lower(Lowering l) {
    l.reuse(0, 0);
    Ref x = l.input(0);
    Ref y = l.output(0);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "round to grid",
        Planes.floats(l.shape(0), l.layout(0)),
        GRAIN,
        (f, from, to) -> {
          for (int i = from; i < to; i += CHUNK) {
            apply(
                kernel,
                scale,
                low,
                high,
                f.floats(x),
                x.offset() + i,
                f.floats(y),
                y.offset() + i,
                Math.min(CHUNK, to - i));
          }
        });
  }
}

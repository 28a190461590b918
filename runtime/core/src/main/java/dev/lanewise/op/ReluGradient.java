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
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The derivative of Relu, or of LeakyRelu with a positive slope: of the result y and the derivative
 * with respect to it, {@code dy} where y &gt; 0, else {@code slope · dy}. Not an operator of the
 * standard; training needs it.
 *
 * @param slope of the function below zero
 */
public record ReluGradient(float slope) implements Op {
  private static final int GRAIN = 1 << 15;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    in.require(
        in.dtype(1) == in.dtype(0), "the derivative has type " + in.dtype(1) + ", not that of y");
    Shapes.merge(in.shape(0), in.shape(1));
    return List.of(in.tensor(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor result = in.tensor(0);
    double[] y = result.toDoubles();
    double[] dy = in.tensor(1).toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] > 0 ? dy[i] : slope * dy[i];
    }
    return List.of(
        Tensor.of(result.dtype(), result.shape(), Elements.fromDoubles(result.dtype(), y)));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    Layout layout = q.layout(0);
    return q.dtype(0) == DType.FLOAT && q.constant(0) == null && q.constant(1) == null
        ? new LayoutChoice(List.of(layout, layout), layout)
        : LayoutChoice.PLAIN;
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) != DType.FLOAT) {
      l.reference();
      return;
    }
    l.reuse(0, 1);
    Ref result = l.input(0);
    Ref derivative = l.input(1);
    Ref to = l.output(0);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "relu gradient",
        Planes.floats(l.shape(0), l.layout(0)),
        GRAIN,
        (f, from, end) -> {
          float[] y = f.floats(result);
          float[] dy = f.floats(derivative);
          float[] dx = f.floats(to);
          int n = end - from;
          int yAt = result.offset() + from;
          int dyAt = derivative.offset() + from;
          int dxAt = to.offset() + from;
          if (slope == 0) {
            kernel.binary(BinaryFunction.GATE, dy, dyAt, y, yAt, dx, dxAt, n);
          } else {
            for (int i = 0; i < n; i++) {
              dx[dxAt + i] = y[yAt + i] > 0 ? dy[dyAt + i] : slope * dy[dyAt + i];
            }
          }
        });
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.PoolGradient;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The derivative of a {@link MaxPool}: each window's goes to the first of its largest elements. Not
 * an operator of the standard; training needs it.
 *
 * <p>Inputs: the input of the pooling, and the derivative with respect to its output. Output: like
 * the first input.
 *
 * @param window kernel, strides, dilations and padding
 */
public record MaxPoolGradient(Window window) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    in.require(in.dtype(1) == in.dtype(0), "the derivative has type " + in.dtype(1));
    Shapes.merge(PoolRule.infer(in, window), in.shape(1));
    return List.of(in.tensor(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    Spatial s = PoolRule.resolve(window, shape);
    double[] values = x.toDoubles();
    double[] dy = in.tensor(1).toDoubles();
    double[] dx = new double[values.length];
    Spatial.Cursor at = s.new Cursor();
    for (int p = 0; p < s.outPixels(); p++) {
      at.moveTo(p);
      for (int plane = 0; at.count > 0 && plane < shape.dim(0) * shape.dim(1); plane++) {
        int base = plane * s.inPixels();
        int best = base + at.offset[0];
        for (int t = 1; t < at.count; t++) {
          if (values[base + at.offset[t]] > values[best]) {
            best = base + at.offset[t];
          }
        }
        dx[best] += dy[plane * s.outPixels() + p];
      }
    }
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), dx)));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return PoolGradientSteps.layouts(q, window, q.layout(0), 2);
  }

  @Override
  public void lower(Lowering l) {
    if (!PoolGradientSteps.canDo(l, window)) {
      l.reference();
      return;
    }
    PoolGradient kernels = l.kernels().poolGradient();
    PoolGradientSteps.emit(
        l,
        "max pool gradient",
        PoolRule.resolve(window, l.shape(0)),
        l.input(1),
        l.input(0),
        kernels::max);
  }
}

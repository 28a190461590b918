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
 * The derivative of an {@link AveragePool}: each window's is spread over its elements. Not an
 * operator of the standard; training needs it.
 *
 * <p>Inputs: the input of the pooling, of which only the shape is read, and the derivative with
 * respect to its output. Output: like the first input.
 *
 * @param window kernel, strides, dilations and padding
 * @param includePad whether padding counts in the divisor
 */
public record AveragePoolGradient(Window window, boolean includePad) implements Op {
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
    double[] dy = in.tensor(1).toDoubles();
    double[] dx = new double[shape.size()];
    Spatial.Cursor at = s.new Cursor();
    for (int p = 0; p < s.outPixels(); p++) {
      at.moveTo(p);
      double divisor = includePad ? at.padded : at.count;
      for (int plane = 0; plane < shape.dim(0) * shape.dim(1); plane++) {
        double part = dy[plane * s.outPixels() + p] / divisor;
        for (int t = 0; t < at.count; t++) {
          dx[plane * s.inPixels() + at.offset[t]] += part;
        }
      }
    }
    return List.of(Tensor.of(x.dtype(), shape, Elements.fromDoubles(x.dtype(), dx)));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return PoolGradientSteps.layouts(q, window, q.layout(1), 2);
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
        "average pool gradient",
        PoolRule.resolve(window, l.shape(0)),
        l.input(1),
        l.input(1),
        (s, layout, x, xAt, dy, dyAt, dx, dxAt, from, to) ->
            kernels.average(s, layout, includePad, dy, dyAt, dx, dxAt, from, to));
  }
}

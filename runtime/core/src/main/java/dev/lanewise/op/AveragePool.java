package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Pool;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Mean of each window over {@code [N, C, spatial...]}.
 *
 * @param window kernel, strides, dilations and padding
 * @param includePad whether padding counts as zeros; what a last window covers beyond the padding
 *     never counts
 */
public record AveragePool(Window window, boolean includePad) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0).isFloating(), "needs a floating-point input, got " + in.dtype(0));
    return List.of(new TensorType(in.dtype(0), PoolRule.infer(in, window)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    Spatial s = PoolRule.resolve(window, shape);
    int planes = shape.dim(0) * shape.dim(1);
    int inPixels = s.inPixels();
    int outPixels = s.outPixels();
    double[] values = x.toDoubles();
    double[] y = new double[Math.multiplyExact(planes, outPixels)];
    Spatial.Cursor at = s.new Cursor();
    for (int p = 0; p < outPixels; p++) {
      at.moveTo(p);
      double divisor = includePad ? at.padded : at.count;
      for (int plane = 0; plane < planes; plane++) {
        int base = plane * inPixels;
        double sum = 0;
        for (int t = 0; t < at.count; t++) {
          sum += values[base + at.offset[t]];
        }
        y[plane * outPixels + p] = sum / divisor;
      }
    }
    Shape result = shape.slice(0, 2).concat(Shape.of(s.out()));
    return List.of(Tensor.of(x.dtype(), result, Elements.fromDoubles(x.dtype(), y)));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    boolean planes = q.shape(0).rank() < 5 && PoolRule.suitsKernels(window, q.shape(0));
    return planes ? PoolRule.keepLayout(q) : LayoutChoice.PLAIN;
  }

  @Override
  public void lower(Lowering l) {
    if (!PoolSteps.canDo(l, window)) {
      l.reference();
      return;
    }
    Pool pool = l.kernels().pool();
    PoolSteps.emit(
        l,
        "average pool",
        PoolRule.resolve(window, l.shape(0)),
        (s, layout, x, xAt, y, yAt, from, to) ->
            pool.average(s, layout, includePad, x, xAt, y, yAt, from, to));
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * p-norm of each window over {@code [N, C, spatial...]}: the p-th root of the sum of |x| to the
 * power of p.
 *
 * @param window kernel, strides, dilations and padding
 * @param p the norm
 */
public record LpPool(Window window, float p) implements Op {
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
    double[] powers = x.toDoubles();
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(Math.abs(powers[i]), p);
    }
    double[] y = new double[Math.multiplyExact(planes, outPixels)];
    Spatial.Cursor at = s.new Cursor();
    for (int pixel = 0; pixel < outPixels; pixel++) {
      at.moveTo(pixel);
      for (int plane = 0; plane < planes; plane++) {
        int base = plane * inPixels;
        double sum = 0;
        for (int t = 0; t < at.count; t++) {
          sum += powers[base + at.offset[t]];
        }
        y[plane * outPixels + pixel] = Math.pow(sum, 1.0 / p);
      }
    }
    Shape result = shape.slice(0, 2).concat(Shape.of(s.out()));
    return List.of(Tensor.of(x.dtype(), result, Elements.fromDoubles(x.dtype(), y)));
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code (x − zero) · scale}.
 *
 * <p>Inputs: x, scale, optional zero point of the scale's shape; see {@link Granularity}.
 *
 * @param axis axis along which scales differ, if there are several
 * @param block elements along the axis that share a scale; 0 for one scale per index
 * @param outputType type of the result; null for the scale's
 */
public record DequantizeLinear(int axis, int block, @Nullable DType outputType) implements Op {
  /** To the scale's type, one scale for all or along an axis. */
  public DequantizeLinear(int axis) {
    this(axis, 0, null);
  }

  private DType target(DType scale) {
    return outputType == null ? scale : outputType;
  }

  @Override
  public List<Type> infer(Inference in) {
    DType x = in.dtype(0);
    in.require(
        x == DType.INT32 || (x.bits() <= 16 && x.isInteger()) || (x.isFloating() && x.bits() <= 8),
        "cannot dequantise " + x);
    in.require(!in.has(2) || in.dtype(2) == x, "the zero point has another type than x");
    DType y = target(in.dtype(1));
    in.require(Types.isFloat(y), "cannot dequantise to " + y);
    Granularity.check(in, axis, block);
    return List.of(new TensorType(y, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor scale = in.tensor(1);
    Tensor zero = in.tensorOrNull(2);
    Granularity g = Granularity.of(x.shape(), scale.shape(), axis, block);
    double[] y = x.toDoubles();
    double[] scales = scale.toDoubles();
    double[] zeros = zero == null ? new double[scales.length] : zero.toDoubles();
    for (int i = 0; i < y.length; i++) {
      int s = g.scaleOf(i);
      y[i] = (y[i] - zeros[s]) * scales[s];
    }
    DType target = target(scale.dtype());
    return List.of(Tensor.of(target, x.shape(), Elements.fromDoubles(target, y)));
  }

  @Override
  public void lower(Lowering l) {
    boolean fast =
        l.outputType(0) == DType.FLOAT
            && l.dtype(1) == DType.FLOAT
            && l.dtype(0).isInteger()
            && l.shape(0).size() > 0;
    Granularity g = Granularity.of(l.shape(0), l.shape(1), axis, block);
    if (fast && QuantizeSteps.suits(g)) {
      QuantizeSteps.dequantize(l, g);
    } else {
      l.reference();
    }
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.MiniFloat;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code saturate(round(x / scale) + zero)}, ties to even.
 *
 * <p>Inputs: x, scale, optional zero point of the scale's shape; see {@link Granularity}.
 *
 * @param axis axis along which scales differ, if there are several
 * @param block elements along the axis that share a scale; 0 for one scale per index
 * @param outputType type of the result where no zero point says it; null for UINT8
 * @param saturate whether too large values become the largest 8-bit float
 * @param precision type in which the division is done; null for the scale's
 */
public record QuantizeLinear(
    int axis, int block, @Nullable DType outputType, boolean saturate, @Nullable DType precision)
    implements Op {
  /** Rounding to UINT8 or the type of the zero point, one scale for all or along an axis. */
  public QuantizeLinear(int axis) {
    this(axis, 0, null, true, null);
  }

  @Override
  public List<Type> infer(Inference in) {
    DType x = in.dtype(0);
    in.require(Types.isFloat(x) || x == DType.INT32, "cannot quantise " + x);
    Granularity.check(in, axis, block);
    DType y = outputType == null ? DType.UINT8 : outputType;
    if (in.has(2)) {
      y = in.dtype(2);
      in.require(
          outputType == null || outputType == y,
          "output_dtype is " + outputType + ", the zero point " + y);
    }
    in.require(isTarget(y), "cannot quantise to " + y);
    return List.of(new TensorType(y, in.shape(0)));
  }

  private static boolean isTarget(DType y) {
    return y.bits() <= 16
        && (y.isInteger() || (y.isFloating() && y.bits() <= 8 && y != DType.FLOAT8E8M0));
  }

  /** The type in which the quotient is computed. */
  private DType quotientType(DType x, DType scale) {
    if (precision != null) {
      return precision;
    }
    DType type = Types.isFloat(scale) ? scale : x;
    return Types.isFloat(type) ? type : DType.FLOAT;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor scale = in.tensor(1);
    Tensor zero = in.tensorOrNull(2);
    Shape shape = x.shape();
    DType target = ((TensorType) in.node().output(0).type()).dtype();
    Granularity g = Granularity.of(shape, scale.shape(), axis, block);
    DType type = quotientType(x.dtype(), scale.dtype());
    double[] values = rounded(type, x.toDoubles());
    double[] scales = rounded(type, scale.toDoubles());
    double[] zeros = zero == null ? new double[scales.length] : zero.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] /= scales[g.scaleOf(i)];
    }
    values = rounded(type, values);
    return List.of(
        Tensor.of(
            target,
            shape,
            target.isInteger()
                ? integers(target, values, zeros, g)
                : floats(target, values, zeros, g)));
  }

  private static double[] rounded(DType type, double[] values) {
    return type == DType.DOUBLE
        ? values
        : Elements.toDoubles(type, Elements.fromDoubles(type, values));
  }

  private static Object integers(DType target, double[] x, double[] zeros, Granularity g) {
    long[] y = new long[x.length];
    for (int i = 0; i < y.length; i++) {
      // Cut to 32 bits first, so that adding the zero point cannot overflow.
      long rounded =
          Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) Math.rint(x[i])));
      long q = rounded + (long) zeros[g.scaleOf(i)];
      y[i] = Math.max(target.min(), Math.min(target.max(), q));
    }
    return Elements.fromLongs(target, y);
  }

  private byte[] floats(DType target, double[] x, double[] zeros, Granularity g) {
    MiniFloat format = MiniFloat.of(target);
    byte[] y = new byte[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = format.encode(x[i] + zeros[g.scaleOf(i)], saturate);
    }
    return y;
  }

  @Override
  public void lower(Lowering l) {
    boolean fast =
        l.dtype(0) == DType.FLOAT
            && l.dtype(1) == DType.FLOAT
            && (precision == null || precision == DType.FLOAT)
            && l.outputType(0).isInteger()
            && l.shape(0).size() > 0;
    Granularity g = Granularity.of(l.shape(0), l.shape(1), axis, block);
    if (fast && QuantizeSteps.suits(g)) {
      QuantizeSteps.quantize(l, g);
    } else {
      l.reference();
    }
  }
}

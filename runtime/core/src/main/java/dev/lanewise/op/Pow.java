package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.UnaryFunction;
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
 * Power of the first tensor's elements to the second's, with broadcasting. The result has the type
 * of the base; the exponent may have another one.
 *
 * <p>An integer to an integer power is exact modulo the width of the type; a negative exponent
 * gives the reciprocal truncated towards 0. An integer to a floating power is computed as a double
 * and truncated.
 */
public record Pow() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType base = in.dtype(0);
    in.require(
        Types.isFloatOrLargeInteger(base) && !base.isUnsigned(),
        "the base must be float, double, float16, bfloat16, int32 or int64, but is " + base);
    in.require(Types.isNumber(in.dtype(1)), "the exponent must be a number, not " + in.dtype(1));
    return List.of(new TensorType(base, Shapes.broadcast(in.shape(0), in.shape(1))));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor base = in.tensor(0);
    Tensor exponent = in.tensor(1);
    DType dtype = base.dtype();
    Shape shape = Objects.requireNonNull(Shapes.broadcast(base.shape(), exponent.shape()));
    if (dtype.isInteger() && exponent.dtype().isInteger()) {
      long[] y = Wide.longs(base, shape);
      long[] e = Wide.longs(exponent, shape);
      boolean unsigned = exponent.dtype() == DType.UINT64;
      for (int i = 0; i < y.length; i++) {
        y[i] = power(y[i], e[i], unsigned);
      }
      return List.of(Tensor.of(dtype, shape, Elements.fromLongs(dtype, y)));
    }
    double[] y = Wide.doubles(base, shape);
    double[] e = Wide.doubles(exponent, shape);
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.pow(y[i], e[i]);
    }
    if (dtype.isFloating()) {
      return List.of(Tensor.of(dtype, shape, Elements.fromDoubles(dtype, y)));
    }
    long[] truncated = new long[y.length];
    for (int i = 0; i < y.length; i++) {
      truncated[i] = (long) y[i];
    }
    return List.of(Tensor.of(dtype, shape, Elements.fromLongs(dtype, truncated)));
  }

  private static long power(long base, long exponent, boolean unsigned) {
    if (exponent < 0 && !unsigned) {
      if (base == 0) {
        throw new ArithmeticException("0 to the negative integer power " + exponent);
      }
      return base == 1 || (base == -1 && exponent % 2 == 0) ? 1 : base == -1 ? -1 : 0;
    }
    long result = 1;
    long square = base;
    for (long e = exponent; e != 0; e >>>= 1) {
      if ((e & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    if (q.dtype(0) != DType.FLOAT || q.dtype(1) != DType.FLOAT) {
      return LayoutChoice.PLAIN;
    }
    if (isSquare(q.constant(1), q.shape(0), q.outputShape(0))) {
      return new LayoutChoice(List.of(q.layout(0)), q.layout(0));
    }
    return FloatBinary.layouts(BinaryFunction.POW, q);
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) != DType.FLOAT || l.dtype(1) != DType.FLOAT) {
      l.reference();
    } else if (isSquare(l.constant(1), l.shape(0), l.outputShape(0))) {
      l.reuse(0, 0);
      new Activation(UnaryFunction.SQUARE)
          .emit(
              l,
              "Pow 2",
              l.input(0),
              l.output(0),
              Planes.floats(l.outputShape(0), l.outputLayout(0)));
    } else {
      FloatBinary.lower(BinaryFunction.POW, l, name());
    }
  }

  private static boolean isSquare(@Nullable Tensor exponent, Shape base, Shape result) {
    return exponent != null
        && exponent.size() == 1
        && exponent.floats()[0] == 2
        && base.equals(result);
  }
}

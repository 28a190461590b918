package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.BinaryFunction;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;

/** Mean of any number of tensors, with broadcasting. */
public record Mean() implements BinaryMath {
  @Override
  public boolean admits(DType dtype) {
    return Types.isFloat(dtype);
  }

  @Override
  public boolean isVariadic() {
    return true;
  }

  @Override
  public void apply(double[] a, int aAt, double[] b, int bAt, int n) {
    for (int i = 0; i < n; i++) {
      a[aAt + i] += b[bAt + i];
    }
  }

  @Override
  public void apply(DType dtype, long[] a, int aAt, long[] b, int bAt, int n) {
    throw new IllegalArgumentException(Types.notDefinedFor(dtype));
  }

  @Override
  public void finish(double[] a, int at, int n, int inputs) {
    for (int i = at; i < at + n; i++) {
      a[i] /= inputs;
    }
  }

  @Override
  public BinaryFunction function() {
    return BinaryFunction.ADD;
  }

  @Override
  public void lower(Lowering l) {
    BinaryMath.super.lower(l);
    if (l.dtype(0) == DType.FLOAT) {
      Ref y = l.output(0);
      new Activation(UnaryFunction.AFFINE, 1f / l.inputs(), 0)
          .emit(l, "Mean", y, y, Planes.floats(l.outputShape(0), l.outputLayout(0)));
    }
  }
}

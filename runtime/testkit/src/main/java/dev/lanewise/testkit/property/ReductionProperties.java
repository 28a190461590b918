package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.ArgMax;
import dev.lanewise.op.ArgMin;
import dev.lanewise.op.CumProd;
import dev.lanewise.op.CumSum;
import dev.lanewise.op.Det;
import dev.lanewise.op.Einsum;
import dev.lanewise.op.Hardmax;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.LpNormalization;
import dev.lanewise.op.ReduceL1;
import dev.lanewise.op.ReduceL2;
import dev.lanewise.op.ReduceLogSum;
import dev.lanewise.op.ReduceLogSumExp;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceMin;
import dev.lanewise.op.ReduceProd;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.ReduceSumSquare;
import dev.lanewise.op.Reduction;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.TopK;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Operators that combine the elements along axes. */
final class ReductionProperties {
  private ReductionProperties() {}

  private static final double TOLERANCE = 2e-5;

  private interface Maker {
    Reduction make(boolean keepDims, boolean noop);
  }

  static void addTo(Properties p) {
    reduction(p, ReduceL1::new);
    reduction(p, ReduceL2::new);
    reduction(p, ReduceLogSum::new);
    reduction(p, ReduceLogSumExp::new);
    reduction(p, ReduceMax::new);
    reduction(p, ReduceMean::new);
    reduction(p, ReduceMin::new);
    reduction(p, ReduceProd::new);
    reduction(p, ReduceSum::new);
    reduction(p, ReduceSumSquare::new);
    p.add(ArgMax.class, d -> new ArgMax(searched(d), d.flag(), d.flag()));
    p.add(ArgMin.class, d -> new ArgMin(searched(d), d.flag(), d.flag()));
    p.add(CumSum.class, d -> cumulative(d, new CumSum(d.flag(), d.flag())));
    p.add(CumProd.class, d -> cumulative(d, new CumProd(d.flag(), d.flag())));
    p.add(Softmax.class, d -> new Softmax(row(d)));
    p.add(LogSoftmax.class, d -> new LogSoftmax(row(d)));
    p.add(Hardmax.class, d -> new Hardmax(row(d)));
    p.add(LpNormalization.class, d -> new LpNormalization(row(d), d.integer(1, 2)));
    p.add(TopK.class, ReductionProperties::topK);
    p.add(Det.class, ReductionProperties::determinant);
    p.add(Einsum.class, ReductionProperties::einsum);
  }

  private static void reduction(Properties p, Maker maker) {
    p.add(
        maker.make(true, false).getClass(),
        d -> {
          Reduction op = maker.make(d.flag(), d.flag());
          DType dtype = d.dtype(op::admits);
          Shape shape;
          if (dtype == DType.FLOAT && d.once(3)) {
            shape = d.shape(3, 4);
            d.activation(shape);
          } else {
            shape = d.shape(0, 4);
            d.add(d.tensor(dtype, shape));
          }
          if (!d.once(4)) {
            d.setting(Draw.list(d.axes(shape.rank())));
          }
          d.within(TOLERANCE);
          return op;
        });
  }

  private static int searched(Draw d) {
    Shape shape = d.filled(1, 4);
    d.add(d.tensor(d.number(), shape));
    return d.axis(shape.rank());
  }

  private static Op cumulative(Draw d, Op op) {
    DType dtype =
        d.dtype(t -> (t.isFloating() && t.bits() >= 16) || (t.isInteger() && t.bits() >= 32));
    Shape shape = d.shape(1, 4);
    d.add(d.tensor(dtype, shape, -1, 1));
    d.setting(Tensor.scalar((long) d.axis(shape.rank())));
    d.within(TOLERANCE);
    return op;
  }

  private static int row(Draw d) {
    Shape shape = d.shape(1, 4);
    d.add(d.tensor(d.floating(), shape));
    d.within(TOLERANCE);
    return d.axis(shape.rank());
  }

  private static Op topK(Draw d) {
    Shape shape = d.shape(1, 4);
    int axis = d.axis(shape.rank());
    d.add(d.tensor(d.number(), shape));
    d.setting(Draw.list(d.integer(0, shape.dim(axis < 0 ? axis + shape.rank() : axis))));
    d.wants(2);
    return new TopK(axis, d.flag());
  }

  private static Op determinant(Draw d) {
    int n = d.integer(0, 5);
    d.add(d.tensor(d.floating(), d.shape(0, 2).concat(Shape.of(n, n)), -2, 2));
    d.within(TOLERANCE);
    return new Det();
  }

  private static Op einsum(Draw d) {
    int i = d.size();
    int j = d.size();
    int k = d.integer(1, 5);
    DType dtype = d.number();
    String equation = d.one("ij,jk->ik", "ij,jk", "ij,jk->", "bij,bjk->bik", "...ij,...jk->...ik");
    int[] batch = equation.charAt(0) == 'i' ? new int[0] : new int[] {d.integer(1, 3)};
    Shape b = Shape.of(batch);
    d.add(d.tensor(dtype, b.concat(Shape.of(i, j)), 0, 2));
    d.add(d.tensor(dtype, b.concat(Shape.of(j, k)), 0, 2));
    d.within(TOLERANCE);
    return new Einsum(equation);
  }
}

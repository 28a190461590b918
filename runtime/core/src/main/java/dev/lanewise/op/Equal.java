package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Lowering;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** Whether two elements are equal, with broadcasting; also for truth values and strings. */
public record Equal() implements Comparison {
  @Override
  public boolean admits(DType dtype) {
    return Types.isNumber(dtype) || dtype == DType.BOOL || dtype == DType.STRING;
  }

  @Override
  public void compare(double[] a, int aAt, double[] b, int bAt, byte[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (byte) (a[aAt + i] == b[bAt + i] ? 1 : 0);
    }
  }

  @Override
  public void compare(long flip, long[] a, int aAt, long[] b, int bAt, byte[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (byte) (a[aAt + i] == b[bAt + i] ? 1 : 0);
    }
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    if (in.tensor(0).dtype() != DType.STRING) {
      return Comparison.super.evaluate(in);
    }
    Tensor a = in.tensor(0);
    Tensor b = in.tensor(1);
    Shape shape = Objects.requireNonNull(Shapes.broadcast(a.shape(), b.shape()));
    Broadcast walk = Broadcast.of(shape, a.shape(), b.shape());
    byte[] y = new byte[shape.size()];
    for (int row = 0; row < walk.rows(); row++) {
      for (int i = 0; i < walk.run(); i++) {
        String left = a.strings()[walk.offset(0, row) + i * walk.step(0)];
        String right = b.strings()[walk.offset(1, row) + i * walk.step(1)];
        y[row * walk.run() + i] = (byte) (left.equals(right) ? 1 : 0);
      }
    }
    return List.of(Tensor.of(DType.BOOL, shape, y));
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) == DType.STRING) {
      l.reference();
    } else {
      Comparison.super.lower(l);
    }
  }
}

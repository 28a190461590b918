package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * The numbers from the first input up to, but not including, the second one in steps of the third.
 * Numbers of fewer than 64 bits are computed wider and rounded once.
 */
public record Range() implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isNumber(dtype), Types.notDefinedFor(dtype));
    for (int i = 0; i < 3; i++) {
      int count = Dims.count(in.shape(i));
      in.require(count == 1 || count == Shape.UNKNOWN, "start, limit and delta are scalars");
      in.require(in.dtype(i) == dtype, "start, limit and delta must have one element type");
    }
    Tensor start = in.constant(0);
    Tensor limit = in.constant(1);
    Tensor delta = in.constant(2);
    Shape y =
        start != null && limit != null && delta != null
            ? Shape.of(count(start, limit, delta))
            : Shapes.unknown(1);
    return List.of(new TensorType(dtype, y));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor start = in.tensor(0);
    Tensor delta = in.tensor(2);
    int n = count(start, in.tensor(1), delta);
    DType dtype = start.dtype();
    Object y;
    if (dtype.isFloating()) {
      double first = start.toDoubles()[0];
      double step = delta.toDoubles()[0];
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = first + i * step;
      }
      y = Elements.fromDoubles(dtype, values);
    } else {
      long first = start.toLongs()[0];
      long step = delta.toLongs()[0];
      long[] values = new long[n];
      for (int i = 0; i < n; i++) {
        values[i] = first + i * step;
      }
      y = Elements.fromLongs(dtype, values);
    }
    return List.of(Tensor.of(dtype, Shape.of(n), y));
  }

  private static int count(Tensor start, Tensor limit, Tensor delta) {
    if (start.dtype().isFloating()) {
      double step = delta.toDoubles()[0];
      double n = Math.ceil((limit.toDoubles()[0] - start.toDoubles()[0]) / step);
      if (step == 0 || !(n <= Integer.MAX_VALUE)) {
        throw wrong("delta " + step);
      }
      return (int) Math.max(0, n);
    }
    long step = delta.toLongs()[0];
    long distance = Math.subtractExact(limit.toLongs()[0], start.toLongs()[0]);
    if (step == 0) {
      throw wrong("delta 0");
    }
    if (distance == 0 || distance < 0 != step < 0) {
      return 0;
    }
    long n = distance / step + (distance % step == 0 ? 0 : 1);
    if (n > Integer.MAX_VALUE) {
      throw wrong("delta " + step);
    }
    return (int) n;
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " gives more numbers than a tensor can hold");
  }
}

package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits elements to an interval: {@code min(max(x, low), high)}; NaN stays NaN. Inputs are x and,
 * both optional and with one element each, low and high.
 */
public record Clip() implements Op {
  private static final int GRAIN = 32_768;

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isNumber(dtype), Types.notDefinedFor(dtype));
    for (int i = 1; i <= 2; i++) {
      if (in.has(i)) {
        Shape limit = in.shape(i);
        in.require(
            in.dtype(i) == dtype,
            "the limits must be " + dtype + " as the first input, but input " + i + " is not");
        in.require(
            limit == null || !limit.isKnown() || limit.size() == 1,
            "the limits must have one element, but input " + i + " has shape " + limit);
      }
    }
    return List.of(in.tensor(0));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor low = in.tensorOrNull(1);
    Tensor high = in.tensorOrNull(2);
    if (x.dtype().isFloating()) {
      double min = low == null ? Double.NEGATIVE_INFINITY : low.toDoubles()[0];
      double max = high == null ? Double.POSITIVE_INFINITY : high.toDoubles()[0];
      double[] v = x.toDoubles();
      for (int i = 0; i < v.length; i++) {
        v[i] = Math.min(Math.max(v[i], min), max);
      }
      return List.of(Tensor.of(x.dtype(), x.shape(), Elements.fromDoubles(x.dtype(), v)));
    }
    long flip = x.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
    long min = low == null ? Long.MIN_VALUE : low.toLongs()[0] ^ flip;
    long max = high == null ? Long.MAX_VALUE : high.toLongs()[0] ^ flip;
    long[] v = x.toLongs();
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.min(Math.max(v[i] ^ flip, min), max) ^ flip;
    }
    return List.of(Tensor.of(x.dtype(), x.shape(), Elements.fromLongs(x.dtype(), v)));
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return new LayoutChoice(List.of(q.layout(0)), q.layout(0));
  }

  @Override
  public void lower(Lowering l) {
    if (l.dtype(0) != DType.FLOAT) {
      l.reference();
      return;
    }
    l.reuse(0, 0);
    Elementwise kernel = l.kernels().elementwise();
    Ref x = l.input(0);
    Ref low = l.has(1) ? l.input(1) : null;
    Ref high = l.has(2) ? l.input(2) : null;
    Ref y = l.output(0);
    l.emitRange(
        "Clip",
        Planes.floats(l.shape(0), l.layout(0)),
        GRAIN,
        (frame, from, to) -> {
          float min = low == null ? Float.NEGATIVE_INFINITY : frame.floats(low)[low.offset()];
          float max = high == null ? Float.POSITIVE_INFINITY : frame.floats(high)[high.offset()];
          kernel.unary(
              UnaryFunction.CLIP,
              min,
              max,
              frame.floats(x),
              x.offset() + from,
              frame.floats(y),
              y.offset() + from,
              to - from);
        });
  }

  /**
   * The kernel function of a Clip of floats, for limits that are known.
   *
   * @param low constant lower limit, null for none
   * @param high constant upper limit, null for none
   */
  public static Activation activation(@Nullable Tensor low, @Nullable Tensor high) {
    return new Activation(
        UnaryFunction.CLIP,
        low == null ? Float.NEGATIVE_INFINITY : low.floats()[0],
        high == null ? Float.POSITIVE_INFINITY : high.floats()[0]);
  }
}
